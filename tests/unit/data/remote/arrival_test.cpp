// Files over a line that makes other bytes of those that were sent: asked for once more, then told, and nothing left.
#include "core/data/remote/arrival.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/base/io.hpp"
#include "core/data/remote/outside.hpp"
#include "core/data/remote/transfer.hpp"

using namespace mlp;
using data::OutsideFile;
namespace fs = std::filesystem;

namespace {

/// Sends "content", and something else the first `spoilt` times.
struct Line final : data::Outside {
    explicit Line(int times) : spoilt(times) {}
    int spoilt;
    int asked = 0;
    bool is_opaque = false;
    std::string instead = "c0ntent";

    std::vector<OutsideFile> look() override { return {}; }
    void get(const OutsideFile&, const std::function<void(std::string_view)>& sink) override {
        sink(asked++ < spoilt ? instead : "content");
    }
    bool vouches_for_md5(const OutsideFile&) override { return !is_opaque; }
    std::string address_of(const OutsideFile& file) const override { return "s3://b/" + file.way; }
    std::string_view tag_name() const override { return "etag"; }
};

const OutsideFile tagged{"f", 7, "tag", base::md5("content")};

/// The kind of what was thrown; nothing: all is well.
std::optional<Kind> kind_of(Line& line, const OutsideFile& file, const fs::path& to) {
    try {
        fetch_outside(line, file, to);
    } catch (const Error& error) {
        CHECK(error.place() == "s3://b/f");
        CHECK_FALSE(fs::exists(to));
        return error.kind();
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("arrival: what the line spoilt once is asked for again, what it spoils always is not kept") {
    const base::TemporaryFolder folder(fs::temp_directory_path(), "mlp-arrival");
    const fs::path to = folder.path() / "f";
    Line once(1);
    CHECK_FALSE(kind_of(once, tagged, to));
    CHECK(base::read_file(to) == "content");
    CHECK(once.asked == 2);
    fs::remove(to);
    Line always(9);
    CHECK(kind_of(always, tagged, to) == Kind::damaged);
    CHECK(always.asked == 2);
    Line cut(9);
    cut.instead = "cont";
    CHECK(kind_of(cut, tagged, to) == Kind::remote);
}

TEST_CASE("arrival: a longer first attempt leaves nothing behind") {
    const base::TemporaryFolder folder(fs::temp_directory_path(), "mlp-arrival");
    Line line(1);
    line.instead = "much more than was asked for";
    CHECK_FALSE(kind_of(line, tagged, folder.path() / "f"));
    CHECK(base::read_file(folder.path() / "f") == "content");
}

TEST_CASE("arrival: a tag that is no MD5 checks nothing but the size") {
    const base::TemporaryFolder folder(fs::temp_directory_path(), "mlp-arrival");
    Line kms(9);
    kms.is_opaque = true;
    CHECK_FALSE(kind_of(kms, tagged, folder.path() / "kms"));
    CHECK(kms.asked == 1);
    Line parts(9);
    CHECK_FALSE(kind_of(parts, {"f", 7, "tag-2", {}}, folder.path() / "parts"));
    CHECK(parts.asked == 1);
}
