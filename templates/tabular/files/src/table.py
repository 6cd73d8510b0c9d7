"""Reading and writing the project's CSV files."""

import csv
from pathlib import Path

import numpy as np

LABEL = "malignant"
KEY = "id"


def read_rows(path):
    """All rows as dictionaries of text."""
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def features_and_labels(rows):
    """X (rows × features, float) and y (0 or 1); the key column is no feature."""
    names = [name for name in rows[0] if name not in (KEY, LABEL)]
    features = np.array([[float(row[name]) for name in names] for row in rows])
    labels = np.array([int(row[LABEL]) for row in rows])
    return features, labels
