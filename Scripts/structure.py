#!/usr/bin/env python3
"""Measures how Swift packages are built: modules by levels, files, functions, repeated lines.

    Scripts/structure.py [--levels] [--long] [--repeats] [FOLDER ...]

prints one column a package (its folder; this one when none is named), and with --levels the modules of each level.

    Scripts/structure.py --journeys FILE [FOLDER]

follows the journeys that stand in a Markdown file as trees of calls, and fails where the code goes another way.

A module is a folder of `Sources` that holds Swift or C. It depends on another one when a file of its imports it. Its
level is the longest way down to a module that depends on nothing (level 0). A function is a `func`, `init`, `deinit` or
`subscript` with a body, measured from its first line to its closing brace. A repeat is a pair of places that share six
or more lines in a row; blank lines, comments, imports and lone punctuation do not count, and lines that stand in more
than eight places are no repeat. Files that a generator wrote or that hold one literal as a table are measured like all
others.
"""
import argparse
import collections
import pathlib
import re
import statistics
import sys

FUNCTION_LIMIT = 70
WINDOW = 6
MOST_PLACES = 8

LITERAL_BEFORE = re.compile(r"(?:[(,=:\[{!&|?;]|\breturn|\bin|^)\s*$")


def without_texts(text):
    """The code with the contents of comments, texts and regular expressions taken out; line breaks stay."""
    out, i, size = [], 0, len(text)
    while i < size:
        if text.startswith("//", i):
            i = text.find("\n", i)
            i = size if i < 0 else i
        elif text.startswith("/*", i):
            end = text.find("*/", i)
            end = size if end < 0 else end + 2
            out.append("\n" * text.count("\n", i, end))
            i = end
        elif text[i] == '"' or (text[i] == "#" and re.match(r'#+"', text[i : i + 4])):
            end = literal_end(text, i)
            out.append('""' + "\n" * text.count("\n", i, end))
            i = end
        elif text[i] == "/" and (found := regex_end(text, i, "".join(out[-80:]))):
            out.append('""')
            i = found
        else:
            out.append(text[i])
            i += 1
    return "".join(out)


def literal_end(text, start):
    hashes = len(re.match(r"#*", text[start:]).group())
    i = start + hashes
    quote = '"""' if text.startswith('"""', i) else '"'
    close, escape = quote + "#" * hashes, "\\" + "#" * hashes
    i += len(quote)
    while i < len(text):
        if text.startswith(close, i):
            return i + len(close)
        if text.startswith(escape + "(", i):
            i, depth = i + len(escape) + 1, 1
            while i < len(text) and depth:
                if text[i] == '"' or re.match(r'#+"', text[i : i + 4]):
                    i = literal_end(text, i)
                    continue
                depth += {"(": 1, ")": -1}.get(text[i], 0)
                i += 1
        elif text.startswith(escape, i):
            i += len(escape) + 1
        elif text[i] == "\n" and quote == '"':
            return i
        else:
            i += 1
    return i


def regex_end(text, start, before):
    line = before.rsplit("\n", 1)[-1]
    if text[start + 1 : start + 2] in ("", " ", "\n", "/", "*") or not LITERAL_BEFORE.search(line):
        return None
    i = start + 1
    while i < len(text) and text[i] != "\n":
        if text[i] == "\\":
            i += 1
        elif text[i] == "/":
            return i + 1
        i += 1
    return None


FUNCTION = re.compile(r"(?:\bfunc\s+[^\s(<]+|(?<![.\w])init[?!]?|\bsubscript)\s*(?:<|\()|(?<![.\w])deinit\s*\{")


