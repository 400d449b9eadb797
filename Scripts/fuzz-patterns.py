#!/usr/bin/env python3
"""Compares the engine's regular expressions with Python's `re` on generated patterns and texts.

    Scripts/fuzz-patterns.py ORACLE [--count PAIRS] [--seed SEED] [--failures FILE] [--sample FILE]

ORACLE is the executable PatternOracle, which matches each text in two ways: with the pattern itself, and as a message
to rule sets whose only rule has the pattern. `make fuzz-patterns COUNT=1000000 SEED=1` builds it and runs all.

Patterns are trees, so that texts can be drawn from them: hits, near misses, literals that occur twice, in the wrong
order, only partly or at the ends. Python compares with re.ASCII, and `$` is `\\Z` there. What Python needs more than
a second for is skipped and counted. A disagreement is written as a line of JSON:
[class, pattern, text, the engine's spans, Python's spans]. The exit status is 1 if there is any. `--sample` writes one
pair of every 100 as [pattern, text, Python's spans], the form of Tests/LinearRegexTests/Fixtures.
"""
import argparse
import collections
import json
import random
import re
import signal
import subprocess
import sys
import time
import warnings

TEXTS = 20
BATCH = 1000
HAN = "单号查询订退款货快递"
LOWER = "abcxyz"
OTHER = "0123 _-:.é\n{}!"
WORDS = ["退款", "快递单号", "订单", "查询", "order", "refund", "no.", "sf", "abc", "aba", "aab", "退款退", "号", "x", "0", "ab ab",
         "物流", "a.b", "(c)", "单号单号", "查单号", "号单"]
SETS = [(r"\d", r"\d", "0123"), (r"\D", r"\D", "a单 "), (r"\s", r"\s", " \n"), (r"\S", r"\S", "a单0"), (r"\w", r"\w", "ab0_"),
        (r"\W", r"\W", "单 -"), (".", ".", "a单0 "), (r"\p{Han}", "[\u4e00-\u9fff]", HAN), (r"\P{Han}", "[^\u4e00-\u9fff]", "a0 "),
        ("[a-c]", "[a-c]", "abc"), ("[^a]", "[^a]", "b单0"), ("[ab]", "[ab]", "ab"), ("[单号]", "[单号]", "单号"),
        ("[^单号]", "[^单号]", "a查0"), (r"[\d_-]", r"[\d_-]", "01_-"), ("[]a]", "[]a]", "]a"), ("[^]a]", "[^]a]", "b单"),
        (r"[\p{Han}a]", "[\u4e00-\u9fffa]", HAN + "a"), ("[0-9]", "[0-9]", "0123"), (r"[\u5355-\u5356x]", "[单-卖x]", "单x"),
        ("[单]", "[单]", "单"), ("[x]", "[x]", "x"), (r"[^\W\d]", r"[^\W\d]", "ab_"), (r"[^\s\S]", r"[^\s\S]", ""),
        (r"[\s\S]", r"[\s\S]", "a单\n"), ("[退单][款号]", "[退单][款号]", None), (r"[a\-c]", r"[a\-c]", "a-c"),
        ("[$^.]", "[$^.]", "$^.")]
REPEATS = [("*", 0, 4), ("+", 1, 4), ("?", 0, 1), ("{2}", 2, 2), ("{1,}", 1, 3), ("{0,2}", 0, 2), ("{1,3}", 1, 3),
           ("{,2}", 0, 2), ("{2,4}", 2, 4), ("{0}", 0, 0), ("{3,}", 3, 5), ("{1}", 1, 1), ("{0,1}", 0, 1)]


class Tree:
    """A pattern in both spellings, and a way to draw texts that it is likely to match."""

    def __init__(self, ours, python, draw):
        self.ours, self.python, self.draw = ours, python, draw


def literal(rng, text):
    ours = ""
    for scalar in text:
        if scalar in "\\^$.|?*+()[]{}":
            ours += "\\" + scalar
        elif scalar == "\n":
            ours += r"\n"
        else:
            escape = rng.random()
            code = ord(scalar)
            ours += f"\\u{code:04x}" if escape < 0.03 else f"\\x{code:02x}" if escape < 0.05 and code < 256 else scalar
    return Tree(ours, re.escape(text), lambda: text)


def member(rng):
    ours, python, sample = rng.choice(SETS)
    if sample is None:
        return Tree(ours, python, lambda: rng.choice("退单") + rng.choice("款号"))
    return Tree(ours, python, lambda: rng.choice(sample) if sample else "")


def sequence(items):
    return Tree("".join(i.ours for i in items), "".join(i.python for i in items), lambda: "".join(i.draw() for i in items))


def alternatives(rng, branches):
    return Tree("|".join(b.ours for b in branches), "|".join(b.python for b in branches), lambda: rng.choice(branches).draw())


def repeat(rng, item):
    operator, low, high = rng.choice(REPEATS)
    lazy = rng.choice(["", "", "?"])
    return Tree(item.ours + operator + lazy, item.python + operator + lazy,
                lambda: "".join(item.draw() for _ in range(rng.randint(low, high))))


