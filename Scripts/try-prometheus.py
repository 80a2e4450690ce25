#!/usr/bin/env python3
"""Runs Berth, three nodes and Prometheus with the shipped rules, and asks for everything that deploy/ ships.

    try-prometheus.py [--berth PROGRAM] [--work FOLDER] [--verbose]

Berth learns a small model from simulated runs, three nodes join it with the flags of deploy/compose.yaml, and everything
gets traffic. Prometheus reads all four every other second, by a configuration that differs from the shipped one in
addresses and intervals only, with the shipped rules, of which NodeDown and NodeLost wait for a few seconds only. Then
each expression of each panel and each recorded rule has to have data, each alert has to be evaluated without an error,
and no critical one may fire. Last, one node is stopped, which Berth must not miss, and one is killed, for which NodeDown
and NodeLost have to fire.

All of it runs on free ports of 127.0.0.1 in a folder of its own, and is stopped and removed in the end.
"""
import argparse
import http.client
import json
import math
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import yaml

import deployfiles as files

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Grafana takes four scrape intervals at least.
VALUES = {"__rate_interval": "10s", "__interval": "2s", "__range": "5m"}
PATIENCE_SECONDS = 45
SHORTENED = {"NodeDown", "NodeLost"}


class Failure(Exception):
    pass


class World:
    """The processes of one trial, ended by their own ids."""

    def __init__(self, folder, berth):
        self.folder = folder
        self.berth = berth
        self.processes = {}
        library = next((ROOT / ".deps/lightgbm/lib").glob("lib_lightgbm.*"), None)
        self.environment = os.environ | {"BERTH_RETENTION_RUN_DAYS": "3660"}
        if library:
            self.environment.setdefault("BERTH_LIGHTGBM_LIBRARY", str(library))
        self.can_train = os.path.exists(self.environment.get("BERTH_LIGHTGBM_LIBRARY", ""))

    def start(self, name, command):
        log = self.folder / f"{name}.log"
        process = subprocess.Popen(
            list(map(str, command)), cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=log.open("w"),
        )
        self.processes[name] = process
        return process, log

    def listening(self, name, command):
        """Starts a service of Berth and waits for the address that its log tells."""
        process, log = self.start(name, command)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            for line in log.read_text().splitlines():
                if '"message":"listening"' in line:
                    return json.loads(line)["address"]
            time.sleep(0.05)
        raise Failure(f"{name} did not start: {log.read_text()[-2000:]}")

    def run(self, *arguments, output=None):
        stdout = output.open("w") if output else subprocess.DEVNULL
        run = subprocess.run(
            [str(self.berth), *map(str, arguments)], cwd=self.folder, env=self.environment, stdout=stdout,
            stderr=subprocess.PIPE, text=True, check=False,
        )
        if run.returncode != 0:
            raise Failure(f"berth {arguments[0]}: {run.stderr[-2000:]}")

    def stop(self, name):
        self.processes[name].terminate()
        self.processes[name].wait(timeout=60)

    def kill(self, name):
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def end(self):
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


# The services

def learn(world):
    """A data directory with 400 simulated runs and what was learnt from them."""
    places = ["--domains", ROOT / "domains", "--data-dir", "data"]
    world.run("demo", "--csv", "--runs", "400", "--seed", "7", output=world.folder / "history.csv")
    world.run("runs", "import", "history.csv", *places)
    if world.can_train:
        world.run("train", "--set", "rounds=5", "--seed", "1", *places)


def serve(world):
    """Starts Berth and the nodes as the compose file does, but for where they are."""
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())["services"]

    def changed(command, changes):
        words = [str(word) for word in command]
        for flag, value in changes.items():
            place = words.index(flag)
            words[place:place + 2] = [flag, value] if value else []
        return words

    berth = world.listening(
        "berth",
        [world.berth, *changed(services["berth"]["command"], {"--http": "127.0.0.1:0"}),
         "--domains", ROOT / "domains", "--data-dir", "data"],
    )
    nodes = {}
    for kind in ("edge", "cloud", "gpu"):
        changes = {"--listen": "127.0.0.1:0", "--advertise": None, "--join": berth}
        command = [world.berth, *changed(services[kind]["command"], changes)]
        if kind == "edge":
            # Something that can fail.
            command += ["--allow-command", "/bin/false"]
        nodes[kind] = world.listening(kind, command)
    return berth, nodes


