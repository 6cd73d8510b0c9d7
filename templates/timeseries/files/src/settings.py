"""The project's parameters."""

import yaml


def params_of(section, path="params.yaml"):
    with open(path) as file:
        return yaml.safe_load(file)[section]
