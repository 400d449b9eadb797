#!/usr/bin/env python3
"""Generates patterns and texts, and what Python's `re` makes of them, for PythonTests in LinearRegexTests.

    Scripts/generate-pattern-cases.py [COUNT [SEED]] > Tests/LinearRegexTests/Fixtures/python-re.jsonl

Each line is [pattern, text, spans]; spans is null for no match, else start and end of the match and of every group, -1
for a group that took no part. The pattern is in the dialect of the rule language. Half of the patterns are built from
a grammar, half from random pieces; a pattern that Python refuses is written with the span "refused".
"""
import json
import random
import re
import signal
import sys

TEXT = "aaabbc1203 _-:\n单号号查Aé{}"
ATOMS = ["a", "b", "c", "1", "号", "单号", "ab", ".", r"\d", r"\w", r"\s", r"\D", r"\W", r"\S", "[ab]", "[^a]", "[a-c1]",
         r"[\d_-]", "[^单号]", r"[]a]", r"\p{Han}", r"\P{Han}", r"[\p{Han}a]", r"\u53f7", r"\x61", r"\:", r"\n", "-", " "]
REPEATS = ["*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}", "{,2}", "{2,4}", "{0}"]
PIECES = ["a", "b", "号", "*", "+", "?", "{2}", "{,1}", "{1,", "{", "}", "(", ")", "(?:", "(", ")", "|", "[", "]", "[^",
          "^", "$", ".", "-", r"\d", r"\]", "[a-b]", "(?<n>", ",", "2", r"\\"]


class Patterns:
    """Patterns from a grammar."""

    def __init__(self, rng):
        self.rng = rng

    def make(self):
        self.groups = 0
        return self.alternatives(self.rng.randint(1, 4))

    def alternatives(self, depth):
        count = self.rng.choices([1, 2, 3], [6, 3, 1])[0]
        return "|".join(self.sequence(depth) for _ in range(count))

    def sequence(self, depth):
        count = self.rng.choices([0, 1, 2, 3], [1, 5, 4, 2])[0]
        return "".join(self.item(depth) for _ in range(count))

    def item(self, depth):
        kind = self.rng.random()
        if kind < 0.06:
            return self.rng.choice("^$")
        atom = self.group(depth - 1) if depth > 0 and kind < 0.55 else self.rng.choice(ATOMS)
        if self.rng.random() < 0.45:
            if atom == "单号" or atom == "ab":
                atom = f"(?:{atom})"
            atom += self.rng.choice(REPEATS) + self.rng.choice(["", "", "?"])
        return atom

    def group(self, depth):
        kind = self.rng.random()
        if kind < 0.35:
            return f"(?:{self.alternatives(depth)})"
        self.groups += 1
        name = f"?<组{self.groups}>" if kind < 0.5 else ""
        return f"({name}{self.alternatives(depth)})"


def python_pattern(pattern):
    """The same pattern for Python. `$` is rewritten only where it is an operator, that is, not in a class."""
    out, index, in_class = "", 0, False
    while index < len(pattern):
        if pattern.startswith((r"\p{Han}", r"\P{Han}"), index):
            han = r"\u4e00-\u9fff"
            out += han if in_class else f"[{'^' if pattern[index + 1] == 'P' else ''}{han}]"
            index += 7
            continue
        step = 2 if pattern[index] == "\\" else 1
        token = pattern[index:index + step]
        if in_class:
            in_class = token != "]"
        elif token == "[":
            in_class = True
            while pattern[index + step:index + step + 1] in ("^", "]") and step < 3:
                step += 1
                if pattern[index + step - 1] == "]":
                    break
            token = pattern[index:index + step]
        elif token == "$":
            token = r"\Z"
        elif pattern.startswith("(?<", index):
            token, step = "(?P<", 3
        out += token
        index += step
    return out


def expire(*_):
    raise TimeoutError


def spans(pattern, text):
    try:
        compiled = re.compile(python_pattern(pattern), re.ASCII)
    except (re.error, OverflowError):
        return "refused"
    match = compiled.search(text)
    return match and [x for group in range(compiled.groups + 1) for x in match.span(group)]


def cases(rng):
    patterns = Patterns(rng)
    while True:
        if rng.random() < 0.85:
            pattern = patterns.make()
        else:
            pattern = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 9)))
        # Possessive repeats are Python's, not ours; nested sets and inline flags mean other things there.
        if re.search(r"[*+?}]\+|\[\[|--|\(\?[^:<]|\(\?$", pattern) or len(pattern) > 90:
            continue
        text = "".join(rng.choice(TEXT) for _ in range(rng.randint(0, 12)))
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        try:
            result = spans(pattern, text)
        except TimeoutError:
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        yield pattern, text, result


def rarity(answer):
    """Failures, refusals and empty matches are wanted too, but many of them say little."""
    if answer is None:
        return 4
    if answer == "refused":
        return 8
    return 1 if answer[1] - answer[0] > 1 else 3


def main():
    import warnings

    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, expire)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    seen = set()
    for case in cases(random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)):
        if case[:2] in seen or len(seen) % rarity(case[2]):
            continue
        seen.add(case[:2])
        print(json.dumps(case, ensure_ascii=False, separators=(",", ":")))
        if len(seen) == count:
            return


main()
