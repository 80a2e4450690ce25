#!/usr/bin/env python3
"""Checks the files of deploy/ without running a service.

    check-deploy.py              prints every fault, and ends with 1 when there is one
    check-deploy.py --self-test  damages copies of the files and requires that each damage is found

Rules and configuration go through promtool, with the unit tests of every alert. Dashboards, Grafana's provisioning, the
compose file and the Dockerfile are held against each other, against the metrics that the sources make, and against the
guides. What Docker and Grafana themselves would say is not known here.
"""
import ipaddress
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

import deployfiles as files

ROOT = pathlib.Path(__file__).resolve().parent.parent
PANEL_KINDS = {"row", "stat", "gauge", "piechart", "timeseries", "bargauge", "table"}
SEVERITIES = {"info", "warning", "critical"}
# What the requirements name: the port on the machine, the service, and the port that it listens on.
PORTS = {
    8000: ("berth", 8000), 8501: ("berth", 8000), 8502: ("berth", 8000), 8001: ("edge", 8001),
    8002: ("cloud", 8002), 8003: ("gpu", 8003), 9090: ("prometheus", 9090), 3000: ("grafana", 3000),
}
METRICS_OF_PROMETHEUS = {"up", "ALERTS"}


class Checks:
    def __init__(self, root, promtool):
        self.root = root
        self.promtool = promtool
        self.faults = []

    def require(self, is_right, fault):
        if not is_right:
            self.faults.append(fault)
        return is_right

    def run_promtool(self, *arguments):
        run = subprocess.run([self.promtool, *map(str, arguments)], capture_output=True, text=True, check=False)
        words = " ".join(map(str, arguments[:2]))
        self.require(run.returncode == 0, f"promtool {words}: {(run.stdout + run.stderr).strip()[-4000:]}")

    ALL = ("prometheus", "unit_tests", "rules", "guides", "dashboards", "provisioning", "compose", "dockerfile")

    def found(self, names=ALL):
        for name in names:
            try:
                getattr(self, name)()
            except Exception as error:  # a file that cannot be read at all is a fault like another
                self.faults.append(f"{name}: {type(error).__name__}: {error}")
        return self.faults

    # Prometheus

    def prometheus(self):
        folder = self.root / "deploy/prometheus"
        for name in ("prometheus.yml", "prometheus.local.yml"):
            self.run_promtool("check", "config", folder / name)
        shipped, local = (self.scrapes(folder / name) for name in ("prometheus.yml", "prometheus.local.yml"))
        self.require(shipped[0] == local[0], "prometheus.local.yml differs from prometheus.yml in more than addresses")
        for address in local[1]:
            host = address.rsplit(":", 1)[0]
            self.require(ipaddress.ip_address(host).is_loopback, f"prometheus.local.yml: {address} is another machine")
        services = self.services()
        for address in shipped[1]:
            host, port = address.rsplit(":", 1)
            known = host == "127.0.0.1" or (host in services and PORTS.get(int(port), ("", 0))[0] == host)
            self.require(known, f"prometheus.yml: no service of the compose file answers at {address}")

    def unit_tests(self):
        self.run_promtool("test", "rules", *self.tests())

    def tests(self):
        return sorted((self.root / "deploy/prometheus/tests").glob("*.yml"))

    @staticmethod
    def scrapes(path):
        """A configuration without its addresses, and the addresses."""
        configuration = yaml.safe_load(path.read_text())
        addresses = []
        for job in configuration["scrape_configs"]:
            for group in job["static_configs"]:
                addresses += group.pop("targets")
        return configuration, addresses

    def rules(self):
        rules = list(files.rules(self.root))
        guide = (self.root / "docs/operations.md").read_text()
        overview = (self.root / "docs/observability.md").read_text()
        headings = re.findall(r"^#+ (.*)$", guide, re.M)
        anchors = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
        tests = [t for path in self.tests() for t in yaml.safe_load(path.read_text())["tests"]]
        fired = {(c["alertname"], bool(c["exp_alerts"])) for t in tests for c in t.get("alert_rule_test", [])}
        read = [c["expr"] for t in tests for c in t.get("promql_expr_test", [])]
        known = files.exported_metrics(self.root) | {r.name for r in rules if not r.alert} | METRICS_OF_PROMETHEUS
        names = [r.name for r in rules]
        twice = sorted({name for name in names if names.count(name) > 1})
        self.require(not twice, f"rules come twice: {twice}")
        for rule in rules:
            for metric in sorted(files.metrics_in(rule.expr) - known):
                self.faults.append(f"rule {rule.name}: nobody exports {metric}")
            if not rule.alert:
                # A test may read several at once by a pattern.
                patterns = [found for expr in read for found in re.findall(r'__name__=~"([^"]*)"', expr)]
                is_read = any(rule.name in expr for expr in read) or any(re.fullmatch(p, rule.name) for p in patterns)
                self.require(is_read, f"rule {rule.name}: no unit test")
                continue
            self.require(rule.labels.get("severity") in SEVERITIES, f"alert {rule.name}: no severity")
            self.require(rule.annotations.get("summary"), f"alert {rule.name}: no summary")
            self.require(rule.annotations.get("description"), f"alert {rule.name}: no description")
            anchor = f"docs/operations.md#{rule.name.lower()}"
            self.require(rule.annotations.get("runbook") == anchor, f"alert {rule.name}: its runbook is not {anchor}")
            told = rule.name.lower() in anchors
            self.require(told, f"alert {rule.name}: docs/operations.md does not tell what to do")
            link = f"[`{rule.name}`](operations.md#{rule.name.lower()})"
            row = f"| {link} | {rule.labels.get('severity')} | {rule.waits or 'at once'} |"
            self.require(row in overview, f"alert {rule.name}: docs/observability.md has no row '{row}'")
            self.require((rule.name, True) in fired, f"alert {rule.name}: no unit test in which it fires")
            self.require((rule.name, False) in fired, f"alert {rule.name}: no unit test in which it does not fire")

    def guides(self):
        text = "".join(path.read_text() for path in sorted((self.root / "docs").glob("*.md")))
        for _, metric in sorted(files.made_metrics(self.root)):
            self.require(f"`{metric}`" in text, f"metric {metric}: no guide says what it is")
        overview = (self.root / "docs/observability.md").read_text()
        for rule in files.rules(self.root):
            name = re.sub("_(bucket|sum|count)$", "", rule.name) if rule.name.endswith("_bucket") else rule.name
            if not rule.alert and not re.search("_(sum|count)$", name):
                self.require(f"`{name}`" in overview, f"rule {name}: docs/observability.md does not name it")

    # Grafana

    def dashboards(self):
        sources = {s["uid"] for s in self.datasources()}
        known = files.exported_metrics(self.root) | METRICS_OF_PROMETHEUS
        known |= {r.name for r in files.rules(self.root) if not r.alert}
        uids, expressions = [], {}
        for path, board in files.boards(self.root).items():
            uids.append(board["uid"])
            self.require("://" not in path.read_text(), f"{path.name}: names a host")
            self.require(board.get("description"), f"{path.name}: no description")
            values = {name: ".*" for name in files.variables(board)}
            for variable in board["templating"]["list"]:
                where = f"{path.name}: ${variable['name']}"
                self.require(variable["datasource"]["uid"] in sources, f"{where}: unknown data source")
                queried = re.fullmatch(r"label_values\((\w+), \w+\)", variable["definition"])
                self.require(queried and queried.group(1) in known, f"{where}: nobody exports it")
            panels = list(files.panels(board))
            ids = [p.id for p in panels]
            self.require(len(ids) == len(set(ids)), f"{path.name}: a panel's id comes twice")
            self.grid(path.name, panels)
            for panel in panels:
                self.panel(path.name, panel, sources, known, values, expressions)
        self.require(len(uids) == len(set(uids)), "two dashboards have one uid")
        self.parse(expressions)

    def grid(self, name, panels):
        taken = {}
        for panel in panels:
            grid = panel.grid
            columns = range(grid["x"], grid["x"] + grid["w"])
            rows = range(grid["y"], grid["y"] + grid["h"])
            self.require(0 <= columns.start and columns.stop <= 24, f"{name}: '{panel.title}' is wider than the page")
            for place in ((column, row) for column in columns for row in rows):
                if place in taken:
                    self.faults.append(f"{name}: '{panel.title}' lies over '{taken[place]}'")
                    break
                taken[place] = panel.title

    def panel(self, name, panel, sources, known, values, expressions):
        where = f"{name}: '{panel.title}'"
        if not self.require(panel.kind in PANEL_KINDS, f"{where}: panel of kind {panel.kind}") or panel.kind == "row":
            return
        self.require(panel.description, f"{where}: no description")
        self.require(panel.unit, f"{where}: no unit")
        self.require(panel.targets, f"{where}: asks nothing")
        references = [t.ref for t in panel.targets]
        self.require(len(references) == len(set(references)), f"{where}: two queries have one reference")
        for target in panel.targets:
            self.require(target.legend, f"{where}: no legend")
            for source in (panel.datasource, target.datasource):
                self.require(source in sources, f"{where}: unknown data source {source}")
            try:
                expression = files.filled(target.expr, values)
            except KeyError as unknown:
                self.faults.append(f"{where}: unknown variable {unknown}")
                continue
            expressions[f"{where} {target.ref}"] = expression
            for metric in sorted(files.metrics_in(expression) - known):
                self.faults.append(f"{where}: nobody exports {metric}")

    def parse(self, expressions):
        """Has promtool read every expression, as rules of a file of their own."""
        places = list(expressions)
        rules = [{"record": f"panel:{n}", "expr": expressions[place]} for n, place in enumerate(places)]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "panels.yml"
            path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
            run = subprocess.run([self.promtool, "check", "rules", path], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            found = {places[int(n)] for n in re.findall(r'rule \d+, "panel:(\d+)"', run.stdout + run.stderr)}
            self.faults.append(f"PromQL cannot be read: {sorted(found)}: {(run.stdout + run.stderr).strip()[-2000:]}")

    def datasources(self):
        path = self.root / "deploy/grafana/provisioning/datasources/prometheus.yaml"
        return yaml.safe_load(path.read_text())["datasources"]

    def provisioning(self):
        grafana = self.services()["grafana"]
        for source in self.datasources():
            variable = re.fullmatch(r"\$(\w+)", source["url"])
            given = variable and grafana["environment"].get(variable.group(1))
            self.require(given == "http://prometheus:9090", f"data source {source['name']}: {source['url']} is {given}")
        path = self.root / "deploy/grafana/provisioning/dashboards/berth.yaml"
        mounts = [v.split(":")[1] for v in grafana["volumes"]]
        for provider in yaml.safe_load(path.read_text())["providers"]:
            folder = provider["options"]["path"]
            self.require(folder in mounts, f"dashboards: {folder} is not mounted")
        home = grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"].rsplit("/", 1)[1]
        self.require(home in [p.name for p in files.boards(self.root)], f"the first dashboard, {home}, does not exist")

    # Compose

    def composition(self):
        return yaml.safe_load((self.root / "deploy/compose.yaml").read_text())

    def services(self):
        return self.composition()["services"]

    def compose(self):
        composition = self.composition()
        services = composition["services"]
        published = {}
        for name, service in services.items():
            self.require(service.get("healthcheck", {}).get("test"), f"service {name}: no health check")
            self.require(service.get("image"), f"service {name}: no image")
            build = service.get("build")
            if build:
                context = (self.root / "deploy" / build["context"]).resolve()
                self.require((context / build["dockerfile"]).is_file(), f"service {name}: no {build['dockerfile']}")
            for port in service.get("ports", []):
                found = re.fullmatch(r"\$\{BERTH_PUBLISH:-127\.0\.0\.1\}:(\d+):(\d+)", port)
                if self.require(found, f"service {name}: port {port} is not on this machine only"):
                    outside, inside = map(int, found.groups())
                    self.require(outside not in published, f"service {name}: port {outside} is taken")
                    published[outside] = (name, inside)
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                is_file = source.startswith(".") and (self.root / "deploy" / source).exists()
                self.require(is_file or source in composition["volumes"], f"service {name}: no {source}")
            for other, condition in service.get("depends_on", {}).items():
                if self.require(other in services, f"service {name}: depends on {other}, which is none"):
                    waits = condition["condition"] == "service_healthy" and "healthcheck" in services[other]
                    self.require(waits, f"service {name}: does not wait for {other}")
            for word in service.get("command", []):
                for host, port in re.findall(r"http://([\w-]+):(\d+)", word):
                    answers = PORTS.get(int(port)) == (host, int(port))
                    self.require(answers, f"service {name}: nobody answers at {host}:{port}")
        self.require(published == PORTS, f"ports: found {published}, expected {PORTS}")
        for name in ("edge", "cloud", "gpu"):
            command = services[name]["command"]
            told = dict(zip(command[1::2], command[2::2]))
            port = next(outside for outside, (service, _) in PORTS.items() if service == name)
            self.require(told["--kind"] == name, f"service {name}: is of kind {told['--kind']}")
            self.require(told["--listen"] == f"0.0.0.0:{port}", f"service {name}: listens on {told['--listen']}")
            self.require(told["--advertise"] == f"http://{name}:{port}", f"service {name}: says {told['--advertise']}")
        environment = services["grafana"]["environment"]
        self.require(
            re.fullmatch(r"\$\{\w+:-admin\}", environment["GF_SECURITY_ADMIN_PASSWORD"]),
            "grafana: the password does not come from the environment",
        )
        configured = [w for w in services["prometheus"]["command"] if w.startswith("--config.file=/etc/prometheus/")]
        file = configured[0].split("/etc/prometheus/")[1] if configured else ""
        self.require((self.root / "deploy/prometheus" / file).is_file(), f"prometheus: no {file} in deploy/prometheus")

    def dockerfile(self):
        text = (self.root / "deploy/Dockerfile").read_text().replace("\\\n", " ")
        lines = [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]
        images = [rest.split()[0] for word, rest in lines if word == "FROM"]
        are_known = len(images) == 2 and all(image.startswith("swift:6.2") for image in images)
        self.require(are_known, f"Dockerfile: built from {images}")
        allowed = {
            line[1:].rstrip("/") for line in (self.root / "deploy/Dockerfile.dockerignore").read_text().splitlines()
            if line.startswith("!")
        }
        for word, rest in lines:
            if word == "COPY" and not rest.startswith("--from"):
                for source in rest.split()[:-1]:
                    self.require((self.root / source).exists(), f"Dockerfile: there is no {source}")
                    self.require(source.split("/")[0] in allowed, f"Dockerfile: {source} is kept out of the build")
        users = [rest for word, rest in lines if word == "USER"]
        self.require(users and users[-1] not in ("root", "0"), "Dockerfile: runs as root")
        self.require(any(word == "HEALTHCHECK" for word, _ in lines), "Dockerfile: no health check")


# Damages: a check, a file, what is replaced in it by what, and what the check has to say.
DAMAGES = [
    ("prometheus", "deploy/prometheus/prometheus.yml", "scrape_interval: 5s",
     "scrape_interval: 5 seconds", "promtool check config"),
    ("prometheus", "deploy/prometheus/prometheus.yml", "'edge:8001'", "'edge:8002'", "answers at edge:8002"),
    ("prometheus", "deploy/prometheus/prometheus.local.yml", "scrape_interval: 5s",
     "scrape_interval: 6s", "more than addresses"),
    ("unit_tests", "deploy/prometheus/rules/alerts.yml", 'up{job="berth-nodes"} == 0',
     'up{job="nodes"} == 0', "promtool test rules"),
    ("rules", "deploy/prometheus/rules/alerts.yml", "labels: {severity: critical}",
     "labels: {severity: loud}", "no severity"),
    ("rules", "deploy/prometheus/rules/alerts.yml", "#nodedown", "#node-down", "its runbook is not"),
    ("rules", "deploy/prometheus/rules/alerts.yml", "berth_node_load_ratio >=",
     "berth_node_load >=", "nobody exports berth_node_load"),
    ("rules", "deploy/prometheus/rules/recording.yml", "record: model_prediction_accuracy",
     "record: model_accuracy", "no unit test"),
    ("rules", "deploy/prometheus/tests/rules.yml", "eval_time: 1m15s, alertname: NodeBreakerOpen",
     "eval_time: 1m15s, alertname: NodeLost", "NodeBreakerOpen: no unit test in which it does not fire"),
    ("rules", "docs/operations.md", "### NodeDown", "### A node is down", "does not tell what to do"),
    ("guides", "docs/nodes.md", "`berth_node_info`", "`berth_node`", "metric berth_node_info: no guide"),
    ("guides", "docs/observability.md", "`model_prediction_accuracy`", "it", "rule model_prediction_accuracy:"),
    ("rules", "deploy/prometheus/rules/alerts.yml", "for: 5m", "for: 6m", "docs/observability.md has no row"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", "sum(berth_task_queue_length)",
     "sum(berth_task_queue_size)", "nobody exports berth_task_queue_size"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", "sum(berth_task_queue_length)",
     "sum(berth_task_queue_length", "PromQL cannot be read"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", '"id": 2,', '"id": 1,', "id comes twice"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", '"x": 4,', '"x": 3,', "lies over"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", '"x": 20,', '"x": 21,', "wider than the page"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", '"berth-prometheus"',
     '"prometheus"', "unknown data source"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", "$task_type", "$type", "unknown variable"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", "label_values(berth_node_up",
     "label_values(berth_nodes_up", "nobody exports it"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", '"unit": "cps"', '"unit": ""', "no unit"),
    ("dashboards", "deploy/grafana/dashboards/orchestrator.json", '"legendFormat": "waiting"',
     '"legendFormat": ""', "no legend"),
    ("dashboards", "deploy/grafana/dashboards/ml.json", '"uid": "berth-ml"',
     '"uid": "berth-orchestrator"', "two dashboards"),
    ("dashboards", "deploy/grafana/dashboards/ml.json", '"Mean duration',
     '"See http://here. Mean duration', "names a host"),
    ("provisioning", "deploy/grafana/provisioning/dashboards/berth.yaml", "/etc/grafana/dashboards",
     "/dashboards", "is not mounted"),
    ("provisioning", "deploy/grafana/provisioning/datasources/prometheus.yaml", "$BERTH_PROMETHEUS_URL",
     "$PROMETHEUS", "data source Prometheus"),
    ("compose", "deploy/compose.yaml", "'${BERTH_PUBLISH:-127.0.0.1}:9090:9090'",
     "'9090:9090'", "not on this machine only"),
    ("compose", "deploy/compose.yaml", "}:8502:8000", "}:8001:8000", "port 8001 is taken"),
    ("compose", "deploy/compose.yaml", "./prometheus:", "./prometheuses:", "no ./prometheuses"),
    ("compose", "deploy/compose.yaml", "prometheus: {condition", "prometheu: {condition", "which is none"),
    ("compose", "deploy/compose.yaml", "'http://berth:8000', --drain",
     "'http://berth:8080', --drain", "nobody answers at berth:8080"),
    ("compose", "deploy/compose.yaml", "dockerfile: deploy/Dockerfile", "dockerfile: Dockerfile", "no Dockerfile"),
    ("compose", "deploy/compose.yaml", "${GRAFANA_ADMIN_PASSWORD:-admin}",
     "admin", "does not come from the environment"),
    ("compose", "deploy/compose.yaml", "prometheus/prometheus.yml", "prometheus/prometheus.yaml", "no prometheus.yaml"),
    ("dockerfile", "deploy/Dockerfile", "USER berth", "USER root", "runs as root"),
    ("dockerfile", "deploy/Dockerfile", "COPY domains", "COPY catalogues", "there is no catalogues"),
    ("dockerfile", "deploy/Dockerfile.dockerignore", "!domains", "!docs", "kept out of the build"),
]


def self_test(promtool):
    """Whether each damage is found; the sources are shared, the rest is copied for each."""
    missed = 0
    for check, name, old, new, fault in DAMAGES:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for part in ("deploy", "docs"):
                shutil.copytree(ROOT / part, root / part)
            for part in (
                "Sources", "Scripts", "Tests", "Benchmarks", "Examples", "catalogs", "domains", "openapi.yaml", "Package.swift",
            ):
                (root / part).symlink_to(ROOT / part)
            text = (root / name).read_text()
            if old not in text:
                print(f"{name}: there is no {old!r} to damage", file=sys.stderr)
                missed += 1
                continue
            (root / name).write_text(text.replace(old, new, 1))
            faults = Checks(root, promtool).found([check])
            if not any(fault in found for found in faults):
                print(f"{name}: {old!r} as {new!r}: expected '{fault}', found {faults}", file=sys.stderr)
                missed += 1
    print(f"{len(DAMAGES) - missed} of {len(DAMAGES)} damages found")
    return missed == 0


def main(arguments):
    promtool = files.tool(ROOT, "promtool")
    if not promtool:
        print("check-deploy: promtool is missing; run Scripts/prometheus-tools.sh", file=sys.stderr)
        return 1
    if arguments == ["--self-test"]:
        return 0 if self_test(promtool) else 1
    faults = Checks(ROOT, promtool).found()
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        rules, boards = list(files.rules(ROOT)), files.boards(ROOT).values()
        asked = sum(len(panel.targets) for board in boards for panel in files.panels(board))
        alerts = sum(rule.alert for rule in rules)
        print(f"{alerts} alerts, {len(rules) - alerts} recorded rules, {asked} expressions of {len(boards)} dashboards")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
