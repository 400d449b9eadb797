#!/usr/bin/env python3
"""Compares replybot's matcher with its peers on one workload, and prints one table (Benchmarks/README.md).

    compare.py --work DIR --ours PROGRAM [--sets k1000,mix1000] [--rounds 3]

DIR is what Peers/peers.sh made, PROGRAM the built RuleBenchmark. Every result goes to DIR/results.jsonl as well.
Environment: SECS (seconds of passes in each process, default 1), STRICT=1 (a missed target is a failure).
Exit codes: 0; 1 when engines disagree about what matches, or when a target is missed under STRICT=1; 2 when the
program under test did not answer.
"""
import argparse
import json
import os
import platform
import re
import subprocess
import sys
import unicodedata

SETS = ["k10", "k1000", "k10000", "k100000", "r10", "r100", "r1000", "mix1000", "mix10000"]

# What we aim at. Time: ours / Hyperscan's, at most. Building: Hyperscan's / ours, at least. Size: ours /
# Hyperscan's, at most.
TIME_TARGETS = {"k1000": 1.1, "k10000": 0.9, "k100000": 0.5, "mix1000": 1.2, "mix10000": 1.3}
BUILD_TARGETS = {"mix10000": 20, "k100000": 12}
MEMORY_TARGETS = {"mix10000": 1.5, "k100000": 1.5}
# The whole decision / Hyperscan's search of the same messages, at most.
DECIDE_TARGET = 6.0
# A hostile regex on its text / RE2's time, at most; both are cold, and take some 10 µs.
HOSTILE_TARGET = 25
# Growth of a buffer that is kept is not an allocation for each message.
ALLOCATION_TARGET = 0.001

ALLOCATION_SETS = ["k1000", "mix10000"]
DECIDE_SET = "mix10000"
# How many messages an engine gets that tries each regex by itself.
LOOP_LIMIT = "1000"


class Failure(Exception):
    """The program under test did not do what it should."""


class Engines:
    """Runs the engines, each in a process of its own, and keeps what they print."""

    def __init__(self, work, ours):
        self.work, self.ours, self.data = work, ours, f"{work}/data"
        self.environment = {**os.environ, "SECS": os.environ.get("SECS", "1")}
        self.log = open(f"{work}/results.jsonl", "w", encoding="utf-8")

    def lines(self, command, timeout=180, **environment):
        """The JSON lines that a command prints; none when it fails or is not there. Its errors pass through."""
        try:
            done = subprocess.run(command, env={**self.environment, **environment}, timeout=timeout, text=True,
                                  stdout=subprocess.PIPE)
        except (OSError, subprocess.TimeoutExpired) as error:
            print(f"{' '.join(command)}: {error}", file=sys.stderr)
            return []
        found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        for line in found:
            self.log.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.log.flush()
        if done.returncode != 0:
            print(f"{' '.join(command)}: exit code {done.returncode}", file=sys.stderr)
            return []
        return found

    def peer(self, name, *arguments, **environment):
        found = self.lines([f"{self.work}/bin/{name}", *arguments], **environment)
        return found[-1] if found else None

    def hyperscan(self, name):
        return self.peer("hyperscan", "lit" if name.startswith("k") else "rx", self.data, name)

    def re2(self, name):
        return self.peer("re2", self.data, name)

    def pcre2(self, name):
        return None if name.startswith("k") else self.peer("pcre2", self.data, name, LIMIT=LOOP_LIMIT)

    def pyahocorasick(self, name):
        if not name.startswith("k"):
            return None
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Peers", "ahocorasick_peer.py")
        found = self.lines([f"{self.work}/venv/bin/python", script, self.data, name])
        return found[-1] if found else None

    def replybot(self, command, name, **environment):
        found = self.lines([self.ours, command, self.data, name], **environment)
        if not found:
            raise Failure(f"{self.ours} {command} {self.data} {name} printed no result")
        return found[-1]

    def hostile(self):
        found = self.lines([self.ours, "hostile", self.data], timeout=600)
        if not found:
            raise Failure(f"{self.ours} hostile {self.data} printed no result")
        return found

    def hostile_re2(self, number):
        return self.peer("hostile", "re2", self.data, str(number))

    def allocations(self, name):
        """Allocations of a message: what two more passes cost, so that loading and the first pass do not count."""
        few, messages = self.allocations_of_passes(name, 1)
        many, _ = self.allocations_of_passes(name, 3)
        return max(0.0, (many - few) / (2 * messages))

    def allocations_of_passes(self, name, passes):
        environment = {**self.environment, "PASSES": str(passes), "SWIFT_DETERMINISTIC_HASHING": "1",
                       "LD_PRELOAD": f"{self.work}/bin/allocation_counter.so"}
        done = subprocess.run([self.ours, "match", self.data, name], env=environment, timeout=180, text=True,
                              capture_output=True)
        count = re.search(r"^allocations: (\d+)$", done.stderr, re.MULTILINE)
        result = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode != 0 or not count or not result:
            raise Failure(f"counting the allocations of {name} failed:\n{done.stderr.strip()}")
        return int(count[1]), result[-1]["msgs"]


