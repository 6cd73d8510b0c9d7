import pytest
from prepare import cut
from series import features_and_values, read_rows, with_lags


def days(count):
    return [{"date": f"2024-01-{day:02}", "demand": str(day)} for day in range(1, count + 1)]


def test_lags_are_values_of_earlier_days():
    rows = with_lags(days(10), [1, 7])
    assert rows[0] == {"date": "2024-01-08", "weekday": "0", "lag_1": "7", "lag_7": "1", "demand": "8"}


def test_a_missing_day_is_no_lag():
    rows = with_lags(days(5)[:2] + days(5)[3:], [1])
    assert [row["date"] for row in rows] == ["2024-01-02", "2024-01-05"]


def test_the_future_comes_after_the_past():
    past, future = cut(days(10), 3)
    assert (len(past), len(future)) == (7, 3)
    assert max(row["date"] for row in past) < min(row["date"] for row in future)
    with pytest.raises(SystemExit, match="test_days"):
        cut(days(3), 3)


def test_each_weekday_has_a_column():
    features, values = features_and_values(with_lags(days(9), [1]))
    assert features.shape == (8, 8)
    assert features[:, :7].sum() == 8
    assert values[0] == 2


def test_nothing_is_learned_from_the_future():
    past, future = read_rows("build/train.csv"), read_rows("build/test.csv")
    assert past and future and past[-1]["date"] < future[0]["date"]
