import joblib
import numpy as np
import pytest
from table import features_and_labels, read_rows
from train import make_model


@pytest.mark.parametrize("name", ["logistic", "forest"])
def test_each_method_learns_a_simple_rule(name):
    features = np.array([[float(i), 0.5] for i in range(40)])
    labels = np.array([int(i >= 20) for i in range(40)])
    model = make_model({"model": name, "c": 1.0, "trees": 10, "seed": 1}).fit(features, labels)
    assert model.score(features, labels) > 0.9


def test_unknown_method_is_refused_by_name():
    with pytest.raises(SystemExit, match="boosting"):
        make_model({"model": "boosting", "seed": 1})


def test_released_model_gives_probabilities():
    features, _ = features_and_labels(read_rows("build/test.csv"))
    scores = joblib.load("models/model.joblib").predict_proba(features)
    assert scores.shape == (len(features), 2)
    assert np.all((scores >= 0) & (scores <= 1))