def functions(code):
    """First line (from 1) and length in lines of each function with a body."""
    found = []
    for match in FUNCTION.finditer(code):
        i, depth = match.end() - 1, 0
        start = code.count("\n", 0, match.start())
        angle = code[i] == "<"
        if angle:  # generic parameters
            level = 0
            while i < len(code):
                level += {"<": 1, ">": -1 if code[i - 1] != "-" else 0}.get(code[i], 0)
                i += 1
                if level == 0:
                    break
        body = None
        while i < len(code):
            c = code[i]
            if c in "([":
                depth += 1
            elif c in ")]":
                depth -= 1
                if depth < 0:
                    break
            elif depth == 0 and c == "{":
                body = i
                break
            elif depth == 0 and c == "}":
                break
            elif depth == 0 and c == "\n":
                rest = code[i + 1 :].lstrip()
                if not re.match(r"(->|where\b|throws\b|async\b|rethrows\b|\{|\()", rest) and not re.search(
                    r"(,|->|where|:|&|==)\s*$", code[match.start() : i]
                ):
                    break
            i += 1
        if body is None:
            continue
        end, level = body, 0
        while end < len(code):
            level += {"{": 1, "}": -1}.get(code[end], 0)
            if level == 0:
                break
            end += 1
        found.append((start + 1, code.count("\n", match.start(), end) + 1))
    return found


IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)",
    re.M,
)
THIN = re.compile(r"^[\W_]*$|^(?:else|do|return|break|default:)[\W_]*$|^#include\b|import\s+\w+$|^//|^\*|^/\*")


def measure(folder):
    root = pathlib.Path(folder)
    modules = {}
    for path in sorted((root / "Sources").iterdir()):
        files = [f for f in path.rglob("*") if f.suffix in (".swift", ".c", ".cc", ".cpp", ".h", ".modulemap")]
        if path.is_dir() and path.suffix != ".docc" and files:
            modules[path.name] = sorted(f for f in files if f.suffix == ".swift")
    edges, sizes, lengths, windows, long = {}, [], [], collections.defaultdict(list), []
    for module, files in modules.items():
        edges[module] = set()
        for file in files:
            text = file.read_text()
            code = without_texts(text)
            edges[module] |= {name for name in IMPORT.findall(code) if name in modules and name != module}
            sizes.append(text.count("\n"))
            for line, length in functions(code):
                lengths.append(length)
                if length > FUNCTION_LIMIT:
                    long.append((length, f"{file.relative_to(root)}:{line}"))
            lines = [(n, " ".join(l.split())) for n, l in enumerate(text.split("\n"), 1)]
            lines = [(n, l) for n, l in lines if l and not THIN.search(l)]
            for k in range(len(lines) - WINDOW + 1):
                key = hash(tuple(l for _, l in lines[k : k + WINDOW]))
                windows[key].append((str(file.relative_to(root)), k, lines[k][0], lines[k + WINDOW - 1][0]))
    levels = {}

    def level(module, way=()):
        if module in way:
            sys.exit(f"a circle of imports: {' -> '.join(way)} -> {module}")
        if module not in levels:
            levels[module] = 1 + max((level(m, (*way, module)) for m in edges[module]), default=-1)
        return levels[module]

    for module in modules:
        level(module)
    by_level = collections.defaultdict(list)
    for module, number in levels.items():
        by_level[number].append(module)
    fan_out = [len(e) for e in edges.values()]
    return {
        "by level": by_level,
        "long": sorted(long, reverse=True),
        "repeated": runs(windows),
        "measures": [
            ("modules", len(modules)),
            ("edges", sum(fan_out)),
            ("levels", len(by_level)),
            ("widest level, modules", max(len(m) for m in by_level.values())),
            ("circles", 0),
            ("modules that a module imports, median", f"{statistics.median(fan_out):g}"),
            ("modules that a module imports, most", max(fan_out)),
            ("files", len(sizes)),
            ("lines", sum(sizes)),
            ("lines a file, median", f"{statistics.median(sizes):g}"),
            ("lines a file, most", max(sizes)),
            ("functions", len(lengths)),
            (f"functions over {FUNCTION_LIMIT} lines", len(long)),
            (f"share of functions over {FUNCTION_LIMIT} lines", f"{100 * len(long) / len(lengths):.2f} %"),
            (f"places where the same {WINDOW} lines stand twice", len(runs(windows))),
        ],
    }


