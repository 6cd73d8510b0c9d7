// Tags that MLflow gives a meaning, kept under its names.
#pragma once

#include <string_view>

namespace mlp::tracking {

inline constexpr std::string_view tag_run_name = "mlflow.runName";    ///< equal to the run's name, both ways
inline constexpr std::string_view tag_parent = "mlflow.parentRunId";  ///< equal to RunInfo::parent_id, both ways
inline constexpr std::string_view tag_user = "mlflow.user";
inline constexpr std::string_view tag_note = "mlflow.note.content";  ///< Markdown
inline constexpr std::string_view tag_source_name = "mlflow.source.name";
inline constexpr std::string_view tag_source_type = "mlflow.source.type";  ///< LOCAL, JOB, PROJECT …
inline constexpr std::string_view tag_commit = "mlflow.source.git.commit";

}  // namespace mlp::tracking
