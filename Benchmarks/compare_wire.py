#!/usr/bin/env python3
"""Compares the work of one request with bare libcrypto and libxml2, and prints one table (Benchmarks/README.md).

    compare_wire.py --ours PROGRAM [--rounds 3]

PROGRAM is the built WireBenchmark. Environment: PASSES (passes in each process, default 40), STRICT=1 (a missed target
is a failure). Exit codes: 0; 1 when a target is missed under STRICT=1; 2 when the program did not answer.
"""
import argparse
import json
import subprocess
import sys

from compare import Failure, Verdicts, number, print_table

# What we aim at, as times of the bare libraries in the same process. What a request costs beyond its signature is
# compared with a bare verification and a bare parse.
VERIFY_TARGET, PARSE_TARGET, REQUEST_TARGET = 1.3, 1.4, 1.6

# Step of ours, the bare library's, and what ours does.
ROWS = [
    ("form", None, "percent-decoding and sorting"),
    ("verify", "bare verify", "form, canonical text, base64, SHA-256, RSA"),
    ("parse", "bare parse", "GBK, pre-scan, XML, event"),
    ("sign", "bare sign", "SHA-256, RSA"),
    ("ack", "bare sign", "document, signature"),
    ("request", "bare sign", "all of it, without the store"),
]


def lowest(program, rounds):
    """The lowest pass of each step in several processes: a busy host only ever adds time."""
    found = {}
    for _ in range(rounds):
        done = subprocess.run([program], text=True, stdout=subprocess.PIPE, timeout=600)
        if done.returncode != 0:
            raise Failure(f"{program}: exit code {done.returncode}")
        for line in map(json.loads, done.stdout.splitlines()):
            found[line["step"]] = min(found.get(line["step"], float("inf")), line["us_min"])
    missing = [name for row in ROWS for name in row[:2] if name and name not in found]
    if missing:
        raise Failure(f"{program} did not measure {', '.join(missing)}")
    return found


def rows(found):
    for ours, bare, work in ROWS:
        ratio = f"{found[ours] / found[bare]:.2f}" if bare else "-"
        yield [ours, work, number(found[ours]), number(found[bare]) if bare else "-", ratio]


def targets(found, verdicts):
    anew = found["verify"] / found["bare verify anew"]
    bare = found["bare verify"] + found["bare parse"]
    for name, ratio, target in [
        ("verify / bare, kept context", found["verify"] / found["bare verify"], VERIFY_TARGET),
        ("parse / bare", found["parse"] / found["bare parse"], PARSE_TARGET),
        ("request beyond the signature / bare", (found["request"] - found["bare sign"]) / bare, REQUEST_TARGET),
    ]:
        yield [name, f"{ratio:.2f}", f"≤ {target:.2f}", verdicts.target(name, ratio <= target)]
    yield ["verify / bare, new context", f"{anew:.2f}", "-", "-"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found, verdicts = lowest(options.ours, options.rounds), Verdicts()
    print_table("One request: CPU time, µs, the lowest pass", ["step", "work", "replybot", "bare", "ratio"],
                list(rows(found)))
    print_table("Targets", ["what", "measured", "target", "verdict"], list(targets(found, verdicts)))
    return verdicts.exit_code()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failure, OSError, subprocess.TimeoutExpired) as failure:
        print(failure, file=sys.stderr)
        sys.exit(2)
