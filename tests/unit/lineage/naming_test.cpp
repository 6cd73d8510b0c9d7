#include "core/lineage/naming.hpp"

#include <doctest/doctest.h>

#include "core/lineage/destination.hpp"

using namespace mlp::lineage;

TEST_CASE("files are named by their absolute path, keys by their bucket, the rest by host and path") {
    const auto id = [](const char* path) { return dataset_id(path, "/home/ada/churn"); };
    CHECK(id("data/raw.csv") == DatasetId{"file", "/home/ada/churn/data/raw.csv"});
    CHECK(id("../shared/./x") == DatasetId{"file", "/home/ada/shared/x"});
    CHECK(id("/data/raw.csv") == DatasetId{"file", "/data/raw.csv"});
    CHECK(id("file:///data/raw.csv") == DatasetId{"file", "/data/raw.csv"});
    CHECK(id("s3://lake/raw/2026.csv") == DatasetId{"s3://lake", "raw/2026.csv"});
    CHECK(id("S3A://lake/raw") == DatasetId{"s3://lake", "raw"});
    CHECK(id("s3://lake") == DatasetId{"s3://lake", ""});
    CHECK(id("gs://lake/a?b") == DatasetId{"gs://lake", "a?b"});
    CHECK(id("hdfs://name:8020/raw") == DatasetId{"hdfs://name:8020", "/raw"});
    CHECK(id("ssh://ada@store:22/raw") == DatasetId{"file://store:22", "/raw"});
    CHECK(id("abfss://box@account.dfs.core.windows.net/raw") ==
          DatasetId{"abfss://box@account.dfs.core.windows.net", "/raw"});
    CHECK(id("remote://store/raw") == DatasetId{"remote://store", "/raw"});
}

TEST_CASE("what opens the door is no part of a name") {
    const DatasetId id = dataset_id("https://ada:secret@example.org/raw.csv?token=secret#top", "/");
    CHECK(id == DatasetId{"https://example.org", "/raw.csv"});
    CHECK(id.uri() == "https://example.org/raw.csv");
    CHECK(dataset_id("https://example.org?token=secret", "/") == DatasetId{"https://example.org", "/"});
}

TEST_CASE("an address that does not name the endpoint gets it") {
    CHECK(lineage_address("http://marquez:5000") == "http://marquez:5000/api/v1/lineage");
    CHECK(lineage_address("http://marquez:5000//") == "http://marquez:5000/api/v1/lineage");
    CHECK(lineage_address("http://hub/openapi/openlineage/") == "http://hub/openapi/openlineage/api/v1/lineage");
    CHECK(lineage_address("http://hub/api/v1/lineage?team=ml") == "http://hub/api/v1/lineage?team=ml");
    CHECK(lineage_address("http://hub?team=ml", "v2/lineage") == "http://hub/v2/lineage?team=ml");
    CHECK(is_web_address("https://hub"));
    CHECK_FALSE(is_web_address("lineage.jsonl"));
    CHECK_FALSE(is_web_address("s3://bucket/key"));
}
