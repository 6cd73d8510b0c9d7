"""Splits data/raw.csv into build/train.csv and build/test.csv, each class in the same proportion."""

import random

from settings import params_of
from table import LABEL, read_rows, write_rows


def split(rows, test_share, seed):
    """Two lists of rows: to learn from, and to judge by."""
    chance = random.Random(seed)
    learn, judge = [], []
    for label in sorted({row[LABEL] for row in rows}):
        group = [row for row in rows if row[LABEL] == label]
        chance.shuffle(group)
        cut = round(len(group) * test_share)
        judge += group[:cut]
        learn += group[cut:]
    return learn, judge


if __name__ == "__main__":
    params = params_of("prepare")
    learn, judge = split(read_rows("data/raw.csv"), params["test_share"], params["seed"])
    write_rows("build/train.csv", learn)
    write_rows("build/test.csv", judge)
    print(f"{len(learn)} rows to learn from, {len(judge)} to judge by")
