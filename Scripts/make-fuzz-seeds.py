#!/usr/bin/env python3
"""Writes the seeds of the fuzzers, Fuzz/Corpus, from the fixtures of the tests and the example shop.

    Scripts/make-fuzz-seeds.py
"""
import json
import pathlib
import random

ROOT = pathlib.Path(__file__).resolve().parent.parent
TESTS = ROOT / "Tests"
MESSAGES = ["我要退款！", "ＨＥＬＬＯ　Ｗｏｒｌｄ", "幾點 營業", "cafe\u0301 \u1112\u1161\u11ab", "①②③ ㍿ ﬁ", "a\u200bb\u00adc", "👨‍👩‍👧‍👦 1️⃣", "a\r\nb\u2028c\td",
            "快递：ＳＦ１２３", "İSTANBUL ß ŉ ΐ", "\u0344\u0345\u0f73 \u0f75", "……!!!", " \u3000 ", "", "x" * 2001, "\ufdfa" * 300,
            "\u0301\u0302" * 40, "１ ２ 3 ４"]


def write(target, name, data):
    folder = ROOT / "Fuzz/Corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def main():
    files = sorted((TESTS / "RuleAuthoringTests/Fixtures/rule-files").glob("*.yaml")) + [ROOT / "rules/shop.yaml"]
    for path in files:
        write("rule-file", path.name, path.read_bytes())
    lines = (TESTS / "LinearRegexTests/Fixtures/python-re.jsonl").read_text().splitlines()
    for number, line in enumerate(random.Random(1).sample(lines, 60)):
        pattern, text, _ = json.loads(line)
        if "\n" not in pattern:
            write("pattern", f"python-{number:03}.txt", f"{pattern}\n{text}".encode())
    for number, message in enumerate(MESSAGES):
        write("normalizer", f"message-{number:02}.txt", message.encode())


main()
