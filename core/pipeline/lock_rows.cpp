#include "core/pipeline/lock_rows.hpp"

#include <algorithm>

#include "core/base/io.hpp"

namespace mlp::pipeline {

namespace {

constexpr std::string_view id_file = ".mlp/workspace";

bool is_id(const std::string& text) {
    return text.size() == 32 && std::all_of(text.begin(), text.end(),
                                            [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string find_workspace_id(const std::filesystem::path& root) {
    constexpr std::uint64_t limit = 4096;
    auto text = base::read_file_if_exists(root / id_file, limit).value_or("");
    if (text.ends_with('\n')) text.pop_back();
    return is_id(text) ? text : "";
}

std::string workspace_id(const std::filesystem::path& root, const base::Env& env) {
    std::string id = find_workspace_id(root);
    if (!id.empty()) return id;
    id = base::new_id(env);
    base::replace_file(root / id_file, id + "\n");
    return id;
}

void put_lock_row(base::Db& db, const std::string& workspace, const Digest& base, const std::string& stage,
                  const LockedStage& entry, base::Millis time) {
    Lock one;
    one.stages.emplace(stage, entry);
    db.cached("INSERT OR REPLACE INTO lock_row (workspace, stage, base, entry, time) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(workspace, stage, base ? base.to_string() : std::string(), lock_text(one), time)
        .run();
}

bool apply_lock_rows(base::Db& db, const std::string& workspace, const config::Project& project, Locks& locks) {
    base::Statement& rows = db.cached("SELECT stage, base, entry FROM lock_row WHERE workspace = ?1 ORDER BY stage");
    rows.bind(workspace);
    bool any = false;
    while (const auto row = rows.step()) {
        const config::Stage* stage = project.find_stage(row->get<std::string>(0));
        const Digest base = locks.digest_of(stage == nullptr ? std::string(lock_file) : lock_path(*stage));
        if (row->get<std::string>(1) != (base ? base.to_string() : std::string())) continue;
        Lock one = parse_lock(row->get<std::string>(2), "store.db: lock_row", LockPaths::any);
        for (auto& [address, entry] : one.stages) {
            locks.settled.insert(address);
            locks.lock.stages.insert_or_assign(address, std::move(entry));
        }
        any = true;
    }
    rows.reset();
    return any;
}

void clear_lock_rows(base::Db& db, const std::string& workspace) {
    db.cached("DELETE FROM lock_row WHERE workspace = ?1").bind(workspace).run();
}

}  // namespace mlp::pipeline
