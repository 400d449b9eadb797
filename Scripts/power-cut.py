#!/usr/bin/env python3
"""Cuts the power under the store, in every way a disk may behave, and looks for acknowledged rows that are gone.

    Scripts/power-cut.py .build/debug/StoreWriter --cuts 500

The writer runs once under strace. From its system calls the files are built up again as they would be after a cut at
some call: what an fdatasync covered is there; what was written since is not there (first variant), or some of it is,
whole or in part (second variant). SQLite then reads the files, and every row that had been acknowledged before the cut
must be found. The same is done with `synchronous = NORMAL`, which must lose some: else this script proves nothing.
"""
import argparse
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

CALLS = "openat,close,pwrite64,ftruncate,fdatasync,fsync,write,unlink,unlinkat"
STRACE = ["strace", "-f", "--seccomp-bpf", "-xx", "-s", "1000000", "-e", "trace=" + CALLS, "-e", "signal=none"]
SECTOR = 512


class File:
    """One file: what is on the disk for certain, and what was written since, in order."""

    def __init__(self):
        self.durable = bytearray()
        self.pending = []  # (offset, bytes), or (length, None) for a truncation

    @staticmethod
    def apply(image, operation):
        place, data = operation
        if data is None:
            del image[place:]
        else:
            if len(image) < place:
                image.extend(bytes(place - len(image)))
            image[place:place + len(data)] = data

    def sync(self, count):
        for operation in self.pending[:count]:
            self.apply(self.durable, operation)
        del self.pending[:count]

    def after_cut(self, dice):
        """The content after a cut; with dice, any part of what was not flushed may have reached the disk."""
        image = bytearray(self.durable)
        for operation in self.pending if dice else []:
            fate = dice.randrange(3)
            if fate == 1:
                self.apply(image, operation)
            elif fate == 2 and operation[1]:
                sectors = dice.randrange(len(operation[1]) // SECTOR + 1)
                self.apply(image, (operation[0], operation[1][:sectors * SECTOR]))
        return image


class Replay:
    """The system calls of the writer, one after the other."""

    def __init__(self, database):
        self.database = database
        self.files = {}
        self.open = {}
        self.acknowledged = set()
        self.begun = {}

    def run(self, lines):
        """Yields after each call that changes something."""
        for line in lines:
            match = re.match(r"(?:\[pid +)?(\d+)\]? +(.*)", line)
            if not match:
                continue
            thread, text = match.groups()
            if text.endswith("<unfinished ...>"):
                text = text[:-len("<unfinished ...>")].rstrip()
                self.begun[thread] = (text, self.covered(text))
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", text)
            if resumed:
                beginning, covered = self.begun.pop(thread)
                text = beginning + resumed[1]
            else:
                covered = self.covered(text)
            call = re.match(r"(\w+)\((.*)\) += (-?\d+)", text)
            if call and int(call[3]) >= 0 and self.step(call[1], call[2], int(call[3]), covered):
                yield

    def covered(self, text):
        """How many writes a flush that begins now will cover."""
        call = re.match(r"(?:fdatasync|fsync)\((\d+)", text)
        file = self.files.get(self.open.get(int(call[1]))) if call else None
        return len(file.pending) if file else 0

    def step(self, call, arguments, result, covered):
        if call == "openat":
            path = self.text(arguments)
            if path.startswith(self.database) and not path.endswith((".lock", ".ballast", "-shm")):
                self.open[result] = path
                self.files.setdefault(path, File())
            else:
                self.open.pop(result, None)
            return False
        if call in ("unlink", "unlinkat"):
            return self.files.pop(self.text(arguments), None) is not None
        descriptor = int(re.match(r"\d+", arguments)[0])
        if call == "close":
            self.open.pop(descriptor, None)
            return False
        if call == "write" and descriptor == 1:
            for what, number in re.findall(r"ACK (\w+) (\d+)\n", self.text(arguments)):
                self.acknowledged.add((what, int(number)))
            return True
        file = self.files.get(self.open.get(descriptor))
        if file is None:
            return False
        if call == "pwrite64":
            length, offset = map(int, re.search(r', (\d+), (\d+)$', arguments).groups())
            data = self.raw(arguments)
            assert len(data) == length == result, "strace cut a write short"
            file.pending.append((offset, data))
        elif call == "ftruncate":
            file.pending.append((int(arguments.split(", ")[1]), None))
        elif call in ("fdatasync", "fsync"):
            file.sync(covered)
        return True

    @staticmethod
    def raw(arguments):
        return bytes.fromhex(re.search(r'"((?:\\x[0-9a-f]{2})*)"', arguments)[1].replace("\\x", ""))

    def text(self, arguments):
        return self.raw(arguments).decode(errors="replace")


def missing(replay, dice, folder):
    """How many acknowledged rows are gone after a cut now, or a text when the database cannot be read."""
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    for path, file in replay.files.items():
        with open(os.path.join(folder, os.path.basename(path)), "wb") as copy:
            copy.write(file.after_cut(dice))
    connection = sqlite3.connect(os.path.join(folder, os.path.basename(replay.database)))
    try:
        found = {("recorded", int(key)) for key, in connection.execute("SELECT dedupe_key FROM event")}
        found |= {("decided", int(key)) for key, in connection.execute(
            "SELECT dedupe_key FROM event WHERE decided IS NOT NULL")}
        found |= {("sent", int(message)) for message, in connection.execute(
            "SELECT message FROM reply WHERE state = 'sent'")}
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return str(error) if replay.acknowledged else 0
    finally:
        connection.close()
    return len(replay.acknowledged - found) if sound == "ok" else sound


def cut(writer, level, cuts, events, seed, folder):
    """Traces one run and cuts it; returns how many cuts lost something."""
    database = os.path.join(folder, "replybot.db")
    trace = os.path.join(folder, "trace")
    for name in os.listdir(folder):
        if name.startswith("replybot.db"):
            os.remove(os.path.join(folder, name))
    subprocess.run(STRACE + ["-o", trace, writer, database, str(events), level],
                   check=True, stdout=subprocess.DEVNULL)
    with open(trace) as lines:
        total = sum(1 for _ in Replay(database).run(lines))
    dice = random.Random(seed)
    chosen = sorted(dice.sample(range(total), min(total, (cuts + 1) // 2)))
    replay, lost, done = Replay(database), 0, 0
    with open(trace) as lines:
        for number, _ in enumerate(replay.run(lines)):
            if not chosen or number != chosen[0]:
                continue
            chosen.pop(0)
            for variant in (None, dice):
                gone = missing(replay, variant, os.path.join(folder, "after"))
                done += 1
                lost += gone != 0
                if gone and level == "FULL":
                    print(f"cut at call {number}, seed {seed}, some unflushed writes kept: {variant is not None}: {gone}")
    assert len(replay.acknowledged) == 3 * events, "the trace does not have all acknowledgements"
    print(f"synchronous = {level}: {done} cuts in {total} calls, {len(replay.acknowledged)} acknowledgements, "
          f"{lost} cuts lost some")
    return lost


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("writer")
    parser.add_argument("--cuts", type=int, default=500)
    parser.add_argument("--events", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="power-cut-") as folder:
        full, normal = (cut(arguments.writer, level, arguments.cuts, arguments.events, arguments.seed, folder)
                        for level in ("FULL", "NORMAL"))
    if full:
        sys.exit("acknowledged rows were lost")
    if not normal:
        sys.exit("NORMAL lost nothing: these cuts prove nothing")


if __name__ == "__main__":
    main()
