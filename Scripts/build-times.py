#!/usr/bin/env python3
"""Runs a build and prints the processor time of each module and package, the most expensive first.

    python3 Scripts/build-times.py swift build -c release --scratch-path .build-times --product berth

It reads the compilers' times from /proc (Linux) 10 times a second, so it misses what a process does in its last moments:
the line "not attributed" is the build's whole processor time, as the kernel counted it, less what was seen."""
import collections, os, pathlib, re, resource, subprocess, sys, time

TICK = os.sysconf("SC_CLK_TCK")


def module(command):
    """The module that a compiler works on, and the folder of its sources."""
    name = None
    for flag, value in zip(command, command[1:]):
        if flag == "-module-name":
            name = value
    built = re.search(r"/([^/ ]+?)(?:-tool)?\.build/", " ".join(command))
    # Of the sources alone: headers and module maps are other packages' too.
    sources = [word for word in command if word.endswith((".swift", ".c", ".cc", ".cpp", ".S"))]
    source = re.search(r"/checkouts/([^/ ]+)/", " ".join(sources))
    return name or (built and built.group(1)) or pathlib.Path(command[0]).name, source and source.group(1)


def sample(seen, root):
    parents, stats = {}, {}
    for folder in pathlib.Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rsplit(") ", 1)[1].split()
        except (OSError, IndexError):
            continue
        parents[int(folder.name)] = int(fields[1])
        stats[int(folder.name)] = (int(fields[11]) + int(fields[12]), fields[19])
    for process, (ticks, start) in stats.items():
        ancestor = process
        while ancestor not in (0, 1, root):
            ancestor = parents.get(ancestor, 0)
        if ancestor != root:
            continue
        known = seen.get((process, start))
        try:
            command = pathlib.Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        # A process that has ended has no command line any more.
        if not known or (command[0] and known[0] != command[:1]):
            known = (command[:1], module(command))
        seen[(process, start)] = (*known[:2], ticks)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    began, seen = time.monotonic(), {}
    build = subprocess.Popen(sys.argv[1:])
    while build.poll() is None:
        sample(seen, build.pid)
        time.sleep(0.1)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    modules, packages, attributed = collections.Counter(), collections.Counter(), 0.0
    for program, (name, package), ticks in seen.values():
        seconds = ticks / TICK
        attributed += seconds
        if pathlib.Path(program[0]).name.startswith(("swift-frontend", "clang", "swiftc")):
            modules[name, package or "berth"] += seconds
            packages[package or "berth"] += seconds
    total = used.ru_utime + used.ru_stime
    print(f"\n{time.monotonic() - began:.0f} s, processor time {total:.0f} s, not attributed {total - attributed:.0f} s\n")
    print("| package | processor time, s | modules |\n|---|--:|---|")
    for package, seconds in packages.most_common():
        names = sorted(((cost, name) for (name, owner), cost in modules.items() if owner == package), reverse=True)
        listed = ", ".join(f"`{name}` {cost:.0f}" for cost, name in names if cost >= 1)
        print(f"| {package} | {seconds:.0f} | {listed} |")
    sys.exit(build.returncode)


main()
