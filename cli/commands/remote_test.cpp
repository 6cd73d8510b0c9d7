// mlp remote test
#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "cli/command.hpp"
#include "cli/output/text.hpp"
#include "cli/settings/remotes.hpp"
#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/base/temporary.hpp"
#include "core/base/text.hpp"
#include "core/base/url.hpp"
#include "core/data/remote/transfer.hpp"

namespace mlp::cli {

namespace {

struct RemoteTest {
    std::optional<std::string> name;
    bool read_only = false;
};

/// Puts a small blob there, reads it back, and takes it away again.
void try_writing(Invocation& call, data::BlobRemote& remote) {
    const base::TemporaryFolder folder(base::system_temporaries(), "mlp-remote-test");
    const std::string content = fmt::format("mlp remote test {}\n", base::new_id(call.env()));
    base::replace_file(folder.path() / "sent", content);
    const data::BlobName name{base::md5(content)};
    remote.put(name, folder.path() / "sent");
    data::fetch_file(remote, name, folder.path() / "got");
    remote.remove({name});
}

Report test(Invocation& call, const RemoteTest& ask) {
    const data::RemoteSettings settings = chosen_remote(call, ask.name);
    const auto remote = data::open_remote(settings, call.root(), call.env());
    const bool read_only = ask.read_only || settings.url.starts_with("http://") || settings.url.starts_with("https://");
    const auto begun = std::chrono::steady_clock::now();
    remote->reach();
    if (!read_only) try_writing(call, *remote);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);

    base::Json json = document("mlp.remote.test/1");
    json["name"] = settings.name;
    json["url"] = base::public_url(settings.url);
    json["readable"] = true;
    json["writable"] = read_only ? base::Json() : base::Json(true);
    json["took_ms"] = took.count();
    return {
        .document = json, .text = [json, took](Text& text) {
            text.add(Label::ok, "ok ").add(Label::strong, json["name"].get<std::string>()).add(" ");
            text.add(Label::path, json["url"].get<std::string>());
            text.line(fmt::format(": {} in {}", json["writable"].is_null() ? "can be read" : "can be read and written",
                                  base::duration_text(took)));
        }};
}

}  // namespace

Command remote_test_command() {
    auto ask = std::make_shared<RemoteTest>();
    return {.arguments = {{"name", "Remote to try; the default one without it", &ask->name},
                          {"--read-only", "Do not try to write", &ask->read_only}},
            .run = [ask](Invocation& call) { return test(call, *ask); }};
}

}  // namespace mlp::cli
