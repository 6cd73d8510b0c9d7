"""Fits the model of params.yaml on build/train.csv."""

import json
from pathlib import Path

import joblib
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from settings import params_of
from table import features_and_labels, read_rows


def make_model(params):
    if params["model"] == "logistic":
        return make_pipeline(StandardScaler(), LogisticRegression(C=params["c"], max_iter=1000, random_state=params["seed"]))
    if params["model"] == "forest":
        return RandomForestClassifier(n_estimators=params["trees"], random_state=params["seed"])
    raise SystemExit(f"params.yaml: train.model is '{params['model']}', expected logistic or forest")


if __name__ == "__main__":
    features, labels = features_and_labels(read_rows("build/train.csv"))
    model = make_model(params_of("train")).fit(features, labels)
    Path("models").mkdir(exist_ok=True)
    joblib.dump(model, "models/model.joblib")
    accuracy = float(model.score(features, labels))
    Path("build/train.json").write_text(json.dumps({"accuracy": accuracy, "rows": len(labels)}, indent=2) + "\n")
    print(f"fitted on {len(labels)} rows, accuracy {accuracy:.4f} on them")
