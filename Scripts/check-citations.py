#!/usr/bin/env python3
"""Checks that every citation leads somewhere; `make lint` runs it.

In Markdown: links to files and headings, names of files, folders and tests in `code`, and `make` targets. In Markdown,
Swift, Python and the Makefile: sections such as PROTOCOL 2.5, RULES C4, RELIABILITY T11 and DESIGN 5.
With --self-test it plants one mistake of each kind in a copy of the pages, and must find it.
"""
import os, re, shutil, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SKIPPED = re.compile(r"^(\.git|\.build.*|__pycache__|node_modules)$")
# Files that an operator has, and this repository has not.
OPERATORS = re.compile(
    r"^(\./rules|replybot\.yaml|replybot\.db.*|keys/.*|simulated/.*|(events|decisions)\.jsonl|shop\.yaml|.*-backup.*)$"
)
# How a name is made, not a name.
PATTERNS = {"Type+concern.swift"}
EXTENSIONS = r"(swift|md|yaml|yml|py|sh|java|jsonl?|txt|h|c|cpp|bin|crt|resolved|sha256)"


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def tree():
    """All files and folders, relative to the root."""
    files, folders = [], []
    for folder, names, entries in os.walk(ROOT):
        names[:] = sorted(name for name in names if not SKIPPED.match(name))
        here = os.path.relpath(folder, ROOT)
        prefix = "" if here == "." else here + "/"
        folders += [prefix + name for name in names]
        files += [prefix + name for name in sorted(entries)]
    return files, folders


class Repository:
    def __init__(self):
        self.files, self.folders = tree()
        self.paths = set(self.files) | set(self.folders)
        self.markdown = [path for path in self.files if path.endswith(".md")]
        swift = "\n".join(read(path) for path in self.files if path.endswith(".swift"))
        self.types = set(re.findall(r"\b(?:struct|class|enum|actor|protocol)\s+(\w+)", swift))
        self.targets = set(re.findall(r"^([a-z][a-z-]*):", read("Makefile"), re.M))
        self.sections = self.cited_sections()

    def cited_sections(self):
        """What may stand after PROTOCOL, RULES, RELIABILITY and DESIGN."""
        protocol, rules = read("docs/PROTOCOL.md"), read("docs/rules.md")
        design, threats = read("docs/DESIGN.md"), read("docs/threat-model.md")
        sections = {"PROTOCOL " + name for name in re.findall(r"^##+ (\d(?:\.\d+)?)\b", protocol, re.M)}
        for chapter, text in re.findall(r"^## (\d)\.(.*?)(?=^## |\Z)", protocol, re.M | re.S):
            sections |= {f"PROTOCOL {chapter}.{item}" for item in re.findall(r"^(\d+)\. ", text, re.M)}
        sections |= {"RULES " + name for name in re.findall(r"^## (C\d)\.", rules, re.M)} | {"RULES D"}
        sections |= {"DESIGN " + name for name in re.findall(r"^## (\d+)\.", design, re.M)}
        sections |= {"RELIABILITY " + name for name in re.findall(r"^\*\*RELIABILITY (\d\.\d)", design, re.M)}
        sections |= {"RELIABILITY " + name for name in re.findall(r"^\| (F\d+) \|", design, re.M)}
        sections |= {"RELIABILITY " + name for name in re.findall(r"^\| (T\d+) \|", threats, re.M)}
        return sections

    def has(self, name, beside):
        """Whether a file or folder is there: beside the page, at the root, or anywhere under this path."""
        name = name.removeprefix("./").rstrip("/")
        pattern = re.escape(name).replace(r"\*", "[^/]*").replace("<", "[^/]*<").replace("[^/]*<", "<")
        pattern = re.sub(r"<[^>]*>", "[^/]*", pattern)
        start = os.path.dirname(beside) + "/" if os.path.dirname(beside) else ""
        wanted = re.compile(rf"(.*/)?{pattern}" if not name.startswith(".expected") else rf".*{pattern}")
        return start + name in self.paths or any(wanted.fullmatch(path) for path in self.paths)


def slugs(text):
    """The anchors of a page's headings, as GitHub makes them."""
    seen, anchors = {}, set()
    for heading in re.findall(r"^#+ +(.*?)\s*$", without_code(text), re.M):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        slug = re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        anchors.add(f"{slug}-{count}" if count else slug)
    return anchors


def without_code(text):
    """The page with its fenced blocks blanked, so that all else keeps its place."""
    return re.sub(r"^(```|~~~).*?^\1", lambda block: re.sub(r"[^\n]", " ", block[0]), text, flags=re.M | re.S)


def line(text, position):
    return text.count("\n", 0, position) + 1


