"""Reading, writing and shifting the project's daily series."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

VALUE = "demand"
DAY = "date"


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


def with_lags(rows, lags):
    """Each day with the values of earlier days; days without one of them are left out."""
    values = {row[DAY]: row[VALUE] for row in rows}
    made = []
    for row in rows:
        day = date.fromisoformat(row[DAY])
        earlier = {f"lag_{lag}": values.get((day - timedelta(days=lag)).isoformat()) for lag in lags}
        if all(earlier.values()):
            made.append({DAY: row[DAY], "weekday": str(day.weekday()), **earlier, VALUE: row[VALUE]})
    return made


def features_and_values(rows):
    """X (days × features: one column a weekday, then the lags) and y."""
    lags = [name for name in rows[0] if name.startswith("lag_")]
    weekdays = np.eye(7)[[int(row["weekday"]) for row in rows]]
    features = np.array([[float(row[name]) for name in lags] for row in rows])
    return np.hstack([weekdays, features]), np.array([float(row[VALUE]) for row in rows])
