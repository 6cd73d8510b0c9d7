from prepare import split
from table import LABEL, read_rows


def rows_of(count):
    return [{"id": str(i), LABEL: str(int(i % 4 == 0))} for i in range(count)]


def test_split_keeps_every_row_once():
    learn, judge = split(rows_of(200), 0.3, 1)
    assert sorted(int(row["id"]) for row in learn + judge) == list(range(200))


def test_split_keeps_the_share_of_each_class():
    _, judge = split(rows_of(200), 0.3, 1)
    assert len(judge) == 60
    assert sum(row[LABEL] == "1" for row in judge) == 15


def test_split_is_the_same_for_the_same_seed():
    assert split(rows_of(50), 0.2, 7) == split(rows_of(50), 0.2, 7)
    assert split(rows_of(50), 0.2, 7) != split(rows_of(50), 0.2, 8)


def test_no_row_is_learned_from_and_judged_by():
    keys = [{row["id"] for row in read_rows(f"build/{part}.csv")} for part in ("train", "test")]
    assert keys[0] and keys[1] and not keys[0] & keys[1]
