#!/usr/bin/env python3
"""Makes the models that ForestTests compares with LightGBM, and LightGBM's answers to them.

Usage: make-forest-zoo.py [FOLDER]      (default: Tests/ForestTests/Fixtures/zoo)

Needs the PyPI packages lightgbm and numpy. For each model NAME it writes
  NAME.model.txt   the model
  NAME.rows.csv    rows it has not seen, with missing, zero, tiny, huge and unknown values
  NAME.raw.csv, NAME.outputs.csv, NAME.leaves.csv, NAME.contributions.csv   the answers, a line a row
Numbers are written so that reading them back gives the same bits. VERSION names LightGBM's version.
"""
import pathlib
import sys

import lightgbm as lgb
import numpy as np

ROWS, FEATURES = 40, 8
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "Tests/ForestTests/Fixtures/zoo")
folder.mkdir(parents=True, exist_ok=True)


def table(seed, rows=1200, missing=0.05, zeros=0.1, cardinality=12):
    """Eight features: 0 and 2 are categories, 1 is an hour, the others are continuous."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows, FEATURES))
    X[:, 0] = rng.integers(0, cardinality, rows)
    X[:, 1] = rng.integers(0, 24, rows)
    X[:, 2] = rng.integers(0, 5, rows)
    X[:, 3:][rng.random((rows, FEATURES - 3)) < zeros] = 0.0
    X[rng.random((rows, FEATURES)) < missing] = np.nan
    Z = np.nan_to_num(X)
    y = np.exp(0.4 * Z[:, 3]) + (Z[:, 0] % 3) + np.sin(Z[:, 1] / 4) * Z[:, 4] + 0.7 * Z[:, 5] * Z[:, 6]
    return X, y + 0.1 * rng.normal(size=rows), rng


def probes(X, rng):
    """Unseen rows, a third of them with values that a careless reader gets wrong."""
    R = X[:ROWS].copy()
    odd = [np.nan, 0.0, -0.0, 1e-35, -1e-35, 1e-36, -1e-36, 1.0000000180025095e-35, 2e-35, -2e-35, np.inf, -np.inf, 1e300,
           -1.0, -0.5, 0.5, 3.7, 4.999, 99.0, 1e6, 2147483647.0, 2147483648.0, -2147483649.0, 1e18]
    for i in range(ROWS // 3):
        for f in rng.choice(X.shape[1], 3, replace=False):
            R[i, f] = odd[rng.integers(len(odd))]
    return R


def write(name, values):
    lines = [",".join(repr(float(v)) for v in np.atleast_1d(row)) for row in values]
    (folder / name).write_text("\n".join(lines) + "\n")


def keep(name, booster, R, contributions=True, iterations=None):
    booster.save_model(folder / f"{name}.model.txt", num_iteration=iterations)
    booster = lgb.Booster(model_file=folder / f"{name}.model.txt")
    write(f"{name}.rows.csv", R)
    write(f"{name}.raw.csv", booster.predict(R, raw_score=True))
    write(f"{name}.outputs.csv", booster.predict(R))
    leaves = booster.predict(R, pred_leaf=True)
    (folder / f"{name}.leaves.csv").write_text("\n".join(",".join(str(int(v)) for v in row) for row in leaves) + "\n")
    if contributions:
        write(f"{name}.contributions.csv", booster.predict(R, pred_contrib=True))


BASE = dict(num_leaves=15, learning_rate=0.1, min_data_in_leaf=10, verbose=-1, num_threads=1, seed=3, deterministic=True)


def make(name, params, label=lambda y, rng: y, trees=12, seed=1, categories=(0, 2), contributions=True, group=None, **data):
    X, y, rng = table(seed, **data)
    y = label(y, rng)
    dataset = lgb.Dataset(X, y, categorical_feature=list(categories), group=group)
    booster = lgb.train({**BASE, **params}, dataset, trees)
    keep(name, booster, probes(table(seed + 100, **data)[0], rng), contributions)


def positive(y, rng):
    return np.abs(y) + 0.1


def classes(count):
    return lambda y, rng: np.digitize(y, np.quantile(y, np.arange(1, count) / count))


def share(y, rng):
    return 1 / (1 + np.exp(-y + y.mean()))


make("l2", dict(objective="regression"))
make("l1", dict(objective="regression_l1"))
make("quantile", dict(objective="quantile", alpha=0.9))
make("huber", dict(objective="huber"))
make("fair", dict(objective="fair"))
make("poisson", dict(objective="poisson"), positive)
make("gamma", dict(objective="gamma"), positive)
make("tweedie", dict(objective="tweedie", tweedie_variance_power=1.3), positive)
make("mape", dict(objective="mape"), positive)
make("binary", dict(objective="binary", sigmoid=0.7), classes(2))
make("cross_entropy", dict(objective="cross_entropy"), share)
make("cross_entropy_lambda", dict(objective="cross_entropy_lambda"), share)
make("multiclass", dict(objective="multiclass", num_class=4), classes(4), trees=6)
make("one_versus_all", dict(objective="multiclassova", num_class=3, sigmoid=1.5), classes(3), trees=6)
make("lambdarank", dict(objective="lambdarank"), classes(4), group=[30] * 40)
make("rank_xendcg", dict(objective="rank_xendcg"), classes(4), group=[30] * 40)
make("random_forest", dict(objective="regression", boosting="rf", bagging_freq=1, bagging_fraction=0.6))
make("random_forest_binary", dict(objective="binary", boosting="rf", bagging_freq=1, bagging_fraction=0.6), classes(2))
make("dart", dict(objective="regression", boosting="dart", drop_rate=0.5))
make("goss", dict(objective="regression", data_sample_strategy="goss"))
make("linear", dict(objective="regression", linear_tree=True), contributions=False)
make("linear_binary", dict(objective="binary", linear_tree=True), classes(2), contributions=False, categories=())
make("square_root", dict(objective="regression", reg_sqrt=True))
make("high_cardinality", dict(objective="regression", max_cat_threshold=64, cat_smooth=1, min_data_per_group=5),
     cardinality=300, rows=4000)
make("one_hot", dict(objective="regression", max_cat_to_onehot=20))
make("zero_as_missing", dict(objective="regression", zero_as_missing=True), zeros=0.3)
make("no_missing", dict(objective="regression", use_missing=False), missing=0.0)
make("no_categories", dict(objective="regression"), categories=())
make("stumps", dict(objective="regression", num_leaves=2), trees=30)
make("constant", dict(objective="regression", min_data_in_leaf=5000), trees=3)
make("constant_multiclass", dict(objective="multiclass", num_class=3, min_data_in_leaf=5000), classes(3), trees=2)
make("leaves_255", dict(objective="regression", num_leaves=255, min_data_in_leaf=5), trees=4, rows=5000)
make("leaves_600", dict(objective="regression", num_leaves=600, min_data_in_leaf=2), trees=2, rows=5000)
make("many_bins", dict(objective="regression", max_bin=2000, num_leaves=255, min_data_in_leaf=3, min_data_in_bin=1),
     trees=6, rows=5000, categories=())
make("many_trees", dict(objective="regression", num_leaves=4), trees=300)
make("monotone", dict(objective="regression", monotone_constraints=[0, 0, 0, 1, 0, 0, 0, -1]), categories=())


def custom():
    """An objective of the caller's own: the file names none that LightGBM could transform by."""
    X, y, rng = table(5)
    booster = lgb.train({**BASE, "objective": lambda p, d: (p - d.get_label(), np.ones_like(p))},
                        lgb.Dataset(X, y, categorical_feature=[0, 2]), 8)
    keep("custom", booster, probes(table(105)[0], rng))


