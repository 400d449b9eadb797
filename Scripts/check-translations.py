#!/usr/bin/env python3
"""Checks that the Chinese pages say as much as the English ones; `make lint` runs it.

For each pair of pages: the same headings in the same order of levels; in each section as many code blocks, of the same
languages, and as many table rows; the same words in `code` (codes, keys, commands; those with Chinese in them aside);
and the same lines in code blocks that have a language, comments aside. With --self-test it plants one mistake of each
kind, and must find it.
"""
import os, re, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAIRS = [
    ("docs/rules.md", "docs/zh-CN/rules.md"),
    ("docs/operating.md", "docs/zh-CN/operating.md"),
    ("README.md", "README.zh-CN.md"),
]
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Blocks in which people read: their lines differ.
READ = {"", "text"}


class Section:
    def __init__(self, level, title, line):
        self.level, self.title, self.line = level, title, line
        self.blocks, self.rows, self.words = [], 0, set()


def sections(text):
    """The page by headings; what stands before the first one is a section too."""
    found = [Section(0, "(beginning)", 1)]
    fence, block = None, None
    for number, line in enumerate(text.split("\n"), 1):
        mark = re.match(r"\s*(```+|~~~+)(\w*)\s*$", line)
        if fence:
            if mark and mark[1] == fence and not mark[2]:
                fence = None
            else:
                block[1].append(line)
            continue
        here = found[-1]
        if mark:
            fence, block = mark[1], (mark[2], [])
            here.blocks.append(block)
            continue
        heading = re.match(r"(#+) +(.*)", line)
        if heading:
            here = Section(len(heading[1]), heading[2], number)
            found.append(here)
        if re.match(r"\s*\|", line):
            here.rows += 1
        for span in re.findall(r"(`+)(.+?)\1", line):
            word = re.sub(r"\s+", " ", span[1].strip().replace("\\|", "|"))
            if not CHINESE.search(word):
                here.words.add(word)
    return found


def code(block):
    """The lines of a code block that both pages must have: without comments and without Chinese."""
    lines = [re.sub(r"(^|\s+)#.*$", "", line).rstrip() for line in block[1]]
    return [line for line in lines if line and not CHINESE.search(line)]


def differences(english, chinese, page):
    one, two = sections(english), sections(chinese)
    problems = []
    if len(one) != len(two):
        problems.append(f"{page}: {len(two) - 1} headings, and the English page has {len(one) - 1}")
    for left, right in zip(one, two):
        place = f"{page}:{right.line}"
        if left.level != right.level:
            problems.append(f"{place}: “{right.title}” stands at level {right.level}, “{left.title}” at {left.level}")
            break
        if left.rows != right.rows:
            problems.append(f"{place}: “{right.title}” has {right.rows} table rows, “{left.title}” {left.rows}")
        kinds = [[language for language, _ in section.blocks] for section in (left, right)]
        if kinds[0] != kinds[1]:
            problems.append(f"{place}: “{right.title}” has code blocks {kinds[1]}, “{left.title}” {kinds[0]}")
        else:
            for first, second in zip(left.blocks, right.blocks):
                if first[0] not in READ and code(first) != code(second):
                    lines = sorted(set(code(first)) ^ set(code(second))) or ["their order"]
                    problems.append(f"{place}: a block of “{right.title}” differs: {lines[0].strip()}")
        for word in sorted(left.words - right.words):
            problems.append(f"{place}: “{right.title}” lacks `{word}`")
        for word in sorted(right.words - left.words):
            problems.append(f"{place}: “{right.title}” has `{word}`, and the English page has not")
    return problems


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


ENGLISH = "# A\n\n`x`\n\n| a | b |\n|---|---|\n| `RB001` | c |\n\n```yaml\nk: v  # one\n```\n## B\n```\nsaid\n```\n"
TRANSLATED = "# 甲\n\n`x`\n\n| 甲 | 乙 |\n|---|---|\n| `RB001` | 丙 |\n\n```yaml\nk: v  # 一\n```\n## 乙\n```\n说\n```\n"
PLANTED = [
    ("", "", None),
    ("## 乙\n", "", "1 headings, and the English page has 2"),
    ("## 乙", "### 乙", "stands at level 3"),
    ("| `RB001` | 丙 |\n", "", "has 2 table rows"),
    ("```\n说\n```\n", "", "has code blocks []"),
    ("```\n说", "```yaml\n说", "has code blocks ['yaml']"),
    ("k: v", "k: w", "a block of “甲” differs"),
    ("RB001", "RB002", "lacks `RB001`"),
    ("`x`", "`x` `y`", "has `y`"),
]


def self_test():
    wrong = []
    for now, then, problem in PLANTED:
        found = differences(ENGLISH, TRANSLATED.replace(now, then) if now else TRANSLATED, "page")
        if problem is None and found or problem is not None and not any(problem in text for text in found):
            wrong.append(f"{now!r} → {then!r}: wanted {problem!r}, found {found}")
    return wrong


def main():
    if sys.argv[1:] == ["--self-test"]:
        problems = self_test()
        print("\n".join(problems) or f"{len(PLANTED) - 1} planted mistakes found")
    else:
        problems = [text for one, two in PAIRS for text in differences(read(one), read(two), two)]
        print("\n".join(problems) or f"{len(PAIRS)} pages say the same in both languages")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
