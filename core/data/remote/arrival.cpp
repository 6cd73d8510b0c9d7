#include "core/data/remote/arrival.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error.hpp"
#include "core/base/io.hpp"

namespace mlp::data {

bool arrives(const std::filesystem::path& to, base::Algorithm algorithm,
             const std::function<void(const std::function<void(std::string_view bytes)>& sink)>& get,
             const std::function<void(std::uint64_t bytes)>& moved,
             const std::function<bool(const base::HashedFile&)>& is_right) {
    constexpr int attempts = 2;
    const base::Fd file(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!file) throw system_error("write", to.string(), errno);
    try {
        for (int attempt = 0; attempt < attempts; ++attempt) {
            if (::ftruncate(file.get(), 0) != 0 || ::lseek(file.get(), 0, SEEK_SET) < 0)
                throw system_error("write", to.string(), errno);
            base::Hasher hasher(algorithm);
            base::HashedFile arrived;
            get([&](std::string_view bytes) {
                base::write_all(file.get(), bytes, to);
                hasher.update(bytes);
                arrived.size += bytes.size();
                if (moved) moved(bytes.size());
            });
            // DVC 2's hash depends on how the bytes are cut.
            const bool again = algorithm == base::Algorithm::md5_text;
            arrived.digest = again ? base::hash_file(to, algorithm).digest : hasher.finish();
            if (is_right(arrived)) return true;
        }
    } catch (...) {
        ::unlink(to.c_str());
        throw;
    }
    ::unlink(to.c_str());
    return false;
}

}  // namespace mlp::data