def links(repository, page, text):
    for link in re.finditer(r"\[[^\]]*\]\(([^)\s]+)\)", text):
        target, _, anchor = link[1].partition("#")
        if re.match(r"[a-z]+:", link[1]):
            continue
        path = os.path.normpath(os.path.join(os.path.dirname(page), target)) if target else page
        if path not in repository.paths:
            yield link.start(), f"there is no {path}"
        elif anchor and path.endswith(".md") and anchor not in slugs(read(path)):
            yield link.start(), f"{path} has no heading #{anchor}"
    for link in re.finditer(r"<doc:([\w-]+)>", text):
        if f"{os.path.dirname(page)}/{link[1]}.md" not in repository.paths:
            yield link.start(), f"there is no page {link[1]}"


def names(repository, page, text):
    for span in re.finditer(r"`([^`\n]+)`", text):
        name = span[1]
        target = re.match(r"make ([a-z][a-z-]*)", name)
        if target and target[1] not in repository.targets:
            yield span.start(), f"the Makefile has no target {target[1]}"
        if re.fullmatch(r"[A-Z]\w*Tests", name) and name not in repository.types and not repository.has(name, page):
            yield span.start(), f"there is no test suite {name}"
        if name in PATTERNS or name.startswith("*") or OPERATORS.match(name) or not re.fullmatch(r"[\w.+*<>/ -]+", name):
            continue
        first = name.split("/")[0]
        is_path = re.search(rf"\.{EXTENSIONS}$", name) or (
            "/" in name and not name.startswith("/") and (name.endswith("/") or first in repository.folders)
        )
        if is_path and " " not in name and not re.search(r"</|/>$", name) and not repository.has(name, page):
            yield span.start(), f"there is no {name}"


def citations(repository, text):
    for citation in re.finditer(r"\b(PROTOCOL|RULES|RELIABILITY|DESIGN) ([A-Z]?\d+(?:\.\d+)?(?!\.x)|D\b)", text):
        if citation[0] not in repository.sections:
            yield citation.start(), f"{citation[0]} leads nowhere"


def problems_here():
    """What is wrong, and how much was looked at."""
    repository = Repository()
    problems = []
    cited = [path for path in repository.files if re.search(r"\.(md|swift|py|sh)$|^Makefile$", path)]
    cited.remove("Scripts/check-citations.py")
    for path in cited:
        text = read(path)
        found = list(citations(repository, text))
        if path.endswith(".md"):
            plain = without_code(text)
            found += list(links(repository, path, plain)) + list(names(repository, path, plain))
        problems += [f"{path}:{line(text, position)}: {problem}" for position, problem in sorted(found)]
    return problems, f"{len(cited)} files, {len(repository.sections)} sections"


PLANTED = [
    ("README.md", "[page](docs/nowhere.md)", "there is no docs/nowhere.md"),
    ("README.md", "[part](docs/rules.md#nowhere)", "docs/rules.md has no heading #nowhere"),
    ("README.md", "`rules/nowhere.yaml`", "there is no rules/nowhere.yaml"),
    ("CONTRIBUTING.md", "`Sources/ReplyBot/Nowhere/`", "there is no Sources/ReplyBot/Nowhere/"),
    ("docs/operating.md", "`Nowhere.swift`", "there is no Nowhere.swift"),
    ("docs/threat-model.md", "`NowhereTests`", "there is no test suite NowhereTests"),
    ("docs/DESIGN.md", "`make nowhere`", "the Makefile has no target nowhere"),
    ("docs/rules.md", "(PROTOCOL 1.99)", "PROTOCOL 1.99 leads nowhere"),
    ("Sources/ReplyBot/Lifecycle/BotClock.swift", "/// RULES C9", "RULES C9 leads nowhere"),
    ("Sources/ReplyBot/Lifecycle/BotClock.swift", "/// RELIABILITY T99", "RELIABILITY T99 leads nowhere"),
    ("Sources/ReplyBot/Lifecycle/BotClock.swift", "/// DESIGN 99", "DESIGN 99 leads nowhere"),
]


def self_test():
    """Whether each planted mistake is found, at its place, and nothing else."""
    global ROOT
    original, missed = ROOT, []
    with tempfile.TemporaryDirectory() as folder:
        ROOT = os.path.join(folder, "copy")
        shutil.copytree(original, ROOT, ignore=lambda _, names: [name for name in names if SKIPPED.match(name)])
        for path, text, problem in PLANTED:
            before = read(path)
            with open(os.path.join(ROOT, path), "a", encoding="utf-8") as file:
                file.write(f"\n{text}\n")
            place = line(before, len(before)) + 1
            if f"{path}:{place}: {problem}" not in problems_here()[0]:
                missed.append(f"{path}: {text} was not found")
            with open(os.path.join(ROOT, path), "w", encoding="utf-8") as file:
                file.write(before)
    ROOT = original
    return missed


def main():
    if sys.argv[1:] == ["--self-test"]:
        missed = self_test()
        print("\n".join(missed) or f"{len(PLANTED)} planted mistakes found")
        return 1 if missed else 0
    problems, extent = problems_here()
    print("\n".join(problems) or f"{extent}: every citation leads somewhere")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
