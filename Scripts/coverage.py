#!/usr/bin/env python3
"""Prints the line coverage of each module and fails where mathematics or domain fall below 90 %.

Usage: coverage.py CODECOV.json (the file that `swift test --show-codecov-path` names)
"""
import collections
import json
import pathlib
import sys

MATHEMATICS = ["Forest", "CForestKernels", "MultiTask", "Statistics"]
DOMAIN = ["Catalog", "Declarations", "Domains", "Engine", "Expressions", "Features", "LearnedModels", "Placement", "RunMapping", "Tables"]
LEAST = 90.0

lines = collections.Counter()
covered = collections.Counter()
for entry in json.load(open(sys.argv[1]))["data"][0]["files"]:
    parts = pathlib.PurePath(entry["filename"]).parts
    if "Sources" not in parts or ".build" in parts:
        continue
    module = parts[parts.index("Sources") + 1]
    lines[module] += entry["summary"]["lines"]["count"]
    covered[module] += entry["summary"]["lines"]["covered"]

failed = False
print("line coverage")
for module in sorted(lines):
    share = 100 * covered[module] / lines[module]
    bound = module in MATHEMATICS + DOMAIN
    short = bound and share < LEAST
    failed |= short
    print(f"  {module:<16} {share:5.1f} %  of {lines[module]:5} lines" + ("  below 90 %" if short else ""))
for name, modules in [("mathematics", MATHEMATICS), ("domain", DOMAIN)]:
    total = sum(lines[m] for m in modules)
    share = 100 * sum(covered[m] for m in modules) / max(total, 1)
    print(f"{name}: {share:.1f} % of {total} lines, at least {LEAST:.0f} % asked")
sys.exit(1 if failed else 0)
