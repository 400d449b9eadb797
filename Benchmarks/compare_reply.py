#!/usr/bin/env python3
"""Measures a message from the socket to the sent reply beside the RSA operations that nobody can avoid, and prints
tables (Benchmarks/README.md).

    compare_reply.py --ours PROGRAM --bot BINARY [--scale 1.0] [--parts runs,counts,stages]

PROGRAM is the built ReplyBenchmark, BINARY the bot. `--scale` multiplies the messages of each run. Environment: STRICT=1
(a missed target is a failure). Exit codes: 0; 1 when a target is missed under STRICT=1; 2 when the machine was not idle,
so that there is no verdict, or when a run failed.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

from compare import Failure, Verdicts, machine, number, print_table
import reply_stages

# What we aim at: CPU of a message / CPU of its RSA operations.
RATIO_TARGETS = {"answered": 1.6, "unanswered": 1.4}
RATIO_CLIENTS = 32
# Acknowledgements a second / those for which the processors could verify and sign.
SATURATION_TARGET = 0.5
SATURATION_CLIENTS = 128
# The share of the machine that other processes may take.
OTHERS_LIMIT = 0.05

# RSA operations of the bot for a message: both verify the event and sign the acknowledgement; a reply is signed and its
# answer verified.
SIGNATURES = {"answered": 2, "unanswered": 1}
# Messages that are measured, and those that are counted under strace, at a number of clients.
MESSAGES = {1: (1_500, 150), 8: (4_000, 400), 32: (6_000, 600)}
KINDS = ["answered", "unanswered"]


class Runs:
    def __init__(self, options):
        self.options = options
        self.others = []

    def run(self, clients, kind, messages, *arguments, is_judged=True):
        """The figures of one run."""
        messages = max(clients, int(messages * self.options.scale))
        print(f"measuring {clients} clients, {kind} {' '.join(arguments)}", file=sys.stderr)
        command = [self.options.ours, "--bot", self.options.bot, "--clients", str(clients), "--kind", kind,
                   "--messages", str(messages), "--warm-up", str(max(clients, messages // 5)), *arguments]
        done = subprocess.run(command, text=True, stdout=subprocess.PIPE, timeout=900)
        if done.returncode != 0:
            raise Failure(f"{' '.join(command)}: exit code {done.returncode}")
        found = json.loads(done.stdout.splitlines()[-1])
        if found["refused"]:
            print(f"{found['refused']} × 503: the store needed more than 0.8 s", file=sys.stderr)
        if is_judged:
            self.others.append(found["others"])
            signatures = SIGNATURES[kind]
            found["rsa_us"] = signatures * (found["sign_us"] + found["verify_us"])
            found["ratio"] = found["cpu_us"] / found["rsa_us"]
        return found

    @property
    def is_idle(self):
        return max(self.others, default=0) <= OTHERS_LIMIT


def print_runs(found):
    rows = [[str(run["clients"]), run["kind"], number(run["cpu_us"]), number(run["rsa_us"]), f"{run['ratio']:.2f}",
             number(run["acks_per_second"]), number(run["replies_per_second"]) if run["replies_per_second"] else "-",
             number(run["p50_ms"]), number(run["p99_ms"]), number(run["hops"]), str(run["threads"]),
             number(run["peak_mb"]), f"{run['sign_us']:.0f} + {run['verify_us']:.1f}", str(run["samples"]),
             f"{run['others'] * 100:.0f} %"] for run in found]
    print_table("A message: CPU of the bot, µs, beside a bare libcrypto loop on the same operations in the same run",
                ["clients", "events", "CPU", "RSA", "ratio", "acks/s", "replies/s", "ack p50 ms", "p99 ms", "hops",
                 "threads", "peak MB", "sign + verify µs", "samples", "others"], rows)


def print_counts(found):
    rows, calls = [], []
    for run in found:
        names = sorted(run["calls"], key=lambda name: -run["calls"][name])
        rows.append([str(run["clients"]), run["kind"], number(run["allocations"]), number(sum(run["calls"].values())),
                     number(run["calls"].get("fdatasync", 0))])
        calls.append([str(run["clients"]), run["kind"],
                      ", ".join(f"{name} {run['calls'][name]:.2g}" for name in names[:14])])
    print_table("A message, counted under strace, which slows the bot down, so that more requests share a commit",
                ["clients", "events", "allocations", "system calls", "fdatasync"], rows)
    print_table("The most frequent system calls", ["clients", "events", "calls a message"], calls)


def print_stages(runs):
    """The stages of both kinds of events, from a run of each under perf."""
    if not reply_stages.is_there():
        print("\nThe stages are left out: perf and swift demangle are needed.")
        return
    shares, costs = {}, {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/perf.data"
            try:
                run = runs.run(RATIO_CLIENTS, kind, 2_000, "--profile", file, is_judged=False)
                shares[kind], samples = reply_stages.shares(file)
            except (Failure, subprocess.SubprocessError) as error:
                print(f"\nThe stages are left out: perf cannot take samples here ({error}).")
                return
        costs[kind] = (run["cpu_us"], samples)
    rows = [[name, *(cell for kind in KINDS for cell in
                     (f"{shares[kind][name] * 100:.1f} %", number(shares[kind][name] * costs[kind][0])))]
            for name in reply_stages.NAMES if any(shares[kind][name] for kind in KINDS)]
    samples = ", ".join(f"{kind} {costs[kind][1]}" for kind in KINDS)
    print_table(f"The stages of a message at {RATIO_CLIENTS} clients, by sampling (samples: {samples})",
                ["stage", *(cell for kind in KINDS for cell in (kind, "µs"))], rows)


def judge(found, saturated, half, verdicts):
    rows = []
    for kind, target in RATIO_TARGETS.items():
        ratio = next(run["ratio"] for run in found if run["kind"] == kind and run["clients"] == RATIO_CLIENTS)
        rows.append([f"CPU / RSA, {kind}, {RATIO_CLIENTS} clients", f"{ratio:.2f}", f"≤ {target:.2f}",
                     verdicts.target(f"{kind}: {ratio:.2f} times its RSA operations", ratio <= target)])
    share = saturation(saturated)
    rows.append([f"acks/s / RSA ceiling of {saturated['ceiling']:,.0f}, {SATURATION_CLIENTS} clients", f"{share:.2f}",
                 f"≥ {SATURATION_TARGET:.2f}",
                 verdicts.target(f"saturation: {share:.2f} of the RSA ceiling", share >= SATURATION_TARGET)])
    rows.append([f"ack p99 at {half['rate']:,}/s, half of saturation", f"{half['p99_ms']:.1f} ms",
                 f"≤ {half['limit_ms']:.1f} ms",
                 verdicts.target(f"ack p99 {half['p99_ms']:.1f} ms", half["p99_ms"] <= half["limit_ms"])])
    print_table("Targets", ["what", "measured", "target", "verdict"], rows)
    print(f"\nMeanwhile a bare append with fdatasync took {half['flush_p50_ms']:.1f} ms, p99 {half['flush_p99_ms']:.1f}"
          f" ({half['flushes']} of them); ack p50 {half['p50_ms']:.1f} ms.")


def saturation(run):
    run["ceiling"] = run["processors"] / ((run["sign_us"] + run["verify_us"]) * 1e-6)
    return run["acks_per_second"] / run["ceiling"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", required=True)
    parser.add_argument("--bot", required=True)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--parts", default="runs,counts,stages")
    return parser.parse_args()


def main():
    options = arguments()
    parts = options.parts.split(",")
    runs, verdicts = Runs(options), Verdicts()
    print(machine())
    found, saturated, half = [], None, None
    if "runs" in parts:
        found = [runs.run(clients, kind, MESSAGES[clients][0]) for kind in KINDS for clients in MESSAGES]
        print_runs(found)
        saturated = runs.run(SATURATION_CLIENTS, "unanswered", 10_000)
        rate = max(1, int(saturated["acks_per_second"] / 2))
        # Long enough for a 99th percentile of flushes.
        half = runs.run(SATURATION_CLIENTS, "unanswered", 15 * rate, "--rate", str(rate))
        half["rate"] = rate
    if "counts" in parts:
        print_counts([runs.run(clients, kind, MESSAGES[clients][1], "--count", "1", is_judged=False)
                      for kind in KINDS for clients in MESSAGES])
    if "stages" in parts:
        print_stages(runs)
    if "runs" not in parts:
        return 0
    judge(found, saturated, half, verdicts)
    if not runs.is_idle:
        print(f"\nNo verdict: other processes took {max(runs.others) * 100:.0f} % of the machine, and may take "
              f"{OTHERS_LIMIT * 100:.0f} %. The figures above do not count.")
        return 2
    print()
    for line in verdicts.missed:
        print(f"missed  {line}")
    return verdicts.exit_code()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failure, OSError, subprocess.TimeoutExpired) as failure:
        print(failure, file=sys.stderr)
        sys.exit(2)
