#include "core/data/remote/http_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"

namespace mlp::data {

namespace {

std::optional<std::chrono::milliseconds> seconds_of(const RemoteSettings& settings, std::string_view key) {
    const auto text = settings.option(key);
    if (!text) return std::nullopt;
    const auto number = base::parse_number(*text);
    if (!number || !(*number > 0) || *number > 86'400) {
        throw Error(Kind::invalid, fmt::format("'{}' of the remote is '{}'; expected seconds, more than 0", key,
                                               base::printable(*text)));
    }
    return std::chrono::milliseconds(std::llround(*number * 1000));
}

}  // namespace

base::HttpOptions http_options(const RemoteSettings& settings, const base::Env& env) {
    base::HttpOptions options;
    if (const auto wait = seconds_of(settings, "connect_timeout")) options.connect_timeout = *wait;
    if (const auto wait = seconds_of(settings, "read_timeout")) {
        options.stall_timeout = std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(*wait));
    }
    for (const std::string_view variable : {"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE"}) {
        if (const auto file = env.variable(variable)) options.certificates = *file;
    }
    const std::string verify = settings.option("ssl_verify").value_or("true");
    const std::string word = base::lower(verify);
    if (word == "false") {
        options.verify = false;
    } else if (word != "true") {
        if (verify.find_first_of("/.") == std::string::npos) {
            throw Error(Kind::invalid, fmt::format("'ssl_verify' of remote '{}' is '{}'; true, false or a file of "
                                                   "authorities (with a '/' or a '.') is expected",
                                                   settings.name, base::printable(verify)));
        }
        options.certificates = verify;
    }
    return options;
}

}  // namespace mlp::data
