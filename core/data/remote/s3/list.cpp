#include "core/data/remote/s3/list.hpp"

#include <charconv>

#include "core/base/error.hpp"
#include "core/base/url.hpp"

namespace mlp::data::s3 {

void list_objects(Client& client, const std::string& prefix, const std::function<void(const ListedObject&)>& visit) {
    std::string token;
    while (true) {
        Request request{.query = {{"list-type", "2"}, {"encoding-type", "url"}}};
        if (!prefix.empty()) request.query.emplace_back("prefix", prefix);
        if (!token.empty()) request.query.emplace_back("continuation-token", token);
        const base::XmlElement page = client.ask(request);
        const bool encoded = page.get("EncodingType") == "url";
        for (const base::XmlElement& one : page.children) {
            if (one.name != "Contents") continue;
            ListedObject object{.key = one.get("Key").value_or(""), .tag = one.get("ETag").value_or(""), .time = one.get("LastModified").value_or("")};
            if (encoded) object.key = base::url_decode(object.key);
            if (!object.key.starts_with(prefix)) continue;
            const std::string size = one.get("Size").value_or("");
            std::from_chars(size.data(), size.data() + size.size(), object.size);
            visit(object);
        }
        const std::string next = page.get("NextContinuationToken").value_or("");
        if (page.get("IsTruncated") != "true" || next.empty()) return;
        if (next == token)
            throw Error(Kind::remote, "the server lists the same page again and again").at(client.url());
        token = next;
    }
}

}  // namespace mlp::data::s3
