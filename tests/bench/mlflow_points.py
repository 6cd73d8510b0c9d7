"""Run in MLflow's own environment: logs points through its client and prints how many milliseconds that took.

    mlflow_points.py batch COUNT   log_batch, the 1,000 points it takes at a time
    mlflow_points.py each COUNT    log_metric, one call a point
    mlflow_points.py runs COUNT    that many runs with a parameter and a metric, for listing
"""
import sys
import time

import mlflow
from mlflow.entities import Metric


def log(how: str, count: int) -> float:
    client = mlflow.MlflowClient()
    run = client.create_run("0").info.run_id
    client.log_metric(run, "loss", 1.0, step=0)  # connections and statements are made by the first
    points = [Metric("loss", 1 / (1 + step), 1700000000000 + step, step) for step in range(count)]
    began = time.perf_counter()
    if how == "batch":
        for first in range(0, count, 1000):
            client.log_batch(run, metrics=points[first:first + 1000])
    else:
        for point in points:
            client.log_metric(run, point.key, point.value, point.timestamp, point.step)
    return (time.perf_counter() - began) * 1000


def make_runs(count: int) -> None:
    client = mlflow.MlflowClient()
    for number in range(count):
        run = client.create_run("0").info.run_id
        client.log_param(run, "lr", f"0.{number}")
        client.log_metric(run, "acc", float(f"0.{number}"))


if __name__ == "__main__":
    how, count = sys.argv[1], int(sys.argv[2])
    if how == "runs":
        make_runs(count)
    else:
        print(log(how, count))
