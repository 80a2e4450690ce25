#!/usr/bin/env python3
"""Trains the forest of the task type fraud_detection on generated transactions.

Writes the model as Swift source and, for the tests, rows with LightGBM's own answers. The same versions give the same
bytes. Needs Python with lightgbm (4.7.0 was used) and numpy:

    python3 Scripts/train-fraud-model.py

The transactions are invented. Each has a card holder's habit and a payment; whether it is fraud is drawn from the
logistic function of

    -5.2 + 1.1 max(0, ln(amount / usual)) + 0.9 [online] + 0.8 [foreign] + 1.4 [hour < 6]
         + 2.2 [faster than 900 km/h since the last payment] + 0.35 min(payments in the hour, 8)
         + 0.9 [card younger than 60 days] + risk of the merchant

so even a perfect model errs; Bayes' own AUC is printed beside the model's. One value in eight is missing.
"""

import json
import pathlib

import lightgbm
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
SWIFT = ROOT / "Sources/ShippedTasks/FraudDetection/FraudModel+Text.swift"
FIXTURE = ROOT / "Tests/ShippedTasksTests/Fixtures/fraud.json"

SEED = 20260301
ROWS = 40_000
MISSING = 0.125

FEATURES = [
    "amount", "amountToUsual", "hour", "distanceKm", "speedKmh", "paymentsLastHour", "cardAgeDays", "merchant",
    "isOnline", "isForeign",
]
# In the order of the payload's words; the category is the place in this list.
MERCHANTS = ["grocery", "fuel", "restaurant", "travel", "electronics", "gambling", "gift_cards"]
RISK = np.array([-0.8, -0.6, -0.5, 0.2, 0.6, 1.3, 1.8])


def transactions(count, random):
    usual = random.lognormal(3.6, 0.6, count)
    amount = usual * random.lognormal(0, 0.8, count) * np.where(random.random(count) < 0.1, 12, 1)
    hour = np.minimum(23, np.abs(random.normal(14, 5.5, count)).astype(int))
    far = random.random(count) < 0.12
    distance = np.where(far, random.uniform(300, 9000, count), random.exponential(8, count))
    minutes = random.exponential(600, count) + 1
    payments = random.poisson(np.where(random.random(count) < 0.08, 5, 0.4), count)
    age = random.exponential(700, count)
    merchant = random.choice(len(MERCHANTS), count, p=[0.34, 0.16, 0.2, 0.09, 0.11, 0.04, 0.06])
    online = (random.random(count) < 0.35).astype(float)
    foreign = (random.random(count) < 0.1).astype(float)
    speed = distance / (minutes / 60)
    score = (
        -5.2 + 1.1 * np.maximum(0, np.log(amount / usual)) + 0.9 * online + 0.8 * foreign + 1.4 * (hour < 6)
        + 2.2 * (speed > 900) + 0.35 * np.minimum(payments, 8) + 0.9 * (age < 60) + RISK[merchant]
    )
    truth = 1 / (1 + np.exp(-score))
    label = (random.random(count) < truth).astype(int)
    rows = np.column_stack(
        [amount, amount / usual, hour, distance, speed, payments, age, merchant, online, foreign]
    ).astype(float)
    rows[random.random(rows.shape) < MISSING] = np.nan
    return rows, label, truth


def auc(score, label):
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    positives = label.sum()
    return (ranks[label == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(label) - positives))


def main():
    random = np.random.default_rng(SEED)
    rows, label, _ = transactions(ROWS, random)
    parameters = {
        "objective": "binary", "num_leaves": 12, "learning_rate": 0.15, "min_data_in_leaf": 60, "seed": SEED,
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1,
    }
    data = lightgbm.Dataset(rows, label, feature_name=FEATURES, categorical_feature=["merchant"])
    model = lightgbm.train(parameters, data, num_boost_round=50)
    test, answer, truth = transactions(ROWS, random)
    found = model.predict(test)
    print(f"fraud {answer.mean():.4f}, AUC {auc(found, answer):.4f}, of the generator itself {auc(truth, answer):.4f}")
    for limit in (0.5, 0.2):
        flagged = found >= limit
        print(f"from {limit}: {flagged.mean():.4f} flagged, precision {answer[flagged].mean():.3f}, "
              f"recall {flagged[answer == 1].mean():.3f}")
    text = model.model_to_string().split("\nparameters:\n")[0] + "\n"
    assert "\\" not in text and '"""' not in text
    lines = "".join(f"        {line}\n" if line else "\n" for line in text.split("\n")[:-1])
    SWIFT.write_text(
        "// Made by Scripts/train-fraud-model.py; do not edit.\n"
        "extension FraudModel {\n"
        f"    /// LightGBM {lightgbm.__version__}'s text of the model.\n"
        '    static let text = """\n' + lines + '\n        """\n}\n'
    )
    sample = np.vstack([test[:24], np.full((1, len(FEATURES)), np.nan)])
    FIXTURE.write_text(json.dumps({
        "origin": f"Scripts/train-fraud-model.py with LightGBM {lightgbm.__version__}",
        "features": FEATURES,
        "rows": [[None if np.isnan(value) else float(value) for value in row] for row in sample],
        "probability": [float(value) for value in model.predict(sample)],
        "contributions": [[float(value) for value in row] for row in model.predict(sample, pred_contrib=True)],
    }, indent=1) + "\n")


main()
