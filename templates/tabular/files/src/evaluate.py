"""Judges models/model.joblib on build/test.csv: build/evaluate.json and the ROC curve."""

import json
from pathlib import Path

import joblib
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score, roc_curve

from table import features_and_labels, read_rows, write_rows

if __name__ == "__main__":
    features, labels = features_and_labels(read_rows("build/test.csv"))
    scores = joblib.load("models/model.joblib").predict_proba(features)[:, 1]
    metrics = {
        "auc": float(roc_auc_score(labels, scores)),
        "accuracy": float(accuracy_score(labels, scores >= 0.5)),
        "log_loss": float(log_loss(labels, scores)),
    }
    Path("build/evaluate.json").write_text(json.dumps(metrics, indent=2) + "\n")
    false_rate, true_rate, _ = roc_curve(labels, scores)
    write_rows("build/roc.csv", [{"false_positive_rate": f, "true_positive_rate": t} for f, t in zip(false_rate, true_rate)])
    print(", ".join(f"{name} {value:.4f}" for name, value in metrics.items()))
