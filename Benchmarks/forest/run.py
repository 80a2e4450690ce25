#!/usr/bin/env python3
"""Times Forest beside LightGBM and lleaves on one model, in one run, one thread.

Usage: Benchmarks/forest/run.py [FOLDER] [TREES]      from the package's root, after
       swift build -c release --product forest-bench

Needs the PyPI packages lightgbm, lleaves, numpy and llvmlite < 0.45 (lleaves 1.3 needs its old pass manager), and a C
compiler. Model and rows come from a fixed recipe: 300 trees of 63 leaves on 28 features, two of them
categorical, 3 % missing; every row is another one, so that no branch predictor learns them by heart.
"""
import importlib.metadata
import os
import pathlib
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import lightgbm as lgb
import lleaves
import numpy as np

here = pathlib.Path(__file__).parent
out = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".build/forest-bench-data")
trees = int(sys.argv[2]) if len(sys.argv) > 2 else 300
out.mkdir(parents=True, exist_ok=True)
model, rows_file = out / "model.txt", out / "rows.f64"

rng = np.random.default_rng(7)
n, f = 60000, 28
X = rng.normal(size=(n, f))
X[:, 0], X[:, 1], X[:, 2] = rng.integers(0, 12, n), rng.integers(0, 24, n), rng.integers(0, 7, n)
X[rng.random((n, f)) < 0.03] = np.nan
Z = np.nan_to_num(X)
y = np.exp(0.3 * Z[:, 3]) + 2 * (Z[:, 0] % 3) + np.sin(Z[:, 1] / 24 * 6.28) * Z[:, 4] + 0.5 * Z[:, 5] * Z[:, 6] \
    + rng.normal(size=n) * 0.3
booster = lgb.train(dict(objective="regression", num_leaves=63, learning_rate=0.05, min_data_in_leaf=20, verbose=-1,
                         num_threads=2, seed=1), lgb.Dataset(X, y, categorical_feature=[0, 2]), trees)
booster.save_model(model)
R = np.ascontiguousarray(X[:20000])
R.tofile(rows_file)
booster.predict(R, raw_score=True, num_threads=1).tofile(out / "scores.f64")
compiled = lleaves.Model(model_file=model)
compiled.compile(cache=out / "lleaves.o")

times = {}


def keep(text):
    for line in text.splitlines():
        name, least, median = line.split("\t")
        times[name] = (float(least), float(median))


def measure(name, call, batch, calls):
    took, row = [], 0
    for i in range(calls + 1):
        row = 0 if row + batch > len(R) else row
        block = R[row:row + batch].copy()
        row += batch
        start = time.perf_counter_ns()
        call(block)
        if i:
            took.append((time.perf_counter_ns() - start) / batch)
    times[f"{name} batch={batch}"] = (min(took), sorted(took)[len(took) // 2])


for batch, calls in ((1, 400), (8, 400), (64, 400), (4096, 9)):
    measure("LightGBM predict", lambda B: booster.predict(B, num_threads=1), batch, calls)
    measure("lleaves", lambda B: compiled.predict(B, n_jobs=1), batch, calls)
for batch in (8, 64):
    measure("LightGBM pred_contrib", lambda B: booster.predict(B, pred_contrib=True, num_threads=1), batch, 8)
library = next(pathlib.Path(lgb.__file__).parent.rglob("lib_lightgbm.*"))
subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", out / "rivals", here / "rivals.c", out / "lleaves.o", "-ldl", "-lm"],
               check=True)
keep(subprocess.run([out / "rivals", library, model, rows_file, str(f)], check=True, capture_output=True, text=True).stdout)
keep(subprocess.run([".build/release/forest-bench", out], check=True, capture_output=True, text=True).stdout)

print(f"ns a row, one thread, {trees} trees; LightGBM {lgb.__version__}, lleaves {importlib.metadata.version('lleaves')}\n")
print(f"| {'what':34} | {'min':>9} | {'median':>9} |\n|{'-' * 36}|{'-' * 10}:|{'-' * 10}:|")
for name, (least, median) in times.items():
    print(f"| {name:34} | {least:9,.0f} | {median:9,.0f} |")
print(f"\n| {'Forest is … times as fast':62} | {'by min':>7} | {'by median':>9} | {'asked':>5} |")
print(f"|{'-' * 64}|{'-' * 8}:|{'-' * 10}:|{'-' * 6}:|")
for ours, rival, asked in (
    ("Forest batch=4096", "lleaves batch=4096", 2),
    ("Forest batch=4096", "lleaves without Python batch=4096", 2),
    ("Forest batch=4096", "LightGBM predict batch=4096", 8),
    ("Forest batch=8", "lleaves batch=8", 2),
    ("Forest batch=8", "lleaves without Python batch=8", 2),
    ("Forest batch=64", "lleaves batch=64", 2),
    ("Forest batch=1", "lleaves without Python batch=1", 1),
    ("Forest batch=1", "LightGBM fast call batch=1", 3),
    ("Forest contributions batch=8", "LightGBM pred_contrib batch=8", 10),
    ("Forest contributions batch=64", "LightGBM pred_contrib batch=64", 10),
):
    least, median = (times[rival][i] / times[ours][i] for i in (0, 1))
    print(f"| {ours + ' : ' + rival:62} | {least:7.1f} | {median:9.1f} | {asked:5} |")