class Verdicts:
    """What was aimed at and what came of it."""

    def __init__(self):
        self.missed, self.wrong = [], []

    def target(self, what, is_met):
        if not is_met:
            self.missed.append(what)
        return "met" if is_met else "MISSED"

    def exit_code(self):
        return 1 if self.wrong or (self.missed and os.environ.get("STRICT") == "1") else 0


def best(results):
    """Of several runs of one engine the lowest pass and the fastest build: the host's speed varies."""
    results = [result for result in results if result]
    if not results:
        return None
    lowest = min(results, key=lambda result: result["ns_min"])
    return {**lowest, "build_ms": min(result["build_ms"] for result in results)}


def measure(engines, name, rounds):
    """All engines on one set; ours and Hyperscan in turns, so that both have the good moments and the bad ones."""
    ours, hyperscan = [], []
    for number in range(rounds):
        turns = [(ours, lambda: engines.replybot("match", name)), (hyperscan, lambda: engines.hyperscan(name))]
        for results, run in turns if number % 2 == 0 else reversed(turns):
            results.append(run())
    return {
        "replybot": ours, "hyperscan": hyperscan, "re2": [engines.re2(name)], "pcre2": [engines.pcre2(name)],
        "pyahocorasick": [engines.pyahocorasick(name)],
    }


def check_agreement(name, runs, verdicts):
    """Every run of every engine must have found the same rules; engines with fewer messages on the first 200."""
    full = max(result["msgs"] for results in runs.values() for result in results if result)
    reference = next((r for r in runs["hyperscan"] + runs["re2"] + runs["pyahocorasick"] if r), None)
    if not reference:
        verdicts.wrong.append(f"{name}: no peer to compare with")
        return
    for engine, results in runs.items():
        for result in results:
            keys = ["pairs", "cs"] if result and result["msgs"] == full else ["cs200"]
            differing = [key for key in keys if result and result[key] != reference[key]]
            if differing:
                found = ", ".join(f"{key} {result[key]} and not {reference[key]}" for key in differing)
                verdicts.wrong.append(f"{name}: {engine} disagrees with {reference['engine']}: {found}")
                break


# Tables


