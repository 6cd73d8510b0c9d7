// What `mlp diff` found, in each form it is asked for.
#pragma once

#include <string>

#include "cli/compare/side.hpp"
#include "cli/output/report.hpp"
#include "cli/output/text.hpp"
#include "core/compare/compare.hpp"

namespace mlp::cli {

struct DiffFacts {
    Side before;
    Side after;
    compare::Difference difference;
};

base::Json diff_document(const DiffFacts& facts);
void render_diff(const DiffFacts& facts, Text& text);
/// Tables for a comment on a pull request.
void render_diff_markdown(const DiffFacts& facts, Text& text);

/// Heading of a side's column: "HEAD", "run 3f2a91c4", "workspace".
std::string column_name(const Side& side);
/// Rounded to five places, as DVC does; where that would leave nothing, five digits that count.
std::string shown_number(double value);
/// A number as above, "-" for nothing, lists and texts as they are.
std::string shown_value(const std::optional<base::Json>& value);
std::string shown_difference(const compare::ValueChange& change);
/// "file, 5.0 KiB"; "-" for nothing.
std::string shown_content(const std::optional<data::Content>& content);
std::string shown_path(const compare::DataChange& change);

}  // namespace mlp::cli
