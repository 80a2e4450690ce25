#!/usr/bin/env python3
"""What Berth adds to a task, and how many short tasks a second it sees to their end, beside Huey with SQLite in the same
run. Needs wrk; run from the repository's root after `swift build -c release --product berth`. README.md says what each
line means.

    python3 Benchmarks/dispatch/run.py [--seconds 15] [--only overhead,steady,full,peer] [--rules]
"""
import argparse, json, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from fleet import Connection, Fleet, learn_simulated

HERE = "Benchmarks/dispatch"
PORT = 18090
PYTHON = os.path.abspath(".deps/bench/bin/python")


ADDRESS = f"127.0.0.1:{PORT}"
# They emulate nothing but a price.
NODES = {kind: ["--queue", 64, "--price-per-hour", price]
         for kind, price in (("edge", 0.12), ("cloud", 0.3), ("gpu", 3.6))}


def metric(name, **labels):
    text = Connection(ADDRESS).call("GET", "/metrics")[1].decode()
    total = 0.0
    for line in text.splitlines():
        match = re.match(r"(\w+)(?:\{(.*)\})? (\S+)", line)
        if match and match[1] == name and all(f'{key}="{value}"' in (match[2] or "") for key, value in labels.items()):
            total += float(match[3])
    return total


def overhead(count=600):
    """One task after the other, each waited for."""
    connection = Connection(ADDRESS)
    extra, total = [], []
    for number in range(count):
        started = time.perf_counter()
        status, text = connection.call("POST", "/api/submit-task", {
            "taskType": "fraud_detection", "payload": {"amount": number % 900 + 1}})
        seconds = time.perf_counter() - started
        task = json.loads(text)
        assert status == 200 and task["status"] == "succeeded", text
        node = task["execution_time"] + task["queued_time"]
        if number >= 100:
            extra.append((task["total_time"] - node) * 1000)
            total.append((seconds - node) * 1000)
    print(f"overhead of a task beyond the node's own time: p50 {statistics.median(extra):.2f} ms, "
          f"p95 {statistics.quantiles(extra, n=20)[18]:.2f} ms; with the client's request and the explanation "
          f"p50 {statistics.median(total):.2f} ms ({len(extra)} tasks, one after the other)", flush=True)
    return statistics.median(extra)


def load(name, seconds, connections, delay):
    ended, refused = metric("berth_tasks_total"), metric("berth_task_refusals_total")
    started = time.perf_counter()
    text = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "-s", f"{HERE}/submit.lua",
         f"http://127.0.0.1:{PORT}/api/submit-task?wait=0"],
        env={**os.environ, "DELAY": str(delay)}, text=True, capture_output=True, check=True).stdout
    result = json.loads(re.search(r"RESULT (.*)", text).group(1))
    took = time.perf_counter() - started
    done = metric("berth_tasks_total") - ended
    waiting = metric("berth_task_queue_length")
    while metric("berth_task_queue_length") + metric("berth_tasks_running") > 0:
        time.sleep(0.2)
    lost = metric("berth_tasks_submitted_total") - metric("berth_tasks_total")
    print(f"{name}: {result['requests'] / result['seconds']:,.0f} submitted/s (p50 {result['p50']:.1f}, "
          f"p99 {result['p99']:.1f} ms), {done / took:,.0f} ended/s, {waiting:.0f} waited at the end, "
          f"{metric('berth_task_refusals_total') - refused:.0f} refused, {lost:.0f} lost", flush=True)
    return done / took


def peer():
    if subprocess.run([PYTHON, "-c", "import huey"], capture_output=True).returncode:
        if not os.path.exists(PYTHON):
            subprocess.run([sys.executable, "-m", "venv", ".deps/bench"], check=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "huey==2.5.3"], check=True)
    text = subprocess.run([PYTHON, f"{HERE}/peer_huey.py"], text=True, capture_output=True, check=True).stdout
    result = json.loads(text.splitlines()[-1])
    print(f"Huey with SQLite, two worker processes: {result['rate']:,.0f} tasks/s, "
          f"overhead p50 {result['overhead_p50_ms']:.2f} ms", flush=True)
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--only", default="overhead,steady,full,peer")
    parser.add_argument("--rules", action="store_true", help="let rules decide, without a trained forest")
    options = parser.parse_args()
    folder = tempfile.mkdtemp()
    wanted = options.only.split(",")
    try:
        data = f"{folder}/data"
        if not options.rules:
            learn_simulated(data, folder, 6000)
        fleet = Fleet(data, PORT, NODES)
        try:
            if not options.rules:
                versions = fleet.ask("GET", "/api/v1/models/task")["versions"]
                fleet.ask("POST", "/api/v1/models/task/serve", {"version": versions[0]["version"]})
            mine = overhead() if "overhead" in wanted else None
            if "steady" in wanted:
                load("steady, up to 1,000 a second", options.seconds, 100, 93)
            full = load("as fast as 16 connections submit", options.seconds, 16, 0) if "full" in wanted else None
        finally:
            fleet.stop()
        if "peer" in wanted:
            other = peer()
            if mine and full:
                print(f"ratios: {full / other['rate']:.1f} times as many tasks, "
                      f"{other['overhead_p50_ms'] / mine:.1f} times the overhead at Huey")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
