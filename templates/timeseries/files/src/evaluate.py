"""Judges models/model.joblib on build/test.csv, against the value of the same weekday a week before."""

import json
from pathlib import Path

import joblib
from sklearn.metrics import mean_absolute_error

from series import DAY, features_and_values, read_rows, write_rows

if __name__ == "__main__":
    rows = read_rows("build/test.csv")
    features, values = features_and_values(rows)
    forecast = joblib.load("models/model.joblib").predict(features)
    naive = float(mean_absolute_error(values, [float(row["lag_7"]) for row in rows]))
    error = float(mean_absolute_error(values, forecast))
    metrics = {"mae": error, "mae_of_last_week": naive, "skill": 1 - error / naive}
    Path("build/evaluate.json").write_text(json.dumps(metrics, indent=2) + "\n")
    write_rows("build/forecast.csv", [{DAY: row[DAY], "demand": value, "forecast": round(float(guess), 2)}
                                      for row, value, guess in zip(rows, values, forecast)])
    print(", ".join(f"{name} {value:.4f}" for name, value in metrics.items()))
