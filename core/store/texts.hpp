// Every text that a store keeps, for whoever must know what is named in it.
#pragma once

#include <functional>
#include <string_view>

#include "core/base/sqlite.hpp"

namespace mlp::store {

/// Calls `visit` with the table and each text of its columns in which `part` occurs. All tables but those whose rows may be
/// deleted at any time: earlier results of stages. Streams; nothing is held.
void for_each_text(base::Db& db, std::string_view part,
                   const std::function<void(std::string_view table, std::string_view text)>& visit);

}  // namespace mlp::store
