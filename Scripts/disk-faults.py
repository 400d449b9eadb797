#!/usr/bin/env python3
"""Makes one system call of the store after the other fail, as a disk does, and looks for what was acknowledged.

    Scripts/disk-faults.py .build/debug/StoreWriter --faults 200

strace lets the Nth pwrite64, fdatasync, ftruncate or pread64 of each thread fail with EIO or ENOSPC. The writer must
come to its end, every acknowledged row must be there and the file be sound, and no handle may be flushed again after a
flush of it has failed: the second flush would report success for data that the system has dropped.
"""
import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

# Call, error, and how far apart the calls are that fail: most are made after the opening, not by it.
FAULTS = [("fdatasync", "EIO", 5), ("pwrite64", "EIO", 41), ("pwrite64", "ENOSPC", 43), ("fdatasync", "ENOSPC", 7),
          ("ftruncate", "EIO", 1), ("pread64", "EIO", 5)]


def flushed_again(trace):
    """Whether some handle was flushed after a flush of it had failed."""
    failed, begun = set(), {}
    with open(trace) as lines:
        for line in lines:
            thread, text = line.rstrip("\n").split(None, 1)
            if text.endswith("<unfinished ...>"):
                begun[thread] = text[:-len("<unfinished ...>")]
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", text)
            if resumed:
                text = begun.pop(thread, "") + resumed[1]
            call = re.match(r"(fdatasync|close)\((\d+)\) += (-?\d+)", text)
            if not call:
                continue
            if call[1] == "close":
                failed.discard(call[2])
            elif call[2] in failed:
                return True
            elif int(call[3]) < 0:
                failed.add(call[2])
    return False


def run(writer, call, error, number, events, folder):
    """Lets the calls fail; returns what is wrong, whether any call did fail, and how many rows were acknowledged."""
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))
    database, trace = os.path.join(folder, "replybot.db"), os.path.join(folder, "trace")
    process = subprocess.run(
        ["strace", "-f", "-o", trace, "-e", "trace=fdatasync,close," + call, "-e", "signal=none",
         "-e", f"inject={call}:error={error}:when={number}", writer, database, str(events)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    acknowledged = {(what, int(key)) for what, key in re.findall(r"ACK (\w+) (\d+)\n", process.stdout.decode())}
    with open(trace) as lines:
        happened = any("(INJECTED)" in line for line in lines)
    if not happened:
        return "strace injected nothing" if process.returncode else None, False, len(acknowledged)
    # Who cannot even open the database has acknowledged nothing.
    if process.returncode and acknowledged:
        return "ended early: " + process.stderr.decode()[-300:], True, len(acknowledged)
    if flushed_again(trace):
        return "flushed a handle again after its flush had failed", True, len(acknowledged)
    return lost(database, acknowledged), True, len(acknowledged)


def lost(database, acknowledged):
    if not acknowledged:
        return None
    connection = sqlite3.connect(database)
    try:
        found = {("recorded", int(key)) for key, in connection.execute("SELECT dedupe_key FROM event")}
        found |= {("decided", int(key)) for key, in connection.execute(
            "SELECT dedupe_key FROM event WHERE decided IS NOT NULL")}
        found |= {("sent", int(message)) for message, in connection.execute(
            "SELECT message FROM reply WHERE state = 'sent'")}
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    if acknowledged - found:
        return f"{len(acknowledged - found)} acknowledged rows are gone"
    return None if sound == "ok" else sound


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("writer")
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--events", type=int, default=100)
    arguments = parser.parse_args()
    wrong = total = acknowledged = unopened = 0
    with tempfile.TemporaryDirectory(prefix="disk-faults-") as folder:
        for index in range(arguments.faults):
            call, error, stride = FAULTS[index % len(FAULTS)]
            number = 1 + index // len(FAULTS) * stride * max(1, 200 // arguments.faults) % (60 * stride)
            problem, happened, acks = run(arguments.writer, call, error, number, arguments.events, folder)
            total += happened
            acknowledged += acks
            unopened += happened and acks == 0
            if problem:
                wrong += 1
                print(f"{call} number {number}, {error}: {problem}")
    print(f"{total} of {arguments.faults} runs met a fault; {acknowledged} acknowledgements; "
          f"{unopened} runs could not open the database; {wrong} went wrong")
    if wrong or total < arguments.faults // 3:
        sys.exit("the store does not stand these faults" if wrong else "too few faults happened")


if __name__ == "__main__":
    main()
