#!/usr/bin/env python3
"""Checks the order of the house: `make check-folders` and `make check-public` run it.

  folders      every folder under Sources is in the folder map of docs/DESIGN.md, and every folder there exists
  imports      every target depends on the targets that it imports, those included that only `make fuzz` builds
  walks        the files and functions that the walks of docs/DESIGN.md name exist
  public       no `public` outside the library products of Package.swift: the package's own targets use `package`
  --self-test  plants mistakes, and must find each

The folder map is the fenced block that begins with the line `Sources/`. A line that is indented by two begins with a
target (`  RuleEngine/   decides: Model/ Matching/`); other names that end with a slash, on it or on the deeper lines
below it, are its folders. `.docc` folders need no line.
"""
import json, os, re, subprocess, sys

from swift_source import code_only, line, public_symbols, targets

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NAME = r"(?<![\w/.])((?:[A-Z]\w*/)+)(?=[\s,.;:)]|$)"


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def existing():
    """Every folder under Sources."""
    found = set()
    for folder, names, _ in os.walk(os.path.join(ROOT, "Sources")):
        names[:] = sorted(name for name in names if not name.endswith(".docc"))
        found |= {os.path.relpath(os.path.join(folder, name), ROOT) for name in names}
    return found


def mapped(page):
    """folder → line of the page, or None when there is no map."""
    block = re.search(r"^```\w*\nSources/\n(.*?)^```", page, re.M | re.S)
    if not block:
        return None
    folders, current = {}, None
    for number, text in enumerate(block[1].split("\n"), line(page, block.start(1))):
        start = re.match(r"  (?=\S)((?:[A-Z]\w*/ *)+)", text)
        if start:
            names = re.findall(r"\w+", start[1])
            for name in names:
                folders[f"Sources/{name}"] = number
            current = names[-1]
            text = text[start.end() :]
        for name in re.findall(NAME, text) if current else []:
            path = f"Sources/{current}/{name.rstrip('/')}"
            folders[path] = number
    return folders


def folder_problems(page, folders):
    known = mapped(page)
    if known is None:
        return ["docs/DESIGN.md has no folder map: a fenced block whose first line is Sources/"]
    problems = [
        f"docs/DESIGN.md:{number}: there is no folder {folder}"
        for folder, number in known.items()
        if folder not in folders
    ]
    return problems + [f"{folder}/ has no line in the folder map of docs/DESIGN.md" for folder in sorted(folders - set(known))]


def import_problems(targets, files):
    """`targets` as `swift package dump-package` prints them; `files` gives the (path, text) pairs of a folder."""
    problems, own = [], {target["name"] for target in targets}
    for target in targets:
        named = [next(iter(dependency.values()))[0] for dependency in target["dependencies"]]
        folder = target.get("path") or ("Tests/" if target["type"] == "test" else "Sources/") + target["name"]
        for path, text in files(folder):
            found = re.finditer(r"^(?:@\S+ )*(?:\w+ )?import (\w+)", code_only(text), re.M)
            problems += [
                f"{path}:{line(text, match.start(1))}: {target['name']} imports {match[1]} and does not depend on it: "
                "add it to the target in Package.swift"
                for match in found
                if match[1] in own and match[1] not in named
            ]
    return problems


def all_targets():
    done = subprocess.run(
        ["swift", "package", "dump-package"],
        cwd=ROOT, env={**os.environ, "REPLYBOT_FUZZ": "1"}, check=True, stdout=subprocess.PIPE,
    )
    return json.loads(done.stdout)["targets"]


def sources(folder):
    for here, names, files in os.walk(os.path.join(ROOT, folder)):
        names.sort()
        for name in sorted(files):
            if name.endswith(".swift"):
                path = os.path.relpath(os.path.join(here, name), ROOT)
                yield path, read(path)


