#!/usr/bin/env python3
"""Prints the line coverage of each module and fails where a module of the lower layers falls below 90 %.

Usage: coverage.py CODECOV.json (the file that `swift test --show-codecov-path` names)

Which module is on which layer is read from Tests/SourcesTests/Layers.swift.
"""
import collections
import json
import pathlib
import re
import sys

LAYERS = ["mathematics", "base", "domain", "models"]
LEAST = 90.0
# What runs between fork and exec ends before anything is counted.
UNCOUNTED = ["CLimitedProcess"]

table = pathlib.Path(__file__).parents[1].joinpath("Tests/SourcesTests/Layers.swift").read_text()
table = table.split("static let modules", 1)[1].split("\n    ]\n", 1)[0]
layers = {name: re.findall(r'"(\w+)"', modules) for name, modules in re.findall(r"\.(\w+): \[(.*?)\]", table, re.S)}

lines = collections.Counter()
covered = collections.Counter()
for entry in json.load(open(sys.argv[1]))["data"][0]["files"]:
    parts = pathlib.PurePath(entry["filename"]).parts
    if "Sources" not in parts or ".build" in parts:
        continue
    module = parts[parts.index("Sources") + 1]
    lines[module] += entry["summary"]["lines"]["count"]
    covered[module] += entry["summary"]["lines"]["covered"]

bound = {module for layer in LAYERS for module in layers[layer]} - set(UNCOUNTED)
failed = False
print("line coverage")
for module in sorted(lines):
    share = 100 * covered[module] / lines[module]
    short = module in bound and share < LEAST
    failed |= short
    print(f"  {module:<16} {share:5.1f} %  of {lines[module]:5} lines" + ("  below 90 %" if short else ""))
for layer in LAYERS:
    modules = [m for m in layers[layer] if m in bound and lines[m]]
    if modules:
        total = sum(lines[m] for m in modules)
        share = 100 * sum(covered[m] for m in modules) / total
        print(f"{layer}: {share:.1f} % of {total} lines, at least {LEAST:.0f} % asked of each module")
sys.exit(1 if failed else 0)