def prometheus(world, program, berth, nodes):
    configuration = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    configuration["global"] |= {"scrape_interval": "2s", "scrape_timeout": "2s", "evaluation_interval": "1s"}
    for job in configuration["scrape_configs"]:
        for group in job["static_configs"]:
            if job["job_name"] == "berth":
                group["targets"] = [berth.removeprefix("http://")]
            elif job["job_name"] == "berth-nodes":
                group["targets"] = [nodes[group["labels"]["node_kind"]].removeprefix("http://")]
            else:
                group["targets"] = [address]
    (world.folder / "rules").mkdir()
    for path in (ROOT / "deploy/prometheus/rules").glob("*.yml"):
        rules = yaml.safe_load(path.read_text())
        for rule in (rule for group in rules["groups"] for rule in group["rules"]):
            if rule.get("alert") in SHORTENED:
                # Two readings in a row: one may be late on a busy machine.
                rule["for"] = "3s"
        (world.folder / "rules" / path.name).write_text(yaml.safe_dump(rules))
    (world.folder / "prometheus.yml").write_text(yaml.safe_dump(configuration))
    process, log = world.start(
        "prometheus",
        [program, "--config.file=prometheus.yml", f"--storage.tsdb.path={world.folder}/tsdb",
         f"--web.listen-address={address}"],
    )
    api = Prometheus(f"http://{address}")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        if api.is_ready():
            return api
        time.sleep(0.1)
    raise Failure(f"prometheus did not start: {log.read_text()[-2000:]}")


