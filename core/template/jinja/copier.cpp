// What copier adds to the names that every template sees (its filters are ansible.cpp's, `yield` is a statement).
#include "core/template/jinja/interpreter.hpp"
#include "core/template/jinja/native.hpp"
#include "core/template/jinja/operations.hpp"

namespace mlp::tmpl::jinja {

namespace {

/// str(PurePosixPath(*parts)): an absolute part begins anew, empty parts and "." vanish.
Value pathjoin(Interpreter&, const Bound& arguments) {
    for (const auto& [name, value] : arguments.named) {
        if (name != "mode") fail("pathjoin() has no parameter '" + name + "'");
        if (str(value) != "posix" && str(value) != "native") fail("pathjoin() knows the modes posix and native only");
    }
    std::string path;
    for (const auto& part : arguments.rest) {
        if (!part.is_text()) fail("pathjoin() joins texts");
        std::string_view rest = part.text();
        if (rest.starts_with('/')) path = "/";
        while (!rest.empty()) {
            const auto slash = rest.find('/');
            const auto name = rest.substr(0, slash);
            rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
            if (name.empty() || name == ".") continue;
            if (!path.empty() && !path.ends_with('/')) path += '/';
            path += name;
        }
    }
    return path.empty() ? Value(".") : Value(path);
}

constexpr Native copier_table[] = {{"pathjoin", "*path **named", pathjoin}};

}  // namespace

std::span<const Native> copier_functions() { return copier_table; }

}  // namespace mlp::tmpl::jinja
