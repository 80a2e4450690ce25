#!/usr/bin/env python3
"""What domain `task` loses on three real nodes: decided by a forest that knows the simulation only, then by one that has
learnt from the nodes' own outcomes. README.md says what each line means. Run from the repository's root after
`make build`:

    python3 Benchmarks/task/outcomes.py [--learn 3000] [--test 400] [--seed 7]
"""
import argparse, concurrent.futures, json, math, pathlib, random, shutil, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from fleet import BERTH, Connection, Fleet, learn_simulated

PORT = 18190
# What each kind is like: distance in milliseconds, slowdown, USD an hour.
NODES = {"edge": (3, 4, 0.12), "cloud": (25, 1.5, 0.25), "gpu": (40, 1, 0.5)}


def draw(generator):
    """A task as somebody might submit it; the sizes of what varies are spread evenly over their logarithm."""
    def about(low, high):
        return round(math.exp(generator.uniform(math.log(low), math.log(high))))

    kind = generator.choice(["fraud_detection", "image_classification", "daily_report", "ml_training", "sensor_alert"])
    payload = {
        "fraud_detection": lambda: {"amount": about(1, 5000)},
        "image_classification": lambda: {"seed": generator.randrange(1000)},
        "daily_report": lambda: {"rows": about(1000, 200_000)},
        "ml_training": lambda: {"rows": about(200, 3000), "epochs": about(1, 15)},
        "sensor_alert": lambda: {"seed": generator.randrange(1000)},
    }[kind]()
    return {"taskType": kind, "payload": payload, "priority": generator.randint(1, 10),
            "latency": generator.randint(1, 10), "cost_sensitivity": generator.randint(1, 10)}


class TaskFleet(Fleet):
    def __init__(self, data):
        super().__init__(data, PORT, {
            kind: ["--slots", 1, "--queue", 8, "--distance-ms", distance, "--slowdown", slowdown, "--price-per-hour", price]
            for kind, (distance, slowdown, price) in NODES.items()})

    def run(self, task, kind, number):
        """Seconds from the order to its end, as Berth counts them, and what they cost."""
        connection = Connection(self.nodes[kind]["address"].removeprefix("http://"))
        connection.http.connect()
        started = time.perf_counter()
        status, text = connection.call("POST", "/tasks", {
            "task": f"truth-{number}", "token": 1, "type": task["taskType"], "timeoutSeconds": 60,
            "payload": task["payload"]})
        seconds = time.perf_counter() - started
        report = json.loads(text.splitlines()[-1])["report"]
        assert status == 200 and report["status"] == "succeeded", text
        return seconds, report["executionSeconds"] * NODES[kind][2] / 3600

    def decide(self, task):
        nodes = {f"{kind}_load": 0 for kind in NODES}
        nodes |= {f"{kind}_latency_ms": round(node["latencyMS"]) for kind, node in self.nodes.items()}
        decision = self.ask("POST", "/api/v1/decisions", {
            "domain": "task", "workload": {**task, "requiresGPU": False, **nodes}})
        return decision["chosen"]


def value(task, outcome):
    """The objective of domains/task.yaml."""
    seconds, cost = outcome
    thrift = task["cost_sensitivity"] / (task["cost_sensitivity"] + (task["priority"] + 2 * task["latency"]) / 3)
    return cost ** thrift * seconds ** (1 - thrift)


def report(name, tasks, truth, chosen):
    ratios, right, costs, times = [], 0, [0, 0], [0, 0]
    for task, outcomes, kind in zip(tasks, truth, chosen):
        values = {each: value(task, outcome) for each, outcome in outcomes.items()}
        best = min(values, key=values.get)
        ratios.append(values[kind] / values[best])
        # Within the domain's tolerance two places are as good.
        right += ratios[-1] <= 1.05
        for total, place in ((costs, 1), (times, 0)):
            total[0] += outcomes[kind][place]
            total[1] += outcomes[best][place]
    regret = math.exp(sum(map(math.log, ratios)) / len(ratios)) - 1
    error = (sum((math.log(each) - math.log1p(regret)) ** 2 for each in ratios) / len(ratios) ** 2) ** 0.5
    shares = ", ".join(f"{kind} {chosen.count(kind) / len(chosen):.0%}" for kind in NODES)
    print(f"{name}: best or as good {right / len(tasks):.3f}, regret in value {regret:.1%} ± {error:.1%}, "
          f"in cost {costs[0] / costs[1] - 1:+.1%}, in time {times[0] / times[1] - 1:+.1%} ({shares})", flush=True)


def learn(fleet, count, generator):
    """Submits tasks two at a time, so that nodes are at times busy, and lets a third of them explore."""
    tasks = [draw(generator) for _ in range(count)]

    def submit(task):
        result = fleet.ask("POST", "/api/submit-task?wait=60", task)
        return result["status"]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(submit, tasks))
    print(f"learnt from {count} tasks on the nodes, of which {ended.count('succeeded')} succeeded", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--learn", type=int, default=3000)
    parser.add_argument("--test", type=int, default=400)
    parser.add_argument("--simulated", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    folder = tempfile.mkdtemp()
    data = f"{folder}/data"
    try:
        learn_simulated(data, folder, options.simulated)
        fleet = TaskFleet(data)
        try:
            tasks = [draw(generator) for _ in range(options.test)]
            began = time.time()
            # The middle of three runs, each kind after the other, so that nobody else is at work.
            truth, number = [], 0
            for task in tasks:
                outcomes = {}
                for kind in NODES:
                    runs = []
                    for _ in range(3):
                        number += 1
                        runs.append(fleet.run(task, kind, number))
                    outcomes[kind] = sorted(runs)[1]
                truth.append(outcomes)
            print(f"{len(tasks)} tasks on each kind in {time.time() - began:.0f} s", flush=True)
            policy = "/api/v1/domains/task/policy"
            fixed = {"share": 0, "budget": 0}
            for kind in NODES:
                report(f"always {kind}", tasks, truth, [kind] * len(tasks))
            fleet.ask("PUT", policy, {"strategy": "rules", "exploration": fixed})
            report("rules", tasks, truth, [fleet.decide(task) for task in tasks])
            fleet.ask("PUT", policy, {"strategy": "hybrid", "exploration": fixed})
            report("forest of the simulation", tasks, truth, [fleet.decide(task) for task in tasks])
            fleet.ask("PUT", policy, {"strategy": "hybrid", "exploration": {"share": 0.33, "budget": None}})
            learn(fleet, options.learn, generator)
            fleet.ask("PUT", policy, {"strategy": "hybrid", "exploration": fixed})
            for name, window in (("both", []), ("the nodes' own runs", ["--days", "1"])):
                card = subprocess.run([BERTH, "train", "--domain", "task", *window, "--json", "--data-dir", data],
                                      check=True, capture_output=True, text=True).stdout
                version = json.loads(card)["id"]["version"]
                fleet.ask("POST", "/api/v1/models/task/serve", {"version": version})
                report(f"forest of {name}", tasks, truth, [fleet.decide(task) for task in tasks])
        finally:
            fleet.stop()
    finally:
        shutil.rmtree(folder)


main()
