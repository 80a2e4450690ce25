#!/usr/bin/env python3
"""Replays the three measured histories of ../shared/data and prints each figure beside the simple policies'.

Usage: run.py [--berth PATH] [--data FOLDER] [--salts abcdef] [--only serverless|cluster|instances] [--set KEY=VALUE]

Needs a release build of berth (`swift build -c release --product berth`) and LightGBM's library (`make deps`). Splits
are made here: the last 30 % in time of each (workload, target) pair of the serverless history, and 30 % of the instance
types by the SHA-256 of salt, provider and type.
"""
import argparse
import csv
import hashlib
import json
import os
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
KNOBS = []


def rows_of(path):
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def write(path, names, rows):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def replay(berth, *arguments):
    start = time.perf_counter()
    answer = subprocess.run(
        [berth, "replay", "--domains", str(ROOT / "domains"), "--json", *arguments, *KNOBS],
        check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return json.loads(answer), time.perf_counter() - start


def show(title, answer, seconds):
    own = answer["normalized"]
    print(f"{title}  ({answer['decisions']} decisions, {seconds:.0f} s)")
    for name, scores in [("berth", own)] + [
            (key, answer.get(key)) for key in ("rules", "bestFixed", "cheapestHourly", "bestSimple", "random")]:
        if scores:
            print(f"  {name:15} mean {scores['mean']:.3f}  geometric {scores['geometricMean']:.3f}  median "
                  f"{scores['median']:.3f}  90 % {scores['p90']:.3f}  worst {scores['worst']:.3f}  exact "
                  f"{scores['exactShare']:.2f}")
    accuracy, coverage, confidence = (answer.get(key) or {} for key in ("accuracy", "coverage", "confidence"))
    figures = {"selection accuracy": accuracy.get("selectionAccuracy"), "cost MAPE": accuracy.get("costMAPE"),
               "time MAPE": accuracy.get("timeMAPE"), "coverage of time": coverage.get("time"),
               "confidence": confidence.get("mean"), "calibration error": confidence.get("calibrationError")}
    print("  " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items() if value is not None), flush=True)


def serverless(berth, data, folder):
    names, rows = rows_of(data / "sebs_serverless" / "invocations.csv")
    pairs = {}
    for row in rows:
        temperature = "warm" if row["mode"] == "warm" else "cold"
        key = (row["function"], row["language"], temperature, row["provider"], row["memory_mb"])
        if row["mode"] != "sequential":
            pairs.setdefault(key, []).append(row)
    old, new = [], []
    for pair in pairs.values():
        pair.sort(key=lambda row: row["started_at"])
        split = int(len(pair) * 0.7)
        old += pair[:split]
        new += pair[split:]
    show("serverless, cost*time, last 30 % in time", *replay(
        berth, "--domain", "serverless", "--train", write(folder / "old.csv", names, old), "--test",
        write(folder / "new.csv", names, new)))
    show("serverless, cost*time, one function left out", *replay(
        berth, "--domain", "serverless", "--train", str(data / "sebs_serverless" / "invocations.csv"), "--leave-out",
        "function"))


def cluster(berth, data, folder):
    for probes in ("0", "3", "6"):
        show(f"cluster, cost, one application left out, {probes} probes", *replay(
            berth, "--domain", "cluster", "--train", str(data / "scout" / "runs.csv"), "--leave-out", "app",
            "--probes", probes))


def instances(berth, data, folder, salts):
    names, rows = rows_of(data / "sparecores" / "perf.csv")
    sides = ["--side", f"instance_types={data / 'catalog' / 'instance_types.csv'}"]
    means = []
    for salt in salts:
        def held(row):
            digest = hashlib.sha256(f"{salt}|{row['provider']}|{row['instance_type']}".encode()).hexdigest()
            return int(digest[:8], 16) / 2**32 < 0.3
        files = ["--train", write(folder / f"known-{salt}.csv", names, [row for row in rows if not held(row)]),
                 "--test", write(folder / f"new-{salt}.csv", names, [row for row in rows if held(row)])]
        menus, seconds = replay(berth, "--domain", "instances", *files, *sides, "--menu", "40", "--repeat", "200")
        show(f"instances, cost, types left out with salt {salt}, menus of 40", menus, seconds)
        means.append(menus["normalized"]["mean"])
        if salt == salts[0]:
            show(f"instances, cost, types left out with salt {salt}, all offers at once",
                 *replay(berth, "--domain", "instances", *files, *sides))
    print(f"instances: mean over {len(means)} splits {sum(means) / len(means):.4f}, worst {max(means):.4f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--berth", default=str(ROOT / ".build" / "release" / "berth"))
    parser.add_argument("--data", default=os.environ.get("BERTH_SHARED", str(ROOT.parent / "shared")) + "/data")
    parser.add_argument("--salts", default="abcdefgh")
    parser.add_argument("--only", choices=["serverless", "cluster", "instances"])
    parser.add_argument("--set", action="append", default=[], help="a knob of the trees, such as rounds=400")
    options = parser.parse_args()
    for knob in options.set:
        KNOBS.extend(["--set", knob])
    data = pathlib.Path(options.data)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if options.only in (None, "serverless"):
            serverless(options.berth, data, folder)
        if options.only in (None, "cluster"):
            cluster(options.berth, data, folder)
        if options.only in (None, "instances"):
            instances(options.berth, data, folder, options.salts)


if __name__ == "__main__":
    main()
