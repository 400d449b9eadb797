#!/usr/bin/env python3
"""Shows that a test which hangs ends its own run, within its limit and by its name: one that waits, one that blocks."""

import subprocess
import sys
import time

TESTS = ["a test that waits for what never comes", "a test that blocks its thread"]


def main():
    """Runs `COMMAND... --filter TEST` for each of the tests; the environment says how long each may take."""
    runs = []
    for name in TESTS:
        command = sys.argv[2:] + ["--filter", name]
        output = subprocess.PIPE
        runs.append((name, time.monotonic(), subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)))
    good = True
    for name, start, process in runs:
        try:
            text = process.communicate(timeout=float(sys.argv[1]))[0].decode("utf-8", "replace")
            ended = process.returncode != 0 and any(name in line and "hangs" in line for line in text.split("\n"))
        except subprocess.TimeoutExpired:
            process.kill()
            text, ended = process.communicate()[0].decode("utf-8", "replace"), False
        print(f"{'ended' if ended else 'FAIL: not ended'} after {time.monotonic() - start:.0f} seconds: {name}")
        if not ended:
            print(text)
        good = good and ended
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
