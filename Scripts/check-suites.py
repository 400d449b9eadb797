#!/usr/bin/env python3
"""Finds tests that could stand still, or whose limit a busy machine could reach: every suite has `.timeLimit` of five
minutes or more and `.watched`, and `.wholeBot` with a bot."""

import pathlib
import re
import sys

TYPE = re.compile(r"^(?:(?:final|public|package|private|fileprivate) )*(struct|class|enum|actor|extension) (\w+)")
TEST = re.compile(r"^\s+@Test\b", re.MULTILINE)
LIMIT = re.compile(r"\.timeLimit\(\.minutes\((\d+)\)\)")
# Its tests hang until their limit, which is therefore the least.
HANGING = "HangingTests"
BOT = re.compile(r"\b(?:TestWorld|OperatedWorld|CrashWorld)\.run\b|\bCrashTests\.|\bwithSimulator\b|\bBotProcess\b")


def suites(text):
    """The types of a file that hold tests: (line, kind, name, attributes, body)."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = TYPE.match(line)
        if not found:
            continue
        end = next((n for n in range(number, len(lines)) if lines[n] == "}"), len(lines))
        body = "\n".join(lines[number:end])
        if not TEST.search(body):
            continue
        start = number
        while start > 0 and (lines[start - 1][:1] in ("@", " ", ")")) and lines[start - 1]:
            start -= 1
        yield number + 1, found.group(1), found.group(2), "\n".join(lines[start:number]), body


def main():
    """Checks every file of tests."""
    faults, known = [], set()
    extensions = []
    for path in sorted(pathlib.Path("Tests").glob("*Tests/**/*.swift")):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^@Test\b", text, re.MULTILINE):
            faults.append(f"{path}: a test outside of a suite")
        for line, kind, name, attributes, body in suites(text):
            if kind == "extension":
                extensions.append((path, line, name))
                continue
            known.add(name)
            wanted = [".timeLimit(", ".watched"]
            if path.parts[1] in ("ReplyBotTests", "CrashTests") and BOT.search(body):
                wanted += [".wholeBot", ".serialized"]
            missing = [trait for trait in wanted if trait not in attributes]
            if missing:
                faults.append(f"{path}:{line}: {name} needs @Suite with {' and '.join(missing)}")
            if name != HANGING and any(int(minutes) < 5 for minutes in LIMIT.findall(attributes + body)):
                faults.append(f"{path}:{line}: {name} has a limit below five minutes, which a busy machine may reach")
    faults += [f"{path}:{line}: extends a suite that is not known: {name}"
               for path, line, name in extensions if name not in known]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("see CONTRIBUTING.md, \"A new suite\"", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