def runs(windows):
    """Pairs of places, as (file, first, last, file, first, last), with neighbouring windows joined."""
    pairs = {}
    for places in windows.values():
        if 1 < len(places) <= MOST_PLACES:
            for a in range(len(places)):
                for b in range(a + 1, len(places)):
                    (f, k, *lines), (g, m, *others) = sorted((places[a], places[b]))
                    if f != g or m - k >= WINDOW:
                        pairs[(f, k, g, m)] = (lines, others)
    result = []
    for f, k, g, m in sorted(pairs):
        if (f, k - 1, g, m - 1) in pairs:
            continue
        end = 0
        while (f, k + end + 1, g, m + end + 1) in pairs:
            end += 1
        first, last = pairs[(f, k, g, m)], pairs[(f, k + end, g, m + end)]
        result.append((f, first[0][0], last[0][1], g, first[1][0], last[1][1]))
    return result


JOURNEY = re.compile(r"^```text\n(journey: .*?)\n(.*?)^```$", re.M | re.S)


def journeys(file, folder):
    """Hops of each journey: calls that lead from one file into another, from one type into another (the files of a
    type are those of one name before the `+`), and from one module into another.

    A line names a file below Sources and what is called in it, a function or a type that is made; the line that it is
    indented under is where it is called."""
    sources = pathlib.Path(folder) / "Sources"
    faults = []
    print("| journey | hops from file to file | type to type | module to module |\n|---|--:|--:|--:|")
    for title, body in JOURNEY.findall(pathlib.Path(file).read_text()):
        hops, above = [0, 0, 0], []
        for line in body.splitlines():
            depth = (len(line) - len(line.lstrip())) // 2
            path, name = line.split()
            above = above[:depth]
            if not (sources / path).is_file():
                faults.append(f"{title}: there is no {path}")
                continue
            text = (sources / path).read_text()
            declared = rf"(?:struct|class|actor|enum) {name}\b" if name[0].isupper() else rf"(?:func|var|let) {name}\b"
            if not re.search(declared, text) and not (name[0].isupper() and "init(" in text):
                faults.append(f"{title}: {path} declares no {name}")
            if above and not re.search(rf"\b{name}\b", without_texts((sources / above[-1]).read_text())):
                faults.append(f"{title}: {above[-1]} does not call {name}")
            for number, room in enumerate((str, lambda p: re.split(r"[+.]", p)[0], lambda p: p.split("/")[0])):
                hops[number] += bool(above) and room(above[-1]) != room(path)
            above.append(path)
        print(f"| {title.removeprefix('journey: ')} | {' | '.join(map(str, hops))} |")
    if faults:
        sys.exit("\n".join(faults))


def main():
    parser = argparse.ArgumentParser(description="How Swift packages are built.")
    parser.add_argument("folders", nargs="*", default=["."])
    parser.add_argument("--levels", action="store_true", help="the modules of each level")
    parser.add_argument("--repeats", action="store_true", help="the repeated places")
    parser.add_argument("--long", action="store_true", help=f"the functions over {FUNCTION_LIMIT} lines")
    parser.add_argument("--journeys", metavar="FILE", help="follows the journeys of a Markdown file")
    options = parser.parse_args()
    if options.journeys:
        return journeys(options.journeys, options.folders[0])
    names = [pathlib.Path(f).resolve().name for f in options.folders]
    results = [measure(f) for f in options.folders]
    print("| measure | " + " | ".join(names) + " |")
    print("|---|" + "--:|" * len(names))
    for row in zip(*(r["measures"] for r in results)):
        print(f"| {row[0][0]} | " + " | ".join(f"{v:,}" if isinstance(v, int) else v for _, v in row) + " |")
    for name, result in zip(names, results):
        if options.levels:
            print(f"\n{name}\n\n| level | modules |\n|--:|---|")
            for number in sorted(result["by level"], reverse=True):
                print(f"| {number} | {', '.join(f'`{m}`' for m in sorted(result['by level'][number]))} |")
        if options.long:
            print(f"\n{name}: functions over {FUNCTION_LIMIT} lines")
            for length, place in result["long"]:
                print(f"{length:5} {place}")
        if options.repeats:
            print(f"\n{name}: the same {WINDOW} lines")
            for f, a, b, g, c, d in result["repeated"]:
                print(f"{f}:{a}-{b} = {g}:{c}-{d}")


if __name__ == "__main__":
    main()