def anchor(rng):
    return rng.choice([Tree("^", r"\A", lambda: ""), Tree("$", r"\Z", lambda: "")])


class Grammar:
    """Trees of several classes."""

    def __init__(self, rng):
        self.rng = rng
        self.groups = 0

    def group(self, body, capturing=0.6):
        if self.rng.random() >= capturing or self.groups >= 20:
            return Tree(f"(?:{body.ours})", f"(?:{body.python})", body.draw)
        self.groups += 1
        kind = self.rng.random()
        if kind < 0.5:
            return Tree(f"({body.ours})", f"({body.python})", body.draw)
        name = self.rng.choice(["单号", "组", "n", "_x"]) + str(self.groups)
        opening = "(?<" if kind < 0.9 else "(?P<"
        return Tree(f"{opening}{name}>{body.ours})", f"(?P<{name}>{body.python})", body.draw)

    def atom(self):
        if self.rng.random() < 0.5:
            return member(self.rng)
        return literal(self.rng, self.rng.choice(HAN + LOWER + "01 -.:"))

    def nested(self, depth):
        """Groups, repeats, alternatives with empty branches, anchors anywhere."""
        def item():
            kind = self.rng.random()
            if kind < 0.06:
                return anchor(self.rng)
            inner = self.group(self.nested(depth - 1)) if depth > 0 and kind < 0.5 else self.atom()
            if self.rng.random() < 0.4:
                inner = repeat(self.rng, inner if len(inner.ours) == 1 or inner.ours[0] in "([\\." and "][" not in inner.ours
                               else self.group(inner, 0))
            return inner
        def branch():
            return sequence([item() for _ in range(self.rng.choices([0, 1, 2, 3], [1, 5, 4, 2])[0])])
        return alternatives(self.rng, [branch() for _ in range(self.rng.choices([1, 2, 3], [6, 3, 1])[0])])

    def word(self):
        return literal(self.rng, self.rng.choice(WORDS))

    def gap(self):
        return repeat(self.rng, self.rng.choice([member(self.rng) for _ in range(2)] + [Tree(".", ".", lambda: self.rng.choice("a单 "))]))

    def gap_of_one(self):
        tree = self.gap()
        return tree if "][" not in tree.ours else Tree(".*", ".*", lambda: "")

    def keyword(self):
        """Long literals with something between them, as operators write them."""
        items = []
        for _ in range(self.rng.randint(1, 3)):
            items.append(self.word())
            items.append(self.rng.choice([self.gap_of_one, lambda: self.group(self.gap_of_one()), self.word])())
        self.rng.random() < 0.3 and items.insert(0, Tree("^", r"\A", lambda: ""))
        self.rng.random() < 0.3 and items.append(Tree("$", r"\Z", lambda: ""))
        self.rng.random() < 0.4 and items.insert(0, self.gap_of_one())
        return sequence(items)

    def choice(self):
        """Alternatives of words, with something required before or behind them or not."""
        words = [sequence([self.word(), self.gap_of_one()]) if self.rng.random() < 0.3 else self.word()
                 for _ in range(self.rng.randint(2, 5))]
        self.rng.random() < 0.2 and words.append(literal(self.rng, ""))
        inner = alternatives(self.rng, words)
        if self.rng.random() < 0.25:
            return inner
        items = [self.group(inner)]
        self.rng.random() < 0.5 and items.insert(0, self.rng.choice([self.word, self.gap_of_one])())
        self.rng.random() < 0.5 and items.append(self.rng.choice([self.word, self.gap_of_one, lambda: repeat(self.rng, self.group(self.word()))])())
        return sequence(items)

    def spelled(self):
        """Single characters and classes in a row, from which a literal may be derived."""
        items = [member(self.rng) if self.rng.random() < 0.4 else literal(self.rng, self.rng.choice(HAN + LOWER))
                 for _ in range(self.rng.randint(1, 6))]
        if self.rng.random() < 0.5:
            at = self.rng.randrange(len(items))
            items[at] = repeat(self.rng, self.group(items[at], 0.3))
        return sequence(items)

    def number(self):
        """A label and digits, the commonest use."""
        items = [self.word(), repeat(self.rng, literal(self.rng, self.rng.choice(": -")))]
        items.append(self.group(sequence([repeat(self.rng, Tree(r"\d", r"\d", lambda: self.rng.choice("0123"))) for _ in range(2)])))
        self.rng.random() < 0.5 and items.append(anchor(self.rng))
        return sequence(items)


CLASSES = {"nested": (lambda g: g.nested(g.rng.randint(1, 4)), 6), "keyword": (Grammar.keyword, 5), "choice": (Grammar.choice, 3),
           "spelled": (Grammar.spelled, 3), "number": (Grammar.number, 2)}


def noise(rng, length):
    return "".join(rng.choice(HAN + LOWER + OTHER) for _ in range(rng.randint(0, length)))


