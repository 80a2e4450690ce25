#!/usr/bin/env python3
"""Speed and size of the embedded database. Usage: Benchmarks/storage/run.py [RUNS]

Needs a release build of storage-bench; works in a temporary folder on the disk of the working directory.
"""
import os
import sqlite3
import subprocess
import sys
import tempfile

BENCH = ".build/release/storage-bench"
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
PARTS = {
    "runs": ["runs", "sqlite_autoindex_runs_1", "runs_by_start"],
    "segments": ["run_segments", "run_segments_by_start"],
    "index of sealed ids": ["sealed_runs"],
    "history sums": ["target_hours", "workload_hours"],
}


def bench(*arguments):
    subprocess.run([BENCH, *map(str, arguments)], check=True)


def sizes(folder, name):
    path = os.path.join(folder, name, "berth.sqlite")
    database = sqlite3.connect(path)
    database.execute("VACUUM")
    tables = dict(database.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    database.close()
    print(f"{name}: {sum(tables.values()) / RUNS:.1f} bytes a run")
    for part, names in PARTS.items():
        print(f"    {part}: {sum(tables.get(n, 0) for n in names) / RUNS:.1f}")


with tempfile.TemporaryDirectory(dir=".build") as folder:
    bench("read")
    bench("runs", 10_000, 10, folder)
    bench("decisions", 15_000, 10, folder)
    bench("bytes", RUNS, folder)
    for name in ["rows", "sealed"]:
        sizes(folder, name)
