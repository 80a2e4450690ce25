#!/usr/bin/env python3
"""Two builds of Berth, run in turn: old, new, old, new … Prints the ratio old ÷ new of each pair by its median, with a
95 % interval of that median (bootstrap, seeded), and the instructions that each executes.

    python3 Benchmarks/compare.py OLD NEW DATA_DIR [--pairs 10] [--only request,engine,instructions]

OLD and NEW are folders with the release products `request-bench` and `engine-bench`; DATA_DIR has a model of `sandbox`
(docs/quick-start.md makes one). Run it in a checkout. Instructions are counted by valgrind's callgrind, which counts the
same whatever else the machine does: what a run of twice the length takes more, so that the start is not counted."""
import argparse, random, re, shutil, statistics, subprocess, sys, tempfile


def output(command):
    return subprocess.run(command, check=True, text=True, capture_output=True).stdout


def request(folder, data):
    """Microseconds of the decision and of the whole request."""
    text = output([f"{folder}/request-bench", data, "40"])
    return {name.strip(): float(number) for name, number in re.findall(r"^(.*?):? +([\d.]+) µs", text, re.M)}


def engine(folder, _):
    text = output([f"{folder}/engine-bench", "--candidates", "8", "--trees", "200", "--features", "30", "--decisions", "4000"])
    medians = [float(number.replace(",", "")) for number in re.findall(r"([\d.,]+) µs", text)]
    return {"a decision among 8, median": medians[0]} if medians else {}


def interval(values, rounds=10_000):
    draws = random.Random(1)
    medians = sorted(statistics.median(draws.choices(values, k=len(values))) for _ in range(rounds))
    return medians[int(0.025 * rounds)], medians[int(0.975 * rounds)]


def compare(name, measure, old, new, data, pairs):
    ratios, figures = {}, {}
    for _ in range(pairs):
        before, after = measure(old, data), measure(new, data)
        for key in before.keys() & after.keys():
            ratios.setdefault(key, []).append(before[key] / after[key])
            figures.setdefault(key, []).append((before[key], after[key]))
    if not ratios:
        sys.exit(f"{name}: nothing was measured")
    for key in sorted(ratios):
        low, high = interval(ratios[key])
        before, after = (statistics.median(pair[side] for pair in figures[key]) for side in (0, 1))
        print(f"{name}, {key}: {before:.2f} → {after:.2f} µs, old ÷ new {statistics.median(ratios[key]):.3f} "
              f"({low:.3f} to {high:.3f}, {len(ratios[key])} pairs)", flush=True)


def instructions(folder, data):
    """Instructions of 20 further rounds."""
    counts = []
    for rounds in ("20", "40"):
        with tempfile.TemporaryDirectory() as scratch:
            # Valgrind does not read this compiler's debug information.
            program = shutil.copy(f"{folder}/request-bench", scratch)
            subprocess.run(["strip", "--strip-debug", program], check=True)
            result = subprocess.run(
                ["valgrind", "--tool=callgrind", f"--callgrind-out-file={scratch}/out", program, data, rounds],
                check=True, text=True, capture_output=True)
        counts.append(int(re.search(r"Collected : (\d+)", result.stderr).group(1)))
    return counts[1] - counts[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old"), parser.add_argument("new"), parser.add_argument("data")
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--only", default="request,engine,instructions")
    options = parser.parse_args()
    only = options.only.split(",")
    # Each build keeps its own copy: a newer one may bring the database up to date.
    with tempfile.TemporaryDirectory() as scratch:
        data = {folder: shutil.copytree(options.data, f"{scratch}/{side}") for side, folder in (("old", options.old), ("new", options.new))}
        own = lambda measure: lambda folder, _: measure(folder, data[folder])
        if "request" in only:
            compare("request", own(request), options.old, options.new, data, options.pairs)
        if "engine" in only:
            compare("engine", engine, options.old, options.new, data, options.pairs)
        if "instructions" in only:
            before, after = instructions(options.old, data[options.old]), instructions(options.new, data[options.new])
            print(f"instructions of 20 rounds of requests: {before:,} → {after:,}, new ÷ old {after / before:.4f}")


main()
