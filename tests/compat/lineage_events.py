"""Builds OpenLineage's own classes, made from its schemas, out of events: python lineage_events.py FILE.

They refuse what the schemas do not know, names of facets included. Ends with 1 and says what is wrong.
"""

import json
import sys

from openlineage.client import event_v2, facet_v2
from openlineage.client.generated import base

RUN = {
    "parent": facet_v2.parent_run.ParentRunFacet,
    "errorMessage": facet_v2.error_message_run.ErrorMessageRunFacet,
    "processing_engine": facet_v2.processing_engine_run.ProcessingEngineRunFacet,
}
JOB = {
    "jobType": facet_v2.job_type_job.JobTypeJobFacet,
    "sourceCodeLocation": facet_v2.source_code_location_job.SourceCodeLocationJobFacet,
    "documentation": facet_v2.documentation_job.DocumentationJobFacet,
    "ownership": facet_v2.ownership_job.OwnershipJobFacet,
}
DATASET = {
    "dataSource": facet_v2.datasource_dataset.DatasourceDatasetFacet,
    "version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet,
    "schema": facet_v2.schema_dataset.SchemaDatasetFacet,
    "ownership": facet_v2.ownership_dataset.OwnershipDatasetFacet,
    "documentation": facet_v2.documentation_dataset.DocumentationDatasetFacet,
}
OUTPUT = {"outputStatistics": facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet}

# Parts of facets that are classes of their own.
PARTS = {
    ("parent", "run"): facet_v2.parent_run.Run,
    ("parent", "job"): facet_v2.parent_run.Job,
    ("ownership", "owners"): facet_v2.ownership_dataset.Owner,
    ("schema", "fields"): facet_v2.schema_dataset.SchemaDatasetFacetFields,
}


def part(kind, key, value):
    """Classes take what their schema has and nothing else."""
    made = PARTS.get((kind, key))
    if made is None:
        return value
    return [made(**one) for one in value] if isinstance(value, list) else made(**value)


def facets(found, known):
    """One facet after the other, each by its own class and under its own schema."""
    made = {}
    for name, content in found.items():
        cls = known[name]
        content = dict(content)
        producer, schema = content.pop("_producer"), content.pop("_schemaURL")
        if schema != cls._get_schema():
            raise ValueError(f"{name}: {schema} is not {cls._get_schema()}")
        made[name] = cls(producer=producer, **{key: part(name, key, value) for key, value in content.items()})
    return made


def event(document):
    known = {"eventType", "eventTime", "run", "job", "inputs", "outputs", "producer", "schemaURL"}
    if set(document) != known:
        raise ValueError(f"keys {sorted(set(document) ^ known)}")
    if document["schemaURL"] != base.RunEvent._get_schema():
        raise ValueError(document["schemaURL"])
    run, job = document["run"], document["job"]
    return event_v2.RunEvent(
        eventType=event_v2.RunState[document["eventType"]],
        eventTime=document["eventTime"],
        run=event_v2.Run(runId=run.pop("runId"), facets=facets(run.pop("facets"), RUN), **run),
        job=event_v2.Job(facets=facets(job.pop("facets"), JOB), **job),
        inputs=[event_v2.InputDataset(facets=facets(one.pop("facets"), DATASET), inputFacets=one.pop("inputFacets"), **one)
                for one in document["inputs"]],
        outputs=[event_v2.OutputDataset(facets=facets(one.pop("facets"), DATASET), outputFacets=facets(one.pop("outputFacets"), OUTPUT), **one)
                 for one in document["outputs"]],
        producer=document["producer"],
    )


def main(path):
    with open(path, encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    ends, starts = {}, {}
    for number, document in enumerate(documents, 1):
        try:
            made = event(document)
        except Exception as problem:  # whatever their classes throw
            sys.exit(f"{path}:{number}: {problem!r}")
        of_type = starts if made.eventType.name == "START" else ends
        of_type[made.run.runId] = of_type.get(made.run.runId, 0) + 1
    if starts != ends or any(count != 1 for count in starts.values()):
        sys.exit(f"{path}: a run has one START and one end: {starts} {ends}")
    print(len(documents))


main(sys.argv[1])
