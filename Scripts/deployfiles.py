"""What the files of deploy/ say, for check-deploy.py and try-prometheus.py."""
import collections
import json
import pathlib
import re
import shutil

import yaml

Rule = collections.namedtuple("Rule", "name expr alert annotations labels waits group")
Panel = collections.namedtuple("Panel", "board id title kind grid unit description datasource targets")
Target = collections.namedtuple("Target", "ref expr legend datasource")

# What Grafana puts into an expression; the values are those that a check uses.
BUILT_IN = {"__rate_interval": "1m", "__interval": "15s", "__range": "30m"}


def tool(root, name):
    """The path of prometheus or promtool; None where there is none."""
    unpacked = root / ".deps/prometheus/usr/bin" / name
    return shutil.which(name) or (str(unpacked) if unpacked.exists() else None)


def rules(root):
    for path in sorted((root / "deploy/prometheus/rules").glob("*.yml")):
        for group in yaml.safe_load(path.read_text())["groups"]:
            for rule in group["rules"]:
                yield Rule(
                    rule.get("record") or rule["alert"], rule["expr"], "alert" in rule, rule.get("annotations", {}),
                    rule.get("labels", {}), rule.get("for"), group["name"],
                )


def boards(root):
    """Dashboards by the path of their file."""
    return {path: json.loads(path.read_text()) for path in sorted((root / "deploy/grafana/dashboards").glob("*.json"))}


def panels(board):
    for panel in board["panels"]:
        targets = [
            Target(t.get("refId"), t.get("expr", ""), t.get("legendFormat"), t.get("datasource", {}).get("uid"))
            for t in panel.get("targets", [])
        ]
        defaults = panel.get("fieldConfig", {}).get("defaults", {})
        yield Panel(
            board["title"], panel["id"], panel["title"], panel["type"], panel["gridPos"], defaults.get("unit"),
            panel.get("description"), panel.get("datasource", {}).get("uid"), targets,
        )


def variables(board):
    """Names of the dashboard's own variables, each with the query that gives its values."""
    return {v["name"]: v["definition"] for v in board["templating"]["list"]}


def filled(expr, values):
    """An expression as Prometheus gets it, with every variable replaced.

    Raises KeyError for a variable that is neither built in nor given.
    """
    return re.sub(r"\$\{?(\w+)\}?", lambda found: (BUILT_IN | values)[found.group(1)], expr)


def made_metrics(root):
    """Kind and name of every metric that the sources make."""
    made = re.compile(r'\.(counter|gauge|histogram)\(\s*"([a-z][a-z0-9_]*)"')
    return {found for path in (root / "Sources").rglob("*.swift") for found in made.findall(path.read_text())}


def exported_metrics(root):
    """The names under which Prometheus knows them, a histogram's three parts apart."""
    parts = {"histogram": ("_bucket", "_sum", "_count")}
    return {name + part for kind, name in made_metrics(root) for part in parts.get(kind, ("",))}


# Those that the shipped expressions use; any other is taken for a metric, and missed.
WORDS_OF_PROMQL = set(
    """and or unless on ignoring group_left group_right by without offset bool sum min max avg count rate increase time
    vector histogram_quantile avg_over_time""".split()
)


def metrics_in(expr):
    """Names of the metrics that an expression reads."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', expr)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]", " ", bare)
    bare = re.sub(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", bare)
    words = re.findall(r"(?<![\w.:])[a-zA-Z_:][\w:]*", bare)
    return {word for word in words if word.lower() not in WORDS_OF_PROMQL}
