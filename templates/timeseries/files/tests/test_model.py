import joblib
import numpy as np
import pytest
from series import features_and_values, read_rows
from train import make_model


@pytest.mark.parametrize("name", ["linear", "trees"])
def test_each_method_learns_a_simple_rule(name):
    features = np.array([[float(i)] for i in range(60)])
    model = make_model({"model": name, "alpha": 0.1, "trees": 20, "seed": 1}).fit(features, 2 * features[:, 0])
    assert abs(model.predict([[30.0]])[0] - 60) < 3


def test_unknown_method_is_refused_by_name():
    with pytest.raises(SystemExit, match="boosting"):
        make_model({"model": "boosting"})


def test_released_model_gives_a_forecast_a_day():
    features, values = features_and_values(read_rows("build/test.csv"))
    forecast = joblib.load("models/model.joblib").predict(features)
    assert forecast.shape == values.shape
    assert np.all(np.isfinite(forecast))
