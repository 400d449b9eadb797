#!/usr/bin/env python3
"""Prints figures of the code; `make survey` runs it. They enforce nothing: a number that is enforced becomes the goal.

  survey.py [REV] [--against REV]

REV is a commit; without it, the files as they are. With --against each figure is "before → after".
"""
import argparse, collections, os, statistics, subprocess, sys

from swift_source import public_symbols, targets, unlabelled, code_only

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def files(revision):
    """path → text of Package.swift and of each Swift file, in a commit or as they are."""
    git = ["git", "-C", ROOT]
    if revision:
        names = subprocess.run(git + ["ls-tree", "-r", "--name-only", "-z", revision], check=True, capture_output=True)
    else:
        names = subprocess.run(git + ["ls-files", "-coz", "--exclude-standard"], check=True, capture_output=True)
    names = [name for name in names.stdout.decode().split("\0") if name.endswith(".swift")]
    if not revision:
        texts = {}
        for name in names:
            if os.path.exists(os.path.join(ROOT, name)):
                with open(os.path.join(ROOT, name), encoding="utf-8") as file:
                    texts[name] = file.read()
        return texts
    asked = "".join(f"{revision}:{name}\n" for name in names).encode()
    data = subprocess.run(git + ["cat-file", "--batch"], input=asked, check=True, capture_output=True).stdout
    texts, at = {}, 0
    for name in names:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        texts[name] = data[end + 1 : end + 1 + size].decode()
        at = end + 2 + size
    return texts


def lines(texts):
    return sorted(text.count("\n") for text in texts)


def survey(revision):
    """name → figure, in the order of the table."""
    texts = files(revision)
    sources = {path: text for path, text in texts.items() if path.startswith("Sources/")}
    tests = {path: text for path, text in texts.items() if path.startswith("Tests/")}
    folders, libraries = targets(texts["Package.swift"])
    found = collections.OrderedDict()

    def add(title, of):
        lengths = lines(of.values())
        found[f"{title}: files"] = f"{len(lengths):,}"
        found[f"{title}: lines"] = f"{sum(lengths):,}"
        found[f"{title}: median lines of a file"] = f"{statistics.median(lengths):.0f}"
        found[f"{title}: p90 lines of a file"] = f"{lengths[int(0.9 * (len(lengths) - 1))]}"

    add("Sources", sources)
    add("Tests", tests)
    found["targets"] = str(len(folders))
    counts = [count for text in sources.values() for _, count in unlabelled(text)]
    many = sum(count >= 2 for count in counts)
    found["functions in Sources"] = f"{len(counts):,}"
    found["… with two or more unlabelled parameters"] = f"{many:,} ({100 * many / max(1, len(counts)):.1f} %)"
    found["tests"] = f"{sum(code_only(text).count('@Test') for text in tests.values()):,}"
    for name, folder in folders.items():
        count = sum(len(public_symbols(text)) for path, text in texts.items() if path.startswith(folder + "/"))
        if count or name in libraries:
            found[f"public symbols: {name}" + (" (library)" if name in libraries else "")] = f"{count:,}"
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("revision", nargs="?")
    parser.add_argument("--against", metavar="REV")
    options = parser.parse_args()
    now = survey(options.revision)
    before = survey(options.against) if options.against else {}
    names = list(now) + [name for name in before if name not in now]
    width = max(len(name) for name in names)
    for name in names:
        figure = now.get(name, "–")
        print(f"{name:<{width}}  " + (f"{before.get(name, '–'):>14} → {figure}" if options.against else figure))
    return 0


if __name__ == "__main__":
    sys.exit(main())
