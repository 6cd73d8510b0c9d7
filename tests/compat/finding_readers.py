"""Reads mlp's findings with other people's readers: python finding_readers.py NAME SCHEMAS.

NAME.json, NAME.sarif and NAME.junit are one validation. Ends with 1 and says what is wrong.
"""

import json
import sys
from pathlib import Path

import jsonschema
from junitparser import JUnitXml
from sarif_pydantic import Level, Sarif


def check_json(path: Path, schemas: Path) -> list[dict]:
    document = json.loads(path.read_text())
    schema = next(one for one in map(json.loads, (file.read_text() for file in (schemas / "output").glob("*.json")))
                  if one["properties"]["schema"].get("const") == document["schema"])
    jsonschema.validate(document, schema)
    return document["problems"]


def check_sarif(path: Path, problems: list[dict]) -> None:
    run, = Sarif.model_validate(json.loads(path.read_text())).runs
    levels = {"error": Level.ERROR, "warning": Level.WARNING}
    assert len(run.results) == len(problems) > 2, run.results
    for result, problem in zip(run.results, problems):
        place = result.locations[0].physical_location
        assert result.rule_id == problem["code"] == run.tool.driver.rules[result.rule_index].id, result
        assert result.level == levels[problem["severity"]], result
        assert place.artifact_location.uri == problem["file"], result
        assert (place.region.start_line, place.region.start_column) == (problem["line"], problem["column"]), result
        assert problem["message"] in result.message.text, result
    fixed = next(result for result in run.results if result.fixes)
    assert fixed.fixes[0].artifact_changes[0].replacements[0].inserted_content.text == "deps", fixed


def check_junit(path: Path, problems: list[dict]) -> None:
    suite, = JUnitXml.fromfile(str(path))
    errors = [problem for problem in problems if problem["severity"] == "error"]
    told = [result for case in suite for result in case.result]
    assert suite.failures == len({problem["file"] for problem in errors}), suite.failures
    assert [(one.type, one.message) for one in told] == [(one["code"], one["message"]) for one in errors], told


def check_schemas(schemas: Path) -> None:
    files = [*schemas.glob("*.json"), *(schemas / "output").glob("*.json")]
    assert len(files) > 60, files
    for file in files:
        jsonschema.Draft7Validator.check_schema(json.loads(file.read_text()))


def main() -> None:
    name, schemas = sys.argv[1:]
    problems = check_json(Path(name + ".json"), Path(schemas))
    check_sarif(Path(name + ".sarif"), problems)
    check_junit(Path(name + ".junit"), problems)
    check_schemas(Path(schemas))


main()
