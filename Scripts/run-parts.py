#!/usr/bin/env python3
"""Runs parts of `make test`, all of them whatever fails, and ends with one table of what came of each.

Each part is a make target. Its output is passed on as it comes. At the end stand the result, the number of tests and
the seconds of each part, and the lines that say which tests failed. The exit status is 1 if any part failed.

A part in which nothing is said for SILENCE seconds is ended; the tests that had begun by then are named.
"""

import argparse
import os
import re
import selectors
import signal
import subprocess
import sys
import time

CLOSING = re.compile(r"Test run with (\d+) tests? in \d+ suites? (passed|failed)")
STARTED = re.compile(r"^\S+ Test (?:\")?(.+?)(?:\")? started\.$")
ENDED = re.compile(r"^\S+ Test (?:\")?(.+?)(?:\")?(?: with \d+ test cases?)? (?:passed|failed|was skipped|skipped)\b")
FAILURE = re.compile(r"^✘ Test (?!run)|error: |^FAIL")
# Enough to find the cause; the whole stands above.
MOST_FAILURES = 12


class Part:
    """One target, and what came of it."""

    def __init__(self, name):
        self.name = name
        self.tests = 0
        self.seconds = 0.0
        self.result = "not run"
        self.failures = []
        self.begun = set()

    def take(self, line):
        """Takes note of a line."""
        if closing := CLOSING.search(line):
            self.tests += int(closing.group(1))
        elif ended := ENDED.match(line):
            self.begun.discard(ended.group(1))
        elif started := STARTED.match(line):
            self.begun.add(started.group(1))
        if FAILURE.search(line) and len(self.failures) < MOST_FAILURES:
            self.failures.append(line)

    def run(self, make, silence):
        """Runs the target to its end."""
        print(f"=== {self.name}", flush=True)
        start = time.monotonic()
        process = subprocess.Popen(
            make + [self.name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
        hung = not self._follow(process, silence)
        status = process.wait()
        self.seconds = time.monotonic() - start
        self.result = "HUNG" if hung else "passed" if status == 0 else "FAILED"
        if hung:
            self.failures += [f"nothing was said for {silence} seconds; under way: {name}" for name in sorted(self.begun)]
            self.failures = self.failures or [f"nothing was said for {silence} seconds"]

    def _follow(self, process, silence):
        """Passes the output on; false when the part fell silent and was killed."""
        selector = selectors.DefaultSelector()
        selector.register(process.stdout, selectors.EVENT_READ)
        rest = b""
        while True:
            if not selector.select(timeout=silence):
                os.killpg(process.pid, signal.SIGKILL)
                return False
            data = os.read(process.stdout.fileno(), 1 << 16)
            if not data:
                return True
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self.take(line.decode("utf-8", "replace"))


def table(parts):
    """The summary."""
    width = max(len(part.name) for part in parts)
    lines = [f"{'part':<{width}}  result   tests  seconds"]
    for part in parts:
        tests = str(part.tests) if part.tests else "-"
        lines.append(f"{part.name:<{width}}  {part.result:<7}  {tests:>5}  {part.seconds:7.1f}")
    tests, seconds = sum(part.tests for part in parts), sum(part.seconds for part in parts)
    failed = sum(part.result != "passed" for part in parts)
    result = "passed" if failed == 0 else f"{failed} bad"
    lines.append(f"{'all':<{width}}  {result:<7}  {tests:>5}  {seconds:7.1f}")
    for part in parts:
        lines += [f"{part.name}: {line}" for line in part.failures if part.result != "passed"]
    return "\n".join(lines)


def main():
    """Runs what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--make", default="make", help="the make to call")
    parser.add_argument("--needed", default="", help="the part without which the later ones cannot run")
    parser.add_argument("--silence", type=int, default=900, help="seconds of silence after which a part is ended")
    parser.add_argument("parts", nargs="+")
    arguments = parser.parse_args()
    parts = [Part(name) for name in arguments.parts]
    for part in parts:
        part.run(arguments.make.split() + ["--no-print-directory"], arguments.silence)
        if part.name == arguments.needed and part.result != "passed":
            break
    print(table(parts), flush=True)
    return 1 if any(part.result != "passed" for part in parts) else 0


if __name__ == "__main__":
    sys.exit(main())