def cells(text):
    """How wide a terminal shows a text."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def print_table(title, header, rows):
    print(f"\n{title}\n")
    widths = [max(cells(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(text + " " * (width - cells(text)) for text, width in zip(row, widths)) + " |")


def number(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def figure(result, key):
    return number(result[key]) if result else "-"


def time_row(name, found, verdicts):
    ours, hyperscan = found["replybot"], found["hyperscan"]
    ratio = ours["ns_min"] / hyperscan["ns_min"] if hyperscan else None
    aim = TIME_TARGETS.get(name)
    verdict = "-"
    if aim:
        measured = f"{ratio:.2f} of Hyperscan's time" if ratio else "not compared with Hyperscan"
        verdict = verdicts.target(f"{name}: {measured}, target {aim:.2f}", bool(ratio) and ratio <= aim)
    engines = ["replybot", "hyperscan", "re2", "pcre2", "pyahocorasick"]
    return [name, *(figure(found[engine], "ns_min") for engine in engines), f"{ratio:.2f}" if ratio else "-",
            f"≤ {aim:.2f}" if aim else "-", verdict]


def build_row(name, found, verdicts):
    ours, hyperscan = found["replybot"], found["hyperscan"]
    ratio = hyperscan["build_ms"] / ours["build_ms"] if hyperscan and ours["build_ms"] else None
    kilobytes, memory_aim = ours["compiled_kb"], MEMORY_TARGETS.get(name)
    build_aim, verdict, memory_verdict = "-", "-", "-"
    if name in BUILD_TARGETS:
        build_aim = f"≥ {BUILD_TARGETS[name]}×"
        is_met = bool(ratio) and ratio >= BUILD_TARGETS[name]
        faster = f"{ratio:.1f}× as fast as Hyperscan" if ratio else "not compared with Hyperscan"
        what = f"{name}: built {faster}, target {build_aim}"
        verdict = verdicts.target(what, is_met)
    if memory_aim:
        size = kilobytes / hyperscan["compiled_kb"] if hyperscan else None
        measured = f"{size:.2f} of Hyperscan's size" if size else "not compared with Hyperscan"
        memory_verdict = verdicts.target(f"{name}: {measured}, target {memory_aim}", bool(size) and size <= memory_aim)
    return [name, number(ours["build_ms"]), figure(hyperscan, "build_ms"), f"{ratio:.1f}×" if ratio else "-", build_aim,
            verdict, number(kilobytes), figure(hyperscan, "compiled_kb"), number(ours["rss_build_kb"]),
            figure(hyperscan, "rss_build_kb"), f"≤ {memory_aim} of it" if memory_aim else "-", memory_verdict]


def hostile_row(case, peer, verdicts):
    name, pattern = f"hostile {case['case']}", case["pattern"]
    if not case["accepted"]:
        reason = case.get("reason") or ""
        verdict = verdicts.target(f"{name}: {pattern} is refused without a reason", bool(reason))
        return [str(case["case"]), pattern, f"refused: {reason}", "-", figure(peer, "ms"), verdict]
    if peer and "matched" in peer and peer["matched"] != case["matched"]:
        verdicts.wrong.append(f"{name}: {pattern} {'matches' if case['matched'] else 'does not match'}, unlike in RE2")
    ratio = case["ms"] / peer["ms"] if peer and peer.get("ms") else None
    found = f"took {ratio:.1f} times as long as RE2" if ratio else "is not compared with RE2"
    verdict = verdicts.target(f"{name}: {pattern} {found}", bool(ratio) and ratio <= HOSTILE_TARGET)
    return [str(case["case"]), pattern, "yes" if case["matched"] else "no", f"{case['ms']:.3f}", figure(peer, "ms"),
            verdict]


def print_hostile(engines, verdicts):
    rows = [hostile_row(case, engines.hostile_re2(case["case"]), verdicts) for case in engines.hostile()]
    print_table(f"Hostile regexes: refused with the reason, or at most {HOSTILE_TARGET} times as long as RE2",
                ["case", "pattern", "matches", "ms", "RE2 ms", "verdict"], rows)


def print_decide(engines, rounds, hyperscan, verdicts):
    lowest = min(engines.replybot("decide", DECIDE_SET)["us_min"] for _ in range(rounds))
    ratio = lowest * 1e3 / hyperscan["ns_min"] if hyperscan else None
    measured = f"{lowest:.2f} µs, {f'{ratio:.2f} of' if ratio else 'not compared with'} Hyperscan's search"
    verdict = verdicts.target(f"decide on {DECIDE_SET}: {measured}", bool(ratio) and ratio <= DECIDE_TARGET)
    rows = [["decide, " + DECIDE_SET, measured, f"≤ {DECIDE_TARGET:.1f}", verdict]]
    for name in ALLOCATION_SETS:
        count = engines.allocations(name)
        what = f"{name}: {count:.3f} allocations a message"
        rows.append([f"allocations, {name}", f"{count:.3f}", "0", verdicts.target(what, count <= ALLOCATION_TARGET)])
    print_table("One message", ["what", "measured", "target", "verdict"], rows)


def machine():
    model = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.2f}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True)
    parser.add_argument("--ours", required=True)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def main():
    options = arguments()
    work = os.path.abspath(options.work)
    engines, verdicts = Engines(work, os.path.abspath(options.ours)), Verdicts()
    print(machine())
    found = {}
    for name in options.sets.split(","):
        print(f"measuring {name}", file=sys.stderr)
        runs = measure(engines, name, options.rounds)
        check_agreement(name, runs, verdicts)
        found[name] = {engine: best(results) for engine, results in runs.items()}
    print_table("Nanoseconds a message (CPU time, lowest pass)",
                ["set", "replybot", "Hyperscan", "RE2::Set", "PCRE2 JIT loop", "pyahocorasick", "of Hyperscan",
                 "target", "verdict"], [time_row(name, row, verdicts) for name, row in found.items()])
    print_table("Building: milliseconds (fastest), compiled size and growth of the process in KB",
                ["set", "ms", "Hyperscan ms", "faster", "target", "verdict", "size", "Hyperscan", "grown", "Hyperscan",
                 "target", "verdict"], [build_row(name, row, verdicts) for name, row in found.items()])
    hyperscan = found[DECIDE_SET]["hyperscan"] if DECIDE_SET in found else engines.hyperscan(DECIDE_SET)
    print_decide(engines, options.rounds, hyperscan, verdicts)
    print_hostile(engines, verdicts)
    print()
    for line in verdicts.missed:
        print(f"missed  {line}")
    for line in verdicts.wrong:
        print(f"WRONG   {line}")
    if not verdicts.missed and not verdicts.wrong:
        print(f"All engines agree, and every target is met ({options.sets}).")
    return verdicts.exit_code()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(failure, file=sys.stderr)
        sys.exit(2)