def best_iteration():
    """Stopped early; the file holds the best iterations only."""
    X, y, rng = table(6)
    train = lgb.Dataset(X[:800], y[:800], categorical_feature=[0, 2])
    booster = lgb.train({**BASE, "objective": "regression", "learning_rate": 0.6}, train, 60,
                        valid_sets=[train.create_valid(X[800:], y[800:])], callbacks=[lgb.early_stopping(3, verbose=False)])
    keep("best_iteration", booster, probes(table(106)[0], rng), iterations=booster.best_iteration)


def wide():
    """More features than a register of ranks holds."""
    rng = np.random.default_rng(8)
    X = rng.normal(size=(3000, 150))
    X[rng.random(X.shape) < 0.02] = np.nan
    y = X[:, :75].sum(axis=1, where=~np.isnan(X[:, :75])) + 0.1 * rng.normal(size=3000)
    booster = lgb.train({**BASE, "objective": "regression", "num_leaves": 31}, lgb.Dataset(X, y), 20)
    keep("wide", booster, X[:ROWS])
    booster = lgb.train({**BASE, "objective": "regression", "num_leaves": 31}, lgb.Dataset(X[:, :70], y), 20)
    keep("rather_wide", booster, X[:ROWS, :70])


custom()
best_iteration()
wide()
(folder / "VERSION").write_text(f"lightgbm {lgb.__version__}\n")
print(sum(f.stat().st_size for f in folder.iterdir()), "bytes in", len(list(folder.iterdir())), "files")
