#include "core/lineage/event.hpp"

#include <fmt/format.h>

#include "core/base/ascii.hpp"

namespace mlp::lineage {

using base::Json;

namespace {

constexpr std::string_view event_schema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

/// Facets say who made them and by which schema they are to be read.
class FacetMaker {
public:
    explicit FacetMaker(std::string_view version) : producer_(fmt::format("urn:mlp:{}", version)) {}

    const std::string& producer() const { return producer_; }

    /// @param schema  "1-0-1/OwnershipJobFacet"
    Json facet(std::string_view schema, Json content) const {
        const auto name = schema.substr(schema.find('/') + 1);
        Json made = {
            {"_producer", producer_},
            {"_schemaURL", fmt::format("https://openlineage.io/spec/facets/{}.json#/$defs/{}", schema, name)}};
        made.update(content);
        return made;
    }

private:
    std::string producer_;
};

bool is_hex(char c) { return base::is_digit(c) || (c >= 'a' && c <= 'f'); }

std::string_view type_name(EventType type) {
    switch (type) {
        case EventType::start:
            return "START";
        case EventType::complete:
            return "COMPLETE";
        case EventType::fail:
            return "FAIL";
        case EventType::abort:
            return "ABORT";
    }
    return "";
}

Json owners(const std::string& owner) { return {{"owners", Json::array({{{"name", owner}}})}}; }

Json fields_json(const std::vector<Field>& fields) {
    Json list = Json::array();
    for (const Field& field : fields) {
        Json one = {{"name", field.name}};
        if (!field.type.empty()) one["type"] = field.type;
        list.push_back(std::move(one));
    }
    return {{"fields", std::move(list)}};
}

Json dataset_json(const Dataset& dataset, const FacetMaker& make) {
    Json facets = {
        {"dataSource",
         make.facet("1-0-1/DatasourceDatasetFacet",
                    {{"name", dataset.id.space}, {"uri", dataset.id.space == "file" ? "file:///" : dataset.id.space}})}};
    const auto add = [&](const char* key, std::string_view schema, Json content) {
        facets[key] = make.facet(schema, std::move(content));
    };
    if (!dataset.version.empty())
        add("version", "1-0-1/DatasetVersionDatasetFacet", {{"datasetVersion", dataset.version}});
    if (!dataset.fields.empty()) add("schema", "1-2-0/SchemaDatasetFacet", fields_json(dataset.fields));
    if (!dataset.owner.empty()) add("ownership", "1-0-1/OwnershipDatasetFacet", owners(dataset.owner));
    if (!dataset.description.empty())
        add("documentation", "1-1-0/DocumentationDatasetFacet", {{"description", dataset.description}});
    return {{"namespace", dataset.id.space}, {"name", dataset.id.name}, {"facets", std::move(facets)}};
}

Json input_json(const Dataset& dataset, const FacetMaker& make) {
    Json made = dataset_json(dataset, make);
    made["inputFacets"] = Json::object();
    return made;
}

Json output_json(const Dataset& dataset, const FacetMaker& make) {
    Json made = dataset_json(dataset, make);
    Json facets = Json::object();
    if (dataset.size_bytes) {
        Json statistics = {{"size", *dataset.size_bytes}};
        if (dataset.files) statistics["fileCount"] = *dataset.files;
        facets["outputStatistics"] = make.facet("1-0-2/OutputStatisticsOutputDatasetFacet", std::move(statistics));
    }
    made["outputFacets"] = std::move(facets);
    return made;
}

Json code_json(const CodeLocation& code) {
    Json made = {{"type", "git"}, {"url", code.repository}, {"repoUrl", code.repository}, {"path", code.path}};
    if (!code.commit.empty()) made["version"] = code.commit;
    if (!code.branch.empty()) made["branch"] = code.branch;
    return made;
}

Json job_json(const Job& job, const FacetMaker& make) {
    Json facets = {{"jobType", make.facet("2-0-4/JobTypeJobFacet",
                                          {{"processingType", "BATCH"}, {"integration", "MLP"}, {"jobType", job.type}})}};
    if (job.code)
        facets["sourceCodeLocation"] = make.facet("1-1-0/SourceCodeLocationJobFacet", code_json(*job.code));
    if (!job.description.empty())
        facets["documentation"] = make.facet("1-1-0/DocumentationJobFacet", {{"description", job.description}});
    if (!job.owner.empty()) facets["ownership"] = make.facet("1-0-1/OwnershipJobFacet", owners(job.owner));
    return {{"namespace", job.id.space}, {"name", job.id.name}, {"facets", std::move(facets)}};
}

Json run_json(const Event& event, const FacetMaker& make, std::string_view version) {
    Json facets = {{"processing_engine",
                    make.facet("1-1-1/ProcessingEngineRunFacet", {{"version", version}, {"name", "mlp"}})}};
    if (event.parent) {
        const JobId& job = event.parent->job;
        facets["parent"] =
            make.facet("1-2-0/ParentRunFacet", {{"run", {{"runId", event.parent->run_id}}},
                                                {"job", {{"namespace", job.space}, {"name", job.name}}}});
    }
    if (!event.failure.empty()) {
        facets["errorMessage"] = make.facet("1-0-1/ErrorMessageRunFacet",
                                            {{"message", event.failure}, {"programmingLanguage", "shell"}});
    }
    return {{"runId", event.run_id}, {"facets", std::move(facets)}};
}

}  // namespace

Json event_json(const Event& event, std::string_view version) {
    const FacetMaker make(version);
    Json inputs = Json::array();
    for (const Dataset& dataset : event.inputs) inputs.push_back(input_json(dataset, make));
    Json outputs = Json::array();
    for (const Dataset& dataset : event.outputs) outputs.push_back(output_json(dataset, make));
    return {{"eventType", type_name(event.type)},
            {"eventTime", base::iso_time(event.time)},
            {"run", run_json(event, make, version)},
            {"job", job_json(event.job, make)},
            {"inputs", std::move(inputs)},
            {"outputs", std::move(outputs)},
            {"producer", make.producer()},
            {"schemaURL", event_schema}};
}

std::string uuid_text(std::string_view digits) {
    return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                       digits.substr(16, 4), digits.substr(20));
}

std::optional<RunRef> parse_parent(std::string_view text) {
    constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
    const auto last = text.rfind('/');
    if (last == std::string_view::npos || last == 0) return std::nullopt;
    const auto middle = text.rfind('/', last - 1);
    if (middle == std::string_view::npos || middle == 0 || middle + 1 == last) return std::nullopt;
    const std::string id = base::lower(text.substr(last + 1));
    if (id.size() != form.size()) return std::nullopt;
    for (std::size_t at = 0; at < form.size(); ++at) {
        const bool fits = form[at] == '-' ? id[at] == '-' : is_hex(id[at]);
        if (!fits) return std::nullopt;
    }
    return RunRef{
        .job = {.space = std::string(text.substr(0, middle)), .name = std::string(text.substr(middle + 1, last - middle - 1))},
        .run_id = id};
}

}  // namespace mlp::lineage
