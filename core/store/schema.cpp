#include "core/store/schema.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/store/store.hpp"
#include "embedded/store_schema.hpp"

namespace mlp::store {
namespace {

std::vector<SchemaStep> read_steps() {
    std::vector<SchemaStep> steps;
    for (const base::EmbeddedFile& file : schema::files()) {
        int number = 0;
        std::from_chars(file.name.data(), file.name.data() + file.name.size(), number);
        if (number <= (steps.empty() ? 0 : steps.back().number)) {
            throw Error(Kind::bug, fmt::format("schema step '{}' is not numbered above the one before it", file.name));
        }
        steps.push_back({number, file.name, file.content});
    }
    return steps;
}

}  // namespace

std::span<const SchemaStep> schema_steps() {
    static const std::vector<SchemaStep> steps = read_steps();
    return steps;
}

int schema_version() { return schema_steps().back().number; }

int user_version(base::Db& db) {
    base::Statement statement = db.prepare("PRAGMA user_version");
    const auto row = statement.step();
    return row ? row->get<int>(0) : 0;
}

void apply_steps(base::Db& db, int target) {
    if (user_version(db) >= target) return;
    base::Transaction transaction(db);
    const int present = user_version(db);
    for (const SchemaStep& step : schema_steps()) {
        if (step.number > present && step.number <= target) db.execute(std::string(step.sql));
    }
    if (target > present) db.execute(fmt::format("PRAGMA user_version = {}", target));
    transaction.commit();
}

}  // namespace mlp::store
