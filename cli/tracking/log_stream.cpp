#include "cli/tracking/log_stream.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <memory>

#include "cli/tracking/artifacts.hpp"
#include "core/base/error.hpp"

namespace mlp::cli {
namespace {

constexpr std::size_t block_size = 1 << 18;
constexpr std::size_t longest_line = 16 << 20;

std::size_t read_block(int fd, std::array<char, block_size>& block, const std::string& source) {
    while (true) {
        const ssize_t count = ::read(fd, block.data(), block.size());
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) throw system_error("read", source, errno);
    }
}

/// The lines of a group as one batch. A param that comes again with the same value is one param; with another value the
/// store would refuse the group, and the line is found by the second try (see keep).
void add(tracking::Batch& batch, const tracking::Batch& line, std::map<std::string, std::string>& params) {
    batch.metrics.insert(batch.metrics.end(), line.metrics.begin(), line.metrics.end());
    batch.tags.insert(batch.tags.end(), line.tags.begin(), line.tags.end());
    for (const tracking::Param& param : line.params) {
        const auto [known, fresh] = params.try_emplace(param.key, param.value);
        if (fresh || known->second != param.value) batch.params.push_back(param);
    }
}

}  // namespace

void LogStream::fail(Error error, std::uint64_t number) const {
    error.at(fmt::format("{}:{}", to_.source, number));
    if (to_.atomic) {
        error.during(fmt::format("logging to run {}; nothing of the input is kept", to_.run_id));
    } else if (kept_ > 0) {
        error.during(fmt::format("logging to run {}; {} before it {} kept", to_.run_id,
                                 kept_ == 1 ? "the line" : fmt::format("{} lines", kept_), kept_ == 1 ? "is" : "are"));
    }
    throw std::move(error);
}

/// Cuts whole lines off `pending` and parses them. At a bad line those before it are kept first.
void LogStream::take_lines(std::string& pending, bool at_end, std::vector<Numbered>& lines) {
    std::size_t begin = 0;
    while (begin < pending.size()) {
        std::size_t end = pending.find('\n', begin);
        if (end == std::string::npos && !at_end) break;
        end = std::min(end, pending.size());
        const std::string_view line = std::string_view(pending).substr(begin, end - begin);
        begin = end + 1;
        ++read_;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        try {
            lines.push_back({read_, tracking::parse_log_line(line, to_.env.now(), to_.step)});
        } catch (const Error& error) {
            keep(lines);
            kept_ = read_ - 1;
            fail(error, read_);
        }
    }
    pending.erase(0, std::min(begin, pending.size()));
    if (pending.size() > longest_line) {
        keep(lines);
        kept_ = read_;
        fail(Error(Kind::invalid, fmt::format("a line of more than {} bytes", longest_line)), read_ + 1);
    }
}

void LogStream::keep(const std::vector<Numbered>& lines) {
    if (lines.empty()) return;
    if (lines.size() > 1) {
        try {
            keep_together(lines);
            return;
        } catch (const Error& error) {
            // One of them is refused: which one shows when they come one by one. Anything else than that is not theirs.
            if (error.kind() != Kind::invalid && error.kind() != Kind::conflict && error.kind() != Kind::missing) throw;
        }
    }
    for (const Numbered& line : lines) {
        try {
            keep_together({line});
            kept_ = line.number;
        } catch (const Error& error) {
            fail(error, line.number);
        }
    }
}

void LogStream::keep_together(const std::vector<Numbered>& lines) {
    tracking::Batch batch;
    std::map<std::string, std::string> params;
    std::vector<tracking::FileToLog> files;
    for (const Numbered& line : lines) {
        add(batch, line.line.batch, params);
        files.insert(files.end(), line.line.files.begin(), line.line.files.end());
    }
    batch.artifacts = store_files(to_.objects, files, to_.env.working_directory);
    to_.tracking.log(to_.run_id, batch);
    metrics_ += batch.metrics.size();
    params_ += batch.params.size();
    tags_ += batch.tags.size();
    artifacts_ += batch.artifacts.size();
}

void LogStream::read(int fd, const std::function<void(std::uint64_t)>& kept) {
    auto block = std::make_unique<std::array<char, block_size>>();
    std::string pending;
    while (true) {
        const std::size_t count = read_block(fd, *block, to_.source);
        pending.append(block->data(), count);
        std::vector<Numbered> lines;
        take_lines(pending, count == 0, lines);
        const std::uint64_t before = kept_;
        keep(lines);
        kept_ = read_;
        if (kept_ != before) kept(kept_);
        if (count == 0) return;
    }
}

}  // namespace mlp::cli