def walk_problems(page, source):
    """`source` gives the text of a file below Sources, or None."""
    problems, steps = [], 0
    section = re.search(r"^## \d+\. Three walks\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    for step in re.finditer(r"^\d+\. `([^`]+\.swift)`:((?:,? `\w+`)+)", section[1] if section else "", re.M):
        steps += 1
        place = f"docs/DESIGN.md:{line(page, section.start(1) + step.start())}"
        text = source(step[1])
        if text is None:
            problems.append(f"{place}: there is no file Sources/{step[1]}")
            continue
        code = code_only(text)
        for name in re.findall(r"\w+", step[2]):
            if not re.search(r"\binit\b" if name == "init" else rf"\bfunc {name}\b", code):
                problems.append(f"{place}: {step[1]} has no function {name}")
    numbered = len(re.findall(r"^\d+\. ", section[1], re.M)) if section else 0
    if steps == 0 or steps != numbered:
        problems.append(f"docs/DESIGN.md: {numbered - steps} steps of the walks cannot be read, {steps} can")
    return problems


def source(path):
    full = f"Sources/{path}"
    return read(full) if os.path.exists(os.path.join(ROOT, full)) else None


def swift_files():
    """(path, text) of the Swift files of all targets that are not library products, and the names of the libraries."""
    folders, libraries = targets(read("Package.swift"))
    for folder in sorted({folder for name, folder in folders.items() if name not in libraries}):
        yield from sources(folder)


def public_problems(files, libraries):
    problems = []
    for path, text in files:
        code = code_only(text)
        for position in public_symbols(text):
            declaration = " ".join(code[position : code.index("\n", position)].split(" {")[0].split())
            problems.append(
                f"{path}:{line(text, position)}: `{declaration}` is public, but its target is no library product "
                f"({', '.join(sorted(libraries))}): write `package`"
            )
    return problems


MAP = "# Design\n\n```\nSources/\n  CSSL/ CXML2/   C\n  RuleEngine/    decides: Model/ Matching/.\n                 Imports LinearRegex, see A/b\n```\n"
HERE = {"Sources/CSSL", "Sources/CXML2", "Sources/RuleEngine", "Sources/RuleEngine/Model", "Sources/RuleEngine/Matching"}
WALK = "# Design\n\n## 10. Three walks\n### A\n1. `A/B.swift`: `init`, `run`. Text.\n2. `A/B.swift`: `run`. Text.\n\n## 11. Next\n1. item\n"
FILE = "struct B {\n    // func gone()\n    init() {}\n    func run() {}\n}\n"
TARGETS = [
    {"name": "A", "type": "regular", "path": "A", "dependencies": [{"byName": ["B", None]}]},
    {"name": "B", "type": "regular", "path": "A", "dependencies": [{"byName": ["B", None]}, {"byName": ["D", None]}]},
    {"name": "D", "type": "regular", "path": "A", "dependencies": [{"byName": ["B", None]}, {"byName": ["D", None]}]},
]
PLANTED = [
    (lambda: import_problems(TARGETS, lambda _: [("A.swift", "import B\nimport C\n// import D\n")]), None),
    (lambda: import_problems(TARGETS, lambda _: [("A.swift", "\n@_spi(X) internal import D\n")]), "A.swift:2: A imports D"),
    (lambda: walk_problems(WALK, lambda path: FILE if path == "A/B.swift" else None), None),
    (lambda: walk_problems(WALK.replace("`run`", "`gone`", 1), lambda _: FILE), "DESIGN.md:5: A/B.swift has no function gone"),
    (lambda: walk_problems(WALK, lambda _: None), "DESIGN.md:5: there is no file Sources/A/B.swift"),
    (lambda: walk_problems(WALK.replace("2. `A/B.swift`:", "2. A/B.swift:"), lambda _: FILE), "1 steps of the walks cannot be read"),
    (lambda: walk_problems("# Design\n", lambda _: FILE), "0 steps of the walks"),
    (lambda: folder_problems(MAP, HERE), None),
    (lambda: folder_problems("# Design\n", HERE), "has no folder map"),
    (lambda: folder_problems(MAP, HERE - {"Sources/RuleEngine/Model"}), "DESIGN.md:6: there is no folder Sources/RuleEngine/Model"),
    (lambda: folder_problems(MAP, HERE | {"Sources/RuleEngine/Nowhere"}), "Sources/RuleEngine/Nowhere/ has no line"),
    (lambda: public_problems([("A.swift", "package struct A {}\n// public\nlet a = \"public var b\"\n")], {"L"}), None),
    (lambda: public_problems([("A.swift", "import B\npublic import C\n")], {"L"}), None),
    (lambda: public_problems([("A.swift", "\npublic struct A {}\n")], {"L"}), "A.swift:2: `public struct A` is public"),
    (lambda: public_problems([("A.swift", "let a = \"\\(b)\"; public var c = 1\n")], {"L"}), "A.swift:1: `public var c = 1`"),
    (lambda: public_problems([("A.swift", "let b = open + public\nopen(a)\nopen + static\n")], {"L"}), None),
    (lambda: public_problems([("A.swift", "open class A {}\n")], {"L"}), "A.swift:1: `open class A` is public"),
]


def self_test():
    wrong = []
    for number, (check, wanted) in enumerate(PLANTED, 1):
        found = check()
        if wanted is None and found or wanted is not None and not any(wanted in problem for problem in found):
            wrong.append(f"case {number}: wanted {wanted!r}, found {found}")
    return wrong


def main():
    if sys.argv[1:] == ["--self-test"]:
        problems = self_test()
        print("\n".join(problems) or f"{len(PLANTED)} planted cases are told apart")
    elif sys.argv[1:] == ["folders"]:
        folders = existing()
        problems = folder_problems(read("docs/DESIGN.md"), folders)
        print("\n".join(problems) or f"{len(folders)} folders, each in the map")
    elif sys.argv[1:] == ["imports"]:
        problems = import_problems(all_targets(), sources)
        print("\n".join(problems) or "every target depends on what it imports")
    elif sys.argv[1:] == ["walks"]:
        problems = walk_problems(read("docs/DESIGN.md"), source)
        print("\n".join(problems) or "every file and function of the walks exists")
    elif sys.argv[1:] == ["public"]:
        problems = public_problems(swift_files(), targets(read("Package.swift"))[1])
        print("\n".join(problems) or "nothing is public outside the library products")
    else:
        print(__doc__, file=sys.stderr)
        return 64
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
