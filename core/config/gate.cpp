// Gates: "evaluate.auc >= 0.80", "evaluate.auc >= champion - 0.01".
#include <fmt/format.h>

#include <array>

#include "core/base/text.hpp"
#include "core/config/codes.hpp"
#include "core/config/gate.hpp"
#include "core/config/sections.hpp"

namespace mlp::config {

namespace {

struct OpRow {
    std::string_view text;
    Gate::Op op;
};

// Longer ones first, so that "<=" is not read as "<".
constexpr auto operators = std::to_array<OpRow>({{"<=", Gate::Op::less_equal},
                                                 {">=", Gate::Op::greater_equal},
                                                 {"==", Gate::Op::equal},
                                                 {"!=", Gate::Op::not_equal},
                                                 {"<", Gate::Op::less},
                                                 {">", Gate::Op::greater}});

class GateParser {
public:
    explicit GateParser(std::string_view text) : text_(text) {}

    std::optional<GateFault> parse(Gate& gate) {
        skip_spaces();
        const std::size_t start = at_;
        while (at_ < text_.size() && std::string_view("<>=! \t").find(text_[at_]) == std::string_view::npos) ++at_;
        gate.metric = std::string(text_.substr(start, at_ - start));
        const std::size_t dot = gate.metric.find('.');
        if (gate.metric.empty()) return fault(start, "a metric such as evaluate.auc is expected");
        if (dot == std::string::npos || dot == 0 || dot + 1 == gate.metric.size()) {
            return fault(start, fmt::format("'{}' is not STAGE.METRIC", base::printable(gate.metric)));
        }
        skip_spaces();
        if (auto problem = parse_operator(gate)) return problem;
        skip_spaces();
        return parse_value(gate);
    }

private:
    std::optional<GateFault> parse_operator(Gate& gate) {
        for (const OpRow& row : operators) {
            if (!text_.substr(at_).starts_with(row.text)) continue;
            gate.op = row.op;
            at_ += row.text.size();
            // "=>" and "=" fall through to the message; "<==" and the like stop here.
            if (at_ < text_.size() && std::string_view("<>=!").find(text_[at_]) != std::string_view::npos) break;
            return std::nullopt;
        }
        const std::string_view rest = text_.substr(at_);
        const std::string_view hint = rest.starts_with("=>")   ? "'at least' is written >="
                                      : rest.starts_with("=<") ? "'at most' is written <="
                                      : rest.starts_with('=')  ? "equality is written =="
                                                               : "";
        return fault(at_, "one of < <= == != >= > is expected", std::string(hint));
    }

    std::optional<GateFault> parse_value(Gate& gate) {
        const std::size_t start = at_;
        if (text_.substr(at_).starts_with("champion")) {
            at_ += std::string_view("champion").size();
            gate.champion = true;
            skip_spaces();
            if (at_ == text_.size()) return std::nullopt;
            const char sign = text_[at_];
            if (sign != '+' && sign != '-')
                return fault(at_, "'+' or '-' and a number, or nothing, is expected after 'champion'");
            ++at_;
            skip_spaces();
            const std::size_t number_at = at_;
            const auto value = rest_as_number();
            if (!value || *value < 0) return fault(number_at, "a number is expected");
            gate.value = sign == '-' ? -*value : *value;
            return std::nullopt;
        }
        const auto value = rest_as_number();
        if (!value) return fault(start, "a number, or champion, is expected", number_meant(text_.substr(start)));
        gate.value = *value;
        return std::nullopt;
    }

    /// How a number with a comma, or one of a hundred, is written.
    static std::string number_meant(std::string_view written) {
        while (written.ends_with(' ')) written.remove_suffix(1);
        if (written.ends_with('%')) {
            const auto value = base::parse_number(written.substr(0, written.size() - 1));
            return value ? fmt::format("write {}", base::number_text(*value / 100)) : "";
        }
        const std::string dotted = base::replaced(written, ',', ".");
        return dotted != written && base::parse_number(dotted) ? fmt::format("write {}", dotted) : "";
    }

    std::optional<double> rest_as_number() {
        std::string_view rest = text_.substr(at_);
        while (rest.ends_with(' ') || rest.ends_with('\t')) rest.remove_suffix(1);
        const auto value = base::parse_number(rest);
        // A gate against NaN or infinity could never say yes, or never no.
        if (!value || !(*value > -1e308 && *value < 1e308)) return std::nullopt;
        return value;
    }

    void skip_spaces() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }

    std::optional<GateFault> fault(std::size_t offset, std::string message, std::string hint = {}) const {
        return GateFault{offset, std::move(message), std::move(hint)};
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<GateFault> parse_gate(std::string_view text, Gate& gate) {
    gate.text = std::string(text);
    return GateParser(text).parse(gate);
}

std::optional<Gate> read_gate(const Reader& reader, const Yaml& node) {
    const auto text = reader.full_text(node, "gates");
    if (!text) return std::nullopt;
    Gate gate;
    gate.place = node.begin();
    const auto fault = parse_gate(*text, gate);
    if (!fault) return gate;
    // With a ${…} resolved in it, columns of the text say nothing about the file.
    const bool as_written = *text == node.text();
    const Position place = as_written
                               ? reader.source().place_in(node, base::character_count(text->substr(0, fault->offset)))
                               : node.begin();
    reader.error(
        codes::gate_syntax, place, fmt::format("gate '{}': {}", base::printable(*text), fault->message),
        fault->hint.empty() ? "for example evaluate.auc >= 0.80, or evaluate.auc >= champion - 0.01" : fault->hint);
    return std::nullopt;
}

}  // namespace mlp::config
