// Moves blobs between folders laid out as DVC's cache and a remote, for the tests against real servers:
//   mlp_remote_driver URL [KEY=VALUE…] push FOLDER | pull FOLDER | list | remove | text NAME | texts FOLDER |
//   put-text NAME TEXT
// push and pull take every blob there is; list prints them. Exit 1 when a blob failed, each with its kind on a line.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "core/base/error.hpp"
#include "core/data/remote/folder.hpp"
#include "core/data/remote/transfer.hpp"

using namespace mlp;
using data::BlobName;

namespace {

std::vector<BlobName> names_in(data::BlobRemote& remote) {
    std::vector<BlobName> names;
    remote.list([&](const BlobName& name, std::uint64_t) { names.push_back(name); });
    std::sort(names.begin(), names.end());
    return names;
}

int report(const data::Transferred& result) {
    fmt::print("moved {} present {} failed {}\n", result.moved, result.present, result.failed.size());
    for (const auto& [name, error] : result.failed) {
        fmt::print("{}: {}: {} ({})\n", row_of(error.kind()).name, data::to_string(name), error.message(),
                   error.hint_text());
    }
    return result.failed.empty() ? 0 : 1;
}

int run(const std::vector<std::string>& words) {
    data::RemoteSettings settings{.name = "test", .url = words.at(0)};
    std::size_t at = 1;
    for (; words.at(at).find('=') != std::string::npos; ++at) {
        const auto equals = words[at].find('=');
        settings.options[words[at].substr(0, equals)] = words[at].substr(equals + 1);
    }
    const auto remote = data::open_remote(settings, "/", base::Env::of_process());
    const std::string& verb = words.at(at);
    const auto space = [&] {
        const std::filesystem::path folder = std::filesystem::absolute(words.at(at + 1));
        return data::BlobSpace{folder, {}, [folder](const BlobName& name) { return folder / data::blob_key(name); }};
    };
    if (verb == "push") {
        data::FolderRemote here(words.at(at + 1));
        return report(push_blobs(*remote, names_in(here), space()));
    }
    if (verb == "pull") return report(fetch_blobs(*remote, names_in(*remote), space()));
    if (verb == "list") {
        for (const BlobName& name : names_in(*remote)) fmt::print("{}\n", data::blob_key(name));
    } else if (verb == "remove") {
        remove_blobs(*remote, names_in(*remote));
    } else if (verb == "text") {
        fmt::print("{}\n", remote->texts()->find_text(words.at(at + 1)).value_or("(none)"));
    } else if (verb == "texts") {
        for (const std::string& name : remote->texts()->list_texts(words.at(at + 1))) fmt::print("{}\n", name);
    } else if (verb == "put-text") {
        remote->texts()->put_text(words.at(at + 1), words.at(at + 2));
    } else {
        throw Error(Kind::usage, "unknown verb");
    }
    return 0;
}

}  // namespace

int main(int count, char** words) {
    try {
        return run({words + 1, words + count});
    } catch (const Error& error) {
        fmt::print(stderr, "{}: {} at {} ({})\n", row_of(error.kind()).name, error.message(), error.place(),
                   error.hint_text());
        return row_of(error.kind()).exit_code;
    } catch (const std::exception& error) {
        fmt::print(stderr, "usage: {}\n", error.what());
        return 2;
    }
}