class Prometheus:
    def __init__(self, address):
        self.address = address

    def get(self, path, **parameters):
        query = urllib.parse.urlencode(parameters)
        try:
            with urllib.request.urlopen(f"{self.address}{path}?{query}", timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise Failure(f"{parameters.get('query', path)}: {error.read().decode()[:500]}") from error

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"{self.address}/-/ready", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def has_data(self, expr):
        """Whether an expression has a number that is one."""
        result = self.get("/api/v1/query", query=expr)["result"]
        return any(not math.isnan(float(sample["value"][1])) for sample in result)

    def firing(self):
        alerts = self.get("/api/v1/alerts")["alerts"]
        return [a["labels"] for a in alerts if a["state"] == "firing"]


# Traffic

class Traffic(threading.Thread):
    """Requests of every kind, good and bad, until it is told to stop."""

    def __init__(self, berth, nodes):
        super().__init__(daemon=True)
        self.berth = urllib.parse.urlsplit(berth).netloc
        self.nodes = {kind: urllib.parse.urlsplit(address).netloc for kind, address in nodes.items()}
        self.random = random.Random(1)
        self.stopping = threading.Event()
        self.answers = {}
        self.failure = None

    def send(self, what, method, path, body=None, host=None, kind="application/json"):
        connection = http.client.HTTPConnection(host or self.berth, timeout=20)
        try:
            text = body if isinstance(body, (str, type(None))) else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": kind} if body else {})
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        self.answers[what, answer.status] = self.answers.get((what, answer.status), 0) + 1
        return json.loads(data) if answer.headers.get_content_type().endswith("json") else None

    def run(self):
        number = 0
        try:
            while not self.stopping.is_set():
                number += 1
                self.round(number)
                self.stopping.wait(0.05)
        except Exception as error:
            if not self.stopping.is_set():
                self.failure = error

    def round(self, number):
        spec = {"language": "python", "code": f"print({number % 7})", "cpu": 1, "memoryMB": 512}
        decision = self.send("predict", "POST", "/api/predict", {"spec": spec})
        predicted = decision.get("predicted") or {"latencyMS": 500, "costUSD": 2e-5}
        outcome = {
            "durationMs": predicted["latencyMS"] * self.random.uniform(0.9, 1.1),
            "costUSD": predicted["costUSD"] * self.random.uniform(0.9, 1.1), "success": True,
        }
        self.send("outcome", "POST", f"/api/v1/decisions/{decision['decisionId']}/outcome", outcome)
        started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
        for provider in ("e2b", "daytona"):
            run = {
                "runId": f"r-{provider}-{number}", "provider": provider, "language": "python", "startedAt": started,
                "durationMs": 812, "costUSD": 2.16e-05, "success": number % 5 != 0, "spec": {"cpu": 1, "memoryMB": 512},
            }
            self.send("run", "POST", "/api/telemetry/runs", run)
        self.send("the same run", "POST", "/api/telemetry/runs", run)
        if number % 10 == 1:
            self.mishaps()
        self.tasks(number)

    def mishaps(self):
        self.send("bad run", "POST", "/api/telemetry/runs", {"runId": "bad"})
        self.send("unknown path", "GET", "/api/nothing")
        self.send("health", "GET", "/health")
        targets = self.send("targets", "GET", "/api/v1/targets?domain=sandbox")["targets"]
        self.send("nothing feasible", "POST", "/api/predict", {
            "spec": {"language": "python", "cpu": 1, "memoryMB": 512},
            "constraints": {"excludeProviders": sorted({target["provider"] for target in targets})},
        })
        order = {"task": "x", "token": 1, "type": "no", "timeoutSeconds": 1}
        self.send("bad order", "POST", "/tasks", order, self.nodes["edge"])

    def tasks(self, number):
        for kind, payload in (
            ("fraud_detection", {"amount": 1240, "usualAmount": 45}), ("image_classification", {"seed": number}),
            ("sensor_alert", {"seed": number}), ("daily_report", {"rows": 300}),
            ("ml_training", {"rows": 200, "epochs": 1}),
        ):
            self.send("task", "POST", "/api/submit-task?wait=0", {
                "taskType": kind, "priority": 1 + number % 10, "latency": 1 + number % 7,
                "requiresGPU": kind == "ml_training", "payload": payload,
            })
        if number % 10 == 1:
            self.send("bad task", "POST", "/api/submit-task?wait=0", {"taskType": "fraud"})
            failing = {"taskType": "command", "payload": {"program": "/bin/false"}}
            self.send("failing task", "POST", "/api/submit-task?wait=0", failing)


# What is required

def expressions():
    """Everything that has to have data, by where it stands."""
    for board in files.boards(ROOT).values():
        values = VALUES | {name: ".*" for name in files.variables(board)}
        for panel in files.panels(board):
            for target in panel.targets:
                yield f"{panel.board}: {panel.title} {target.ref}", files.filled(target.expr, values)
        for name, query in files.variables(board).items():
            yield f"{board['title']}: ${name}", query.removeprefix("label_values(").split(",")[0]
    for rule in files.rules(ROOT):
        if not rule.alert:
            yield f"rule {rule.name}", rule.name


def wait_for(what, seconds, condition):
    """Waits until a condition has nothing more to say."""
    started = time.monotonic()
    while True:
        missing = condition()
        if not missing:
            return time.monotonic() - started
        if time.monotonic() - started > seconds:
            raise Failure(f"{what}, after {seconds} s: " + "; ".join(map(str, missing)))
        time.sleep(0.5)


def require_data(api, traffic):
    left = dict(expressions())
    count = len(left)

    def missing():
        if traffic.failure:
            raise Failure(f"traffic: {traffic.failure}")
        for place in [p for p, expr in left.items() if api.has_data(expr)]:
            del left[place]
        return [f"{place}: {expr}" for place, expr in left.items()]

    return count, wait_for("no data", PATIENCE_SECONDS, missing)


def require_alerts(api):
    """Each alert is evaluated without an error, before any node is killed, and none that is critical fires."""
    wait_for("not evaluated", 20, lambda: [
        f"{rule['name']}: {rule['health']} {rule.get('lastError', '')}"
        for group in api.get("/api/v1/rules")["groups"] for rule in group["rules"] if rule["health"] != "ok"
    ])
    alerts = [rule for rule in files.rules(ROOT) if rule.alert]
    for rule in alerts:
        api.get("/api/v1/query", query=rule.expr)
    wait_for("fires while everything is well", 20, lambda: [
        a for a in api.firing() if a["severity"] == "critical" or a["alertname"] in SHORTENED
    ])
    return len(alerts), sorted({a["alertname"] for a in api.firing()})


def require_node_down(world, api, nodes):
    instances = {kind: address.removeprefix("http://") for kind, address in nodes.items()}

    def differences(wanted):
        firing = api.firing()
        found = {(name, a[label]) for a in firing for name, label in (("NodeDown", "instance"), ("NodeLost", "node"))
                 if a["alertname"] == name}
        return [f"not firing: {a}" for a in sorted(wanted - found)] + [f"firing: {a}" for a in sorted(found - wanted)]

    stopped = {("NodeDown", instances["gpu"])}
    world.stop("gpu")
    wait_for("alerts after a node was stopped", 30, lambda: differences(stopped))
    # Had Berth missed the stopped node, it would do so before it misses this one.
    killed = {("NodeDown", instances["cloud"]), ("NodeLost", "cloud-8002")}
    world.kill("cloud")
    return wait_for("alerts after a node was killed", 30, lambda: differences(stopped | killed))


def trial(world, program, verbose):
    started = time.monotonic()
    learn(world)
    if not world.can_train:
        raise Failure("LightGBM's library is missing, and without a model half of the panels are empty; run make deps")
    berth, nodes = serve(world)
    api = prometheus(world, program, berth, nodes)
    traffic = Traffic(berth, nodes)
    traffic.start()
    try:
        count, seconds = require_data(api, traffic)
        print(f"{count} expressions have data, {seconds:.1f} s after Prometheus was ready")
        alerts, firing = require_alerts(api)
        print(f"{alerts} alerts are evaluated; firing beside the traffic's mishaps: {', '.join(firing) or 'none'}")
        seconds = require_node_down(world, api, nodes)
        print(f"NodeDown and NodeLost fire {seconds:.1f} s after a node was killed; NodeDown alone for a stopped one")
    finally:
        traffic.stopping.set()
        traffic.join(timeout=25)
        if verbose:
            for (what, status), number in sorted(traffic.answers.items()):
                print(f"  {what}: {number} times {status}")
    print(f"took {time.monotonic() - started:.1f} s")


def main():
    parser = argparse.ArgumentParser(description="Tries the files of deploy/ with a running Prometheus.")
    parser.add_argument("--berth", type=pathlib.Path, default=ROOT / ".build/release/berth")
    parser.add_argument("--work", type=pathlib.Path, help="a folder for logs and data that is kept; it must not exist")
    parser.add_argument("--verbose", action="store_true", help="counts of answers as well")
    options = parser.parse_args()
    program = files.tool(ROOT, "prometheus")
    if not program:
        sys.exit("try-prometheus: prometheus is missing; run Scripts/prometheus-tools.sh")
    if not options.berth.exists():
        sys.exit(f"try-prometheus: {options.berth} is not built; run make build, or name it with --berth")
    if options.work:
        options.work.mkdir(parents=True)
    folder = options.work or pathlib.Path(tempfile.mkdtemp(prefix="berth-prometheus-"))
    world = World(folder.resolve(), options.berth.resolve())
    try:
        trial(world, program, options.verbose)
    except Failure as failure:
        sys.exit(f"try-prometheus: {failure}")
    finally:
        world.end()
        if not options.work:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
