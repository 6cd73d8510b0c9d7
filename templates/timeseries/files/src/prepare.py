"""Makes features of data/raw.csv and cuts it by time: build/train.csv is the past, build/test.csv the last days."""

from series import read_rows, with_lags, write_rows
from settings import params_of


def cut(rows, test_days):
    """Past and future: nothing is learned from a day that comes after one that is judged."""
    if not 0 < test_days < len(rows):
        raise SystemExit(f"params.yaml: prepare.test_days is {test_days}, there are {len(rows)} days")
    return rows[:-test_days], rows[-test_days:]


if __name__ == "__main__":
    params = params_of("prepare")
    past, future = cut(with_lags(read_rows("data/raw.csv"), params["lags"]), params["test_days"])
    write_rows("build/train.csv", past)
    write_rows("build/test.csv", future)
    print(f"{len(past)} days to learn from, {len(future)} to judge by")
