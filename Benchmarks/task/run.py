#!/usr/bin/env python3
"""Domain `task` beside scikit-learn's random forest, on the same simulated tasks and labels.

Needs the bench, and for the peer a Python with scikit-learn and pandas:

    swift build -c release --product task-bench
    python3 -m venv .deps/task && .deps/task/bin/pip install scikit-learn pandas
    .deps/task/bin/python Benchmarks/task/run.py [options of task-bench]
"""
import pathlib
import platform
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ["edge", "cloud", "gpu"]


def peer(folder):
    import pandas
    import sklearn
    from sklearn.ensemble import RandomForestClassifier

    def features(table):
        columns = table.drop(columns="best")
        return pandas.get_dummies(columns, columns=["task_type"]).astype(float).fillna(-1)

    train, test = (pandas.read_csv(folder / f"{name}.csv") for name in ("train", "test"))
    forest = RandomForestClassifier(n_estimators=300, max_features=None, min_samples_leaf=2, random_state=7, n_jobs=1)
    began = time.time()
    forest.fit(features(train), train["best"])
    seconds = time.time() - began
    probabilities = forest.predict_proba(features(test))
    # It may choose only what the task may run on, as Berth does.
    for column, kind in enumerate(forest.classes_):
        probabilities[:, column] -= 2 * (1 - test[f"{kind}_may"].to_numpy())
    chosen = forest.classes_[probabilities.argmax(axis=1)]
    accuracy = (chosen == test["best"]).mean()
    error = (accuracy * (1 - accuracy) / len(test)) ** 0.5
    print(f"scikit-learn {sklearn.__version__} RandomForestClassifier: accuracy {accuracy:.4f} ± {error:.4f} "
          f"on the same {len(test)}, learnt from {len(train)} labels in {seconds:.1f} s")


def main():
    with tempfile.TemporaryDirectory() as name:
        command = [ROOT / ".build/release/task-bench", "--tables", name, *sys.argv[1:]]
        print(platform.platform(), platform.processor() or "", flush=True)
        subprocess.run(command, cwd=ROOT, check=True)
        try:
            peer(pathlib.Path(name))
        except ModuleNotFoundError as missing:
            print(f"without the peer: {missing}")


main()
