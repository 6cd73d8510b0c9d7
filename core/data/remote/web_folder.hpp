// A folder of a web server, to read from: requests with credentials, redirections followed, failures tried again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/env.hpp"
#include "core/base/http.hpp"
#include "core/base/patience.hpp"
#include "core/base/url.hpp"
#include "core/data/remote/remote.hpp"

namespace mlp::data {

/// Thread-safe. Names are what follows the folder in an address, escaped as there.
class WebFolder {
public:
    /// Settings as of open_http. A wrong one: Error{invalid}.
    WebFolder(const RemoteSettings& settings, const base::Env& env, base::PatienceRules rules = {});

    /// For messages: without what opens the door.
    std::string address() const { return url_.origin() + folder_; }
    /// The last answer, whatever its status, once it is none that asks to come again.
    base::HttpResponse ask(const std::string& name, const std::string& method);
    void get(const std::string& name, std::uint64_t offset, const std::function<void(std::string_view bytes)>& sink);
    /// What an answer that is no success means; 404 is Error{missing}.
    Error refusal(const std::string& name, const base::HttpResponse& answer) const;

private:
    base::HttpResponse send(const std::string& name, base::HttpRequest&& request);

    const base::Url url_;
    const std::string folder_;
    const std::optional<std::pair<std::string, std::string>> opener_;
    base::HttpClient http_;
    base::Patience patience_;
};

}  // namespace mlp::data
