"""Fits the model of params.yaml on build/train.csv."""

import json
from pathlib import Path

import joblib
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error

from series import features_and_values, read_rows
from settings import params_of


def make_model(params):
    if params["model"] == "linear":
        return Ridge(alpha=params["alpha"])
    if params["model"] == "trees":
        return RandomForestRegressor(n_estimators=params["trees"], min_samples_leaf=3, random_state=params["seed"])
    raise SystemExit(f"params.yaml: train.model is '{params['model']}', expected linear or trees")


if __name__ == "__main__":
    features, values = features_and_values(read_rows("build/train.csv"))
    model = make_model(params_of("train")).fit(features, values)
    Path("models").mkdir(exist_ok=True)
    joblib.dump(model, "models/model.joblib")
    error = float(mean_absolute_error(values, model.predict(features)))
    Path("build/train.json").write_text(json.dumps({"mae": error, "days": len(values)}, indent=2) + "\n")
    print(f"fitted on {len(values)} days, mean absolute error {error:.2f} on them")