def changed(rng, text):
    """The text with a piece lost, doubled, moved, replaced or cut off."""
    if not text:
        return noise(rng, 3)
    start = rng.randrange(len(text))
    end = rng.randint(start, min(len(text), start + 4))
    piece, rest = text[start:end], text[:start] + text[end:]
    return rng.choice([lambda: rest, lambda: text + piece, lambda: piece + rest, lambda: rest + piece, lambda: text[start:],
                       lambda: text[:start], lambda: text[:start] + noise(rng, 2) + text[end:], lambda: text[::-1],
                       lambda: text + text])()


def texts(rng, tree):
    made = []
    for number in range(TEXTS):
        hit = tree.draw()[:60]
        kind = number % 10
        if kind < 3:
            text = noise(rng, 4) + hit + noise(rng, 4)
        elif kind < 5:
            text = hit
        elif kind < 8:
            text = noise(rng, 2) + changed(rng, hit) + noise(rng, 2)
        elif kind == 8:
            text = changed(rng, hit) + rng.choice(WORDS) + tree.draw()[:60]
        else:
            text = noise(rng, 14)
        made.append(text)
    return made


def spans(compiled, text):
    match = compiled.search(text)
    return match and [x for group in range(compiled.groups + 1) for x in match.span(group)]


def expire(*_):
    raise TimeoutError


def python_answer(tree, lines, limit=1.0):
    """Python's spans for each text, "refused", or None when it takes too long."""
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        compiled = re.compile(tree.python, re.ASCII)
        return [spans(compiled, line) for line in lines]
    except (re.error, OverflowError):
        return "refused"
    except TimeoutError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def ask(oracle, cases):
    lines = "".join(json.dumps({"pattern": c[1].ours, "texts": c[2]}, ensure_ascii=False) + "\n" for c in cases)
    run = subprocess.run([oracle], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    if len(answers) != len(cases):
        sys.exit("the oracle did not answer every question")
    return answers


class Tally:
    """What has been compared so far."""

    def __init__(self, failures, sample):
        self.sample = sample
        self.numbers = collections.Counter()
        self.classes = collections.Counter()
        self.failures = failures

    def fail(self, *case):
        self.numbers["disagreements"] += 1
        line = json.dumps(case, ensure_ascii=False)
        if self.numbers["disagreements"] <= 20:
            print(line)
        if self.failures:
            print(line, file=self.failures, flush=True)

    def compare(self, case, answer):
        kind, tree, lines, expected = case
        self.classes[kind] += 1
        refused = answer.get("refused")
        if refused == "RB023":
            self.numbers["patterns too large for the engine"] += 1
        elif refused or expected == "refused":
            self.numbers["patterns refused by both"] += 1
            if not (refused and expected == "refused"):
                self.fail(kind, tree.ours, None, refused, expected if expected == "refused" else "accepted")
        else:
            self.numbers["pairs"] += len(lines)
            if self.sample and self.classes.total() % 5 == 0:
                at = self.classes.total() % len(lines)
                line = [tree.ours, lines[at], expected[at]]
                print(json.dumps(line, ensure_ascii=False, separators=(",", ":")), file=self.sample)
            self.numbers[f"patterns asked as {answer['rules']} kinds of rules"] += 1
            for text, ours, theirs in zip(lines, answer["spans"], expected):
                self.numbers["pairs that match"] += theirs is not None
                if ours != theirs:
                    self.fail(kind, tree.ours, text, ours, theirs)
            for text in answer["disagreements"]:
                self.fail(kind, tree.ours, text, "rule", "pattern")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oracle")
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", type=argparse.FileType("w"))
    parser.add_argument("--sample", type=argparse.FileType("w"))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, expire)
    rng = random.Random(options.seed)
    names, weights = list(CLASSES), [weight for _, weight in CLASSES.values()]
    tally, seen, start = Tally(options.failures, options.sample), set(), time.monotonic()
    while tally.numbers["pairs"] < options.count:
        cases = []
        while len(cases) < BATCH:
            kind = rng.choices(names, weights)[0]
            tree = CLASSES[kind][0](Grammar(rng))
            if tree.ours in seen or len(tree.ours) > 150:
                continue
            seen.add(tree.ours)
            lines = texts(rng, tree)
            expected = python_answer(tree, lines)
            if expected is None:
                tally.numbers["patterns skipped, too slow in Python"] += 1
                continue
            cases.append((kind, tree, lines, expected))
        for case, answer in zip(cases, ask(options.oracle, cases)):
            tally.compare(case, answer)
    print(f"seed {options.seed}, {time.monotonic() - start:.0f} s")
    for name, number in sorted(tally.numbers.items()):
        print(f"{number:10} {name}")
    for name, number in sorted(tally.classes.items()):
        print(f"{number:10} patterns of class {name}")
    print(f"{tally.numbers['disagreements']:10} disagreements in all")
    return 1 if tally.numbers["disagreements"] else 0


sys.exit(main())
