// The names in each section's table of keys, for the test that compares them with the JSON Schema.
#pragma once

#include <string_view>
#include <vector>

namespace mlp::config {

std::vector<std::string_view> project_key_names();
std::vector<std::string_view> dvc_yaml_key_names();
std::vector<std::string_view> dvc_stage_key_names();
std::vector<std::string_view> dvc_plot_key_names();
std::vector<std::string_view> artifact_key_names();
std::vector<std::string_view> data_file_key_names();
std::vector<std::string_view> data_out_key_names();
std::vector<std::string_view> data_source_key_names();
std::vector<std::string_view> data_repository_key_names();
std::vector<std::string_view> data_database_key_names();
std::vector<std::string_view> stage_key_names();
std::vector<std::string_view> group_key_names();
std::vector<std::string_view> resource_key_names();
std::vector<std::string_view> retry_key_names();
std::vector<std::string_view> output_key_names();
std::vector<std::string_view> plot_key_names();
std::vector<std::string_view> model_key_names();
std::vector<std::string_view> environment_key_names();
std::vector<std::string_view> dataset_key_names();
std::vector<std::string_view> test_key_names();

}  // namespace mlp::config
