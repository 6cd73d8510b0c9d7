#include "core/data/remote/presence.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <string>

#include "core/base/error.hpp"

using namespace mlp;
using data::BlobName;
using data::Presence;

namespace {

BlobName blob(int number) { return {base::md5(std::to_string(number))}; }

std::vector<BlobName> blobs(int count) {
    std::vector<BlobName> names;
    for (int number = 0; number < count; ++number) names.push_back(blob(number));
    return names;
}

/// Keeps sizes alone, and counts what it is asked.
class Counting final : public data::BlobRemote {
public:
    enum class Lists { no, yes, forbidden };
    explicit Counting(Lists lists) : lists_(lists) {}

    std::map<BlobName, std::uint64_t> sizes;
    int others = 0;  ///< blobs in each folder that nobody asks for
    std::atomic<int> asked = 0;
    std::atomic<int> listed = 0;

    std::string address() const override { return "counting"; }
    std::optional<std::uint64_t> size_of(const BlobName& name) override {
        ++asked;
        const auto found = sizes.find(name);
        return found == sizes.end() ? std::nullopt : std::optional(found->second);
    }
    bool list_beside(const BlobName& name, const Visit& visit) override {
        if (lists_ == Lists::no) return false;
        ++listed;
        if (lists_ == Lists::forbidden) throw Error(Kind::remote, "no right to list");
        for (const auto& [one, size] : sizes) {
            if (data::blob_folder(one) == data::blob_folder(name)) visit(one, size);
        }
        for (int other = 0; other < others; ++other) visit(blob(-1), 1);
        return true;
    }
    void get(const BlobName&, std::uint64_t, const Sink&) override {}
    void put(const BlobName&, const std::filesystem::path&, const Moved&) override {}
    void remove(const std::vector<BlobName>&) override {}
    void list(const Visit&) override {}

private:
    Lists lists_;
};

using Lists = Counting::Lists;

/// Every second blob is there, in the size of its number.
void fill(Counting& remote, int count) {
    for (int number = 0; number < count; number += 2) remote.sizes.emplace(blob(number), number);
}

void check_sizes(Counting& remote, int count) {
    const Presence presence(remote, blobs(count), 4);
    for (int number = 0; number < count; ++number) {
        CAPTURE(number);
        const auto size = presence.size_of(blob(number));
        REQUIRE(size.has_value() == (number % 2 == 0));
        if (size) REQUIRE(*size == static_cast<std::uint64_t>(number));
    }
}

}  // namespace

TEST_CASE("many blobs are looked up in lists of their folders") {
    Counting remote(Lists::yes);
    fill(remote, 5000);
    check_sizes(remote, 5000);
    CHECK(remote.listed == 256);
    CHECK(remote.asked == 0);
}

TEST_CASE("few blobs are asked for one by one") {
    Counting remote(Lists::yes);
    fill(remote, 5000);
    check_sizes(remote, 20);
    CHECK(remote.listed == 0);
    CHECK(remote.asked == 20);
}

TEST_CASE("a full remote is not listed for a few of its blobs") {
    Counting remote(Lists::yes);
    fill(remote, 400);
    remote.others = 2'500;     // three requests to list a folder
    check_sizes(remote, 400);  // one or two in most folders
    CHECK(remote.listed < 60);
    CHECK(remote.asked > 300);
}

TEST_CASE("a remote that cannot or may not be listed is asked") {
    for (const Lists lists : {Lists::no, Lists::forbidden}) {
        Counting remote(lists);
        fill(remote, 500);
        check_sizes(remote, 500);
        CHECK(remote.asked == 500);
        CHECK(remote.listed <= 1);
    }
}
