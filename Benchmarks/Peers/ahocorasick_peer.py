#!/usr/bin/env python3
"""ahocorasick_peer.py DIR SET: keywords with pyahocorasick, as a bot framework in Python would do it."""
import gc
import json
import os
import sys
import time

import ahocorasick

MASK = (1 << 64) - 1


def mix(z):
    """The mixing step of SplitMix64, the same in every engine."""
    z = (z + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def resident_kb():
    gc.collect()
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def automaton(entries):
    words = {}
    for entry in entries:
        words.setdefault(entry["pattern"], []).append((entry["id"], entry["mode"], len(entry["pattern"])))
    result = ahocorasick.Automaton()
    for word, owners in words.items():
        result.add_word(word, owners)
    result.make_automaton()
    return result


def matcher(words):
    def match(message):
        found = set()
        length = len(message)
        for last, owners in words.iter(message):
            for rule, mode, size in owners:
                begins, ends = last + 1 == size, last + 1 == length
                if mode == "contains" or (begins and (mode == "prefix" or ends)):
                    found.add(rule)
        return found

    return match


def main():
    folder, name = sys.argv[1:3]
    with open(f"{folder}/{name}.rules.json") as file:
        entries = json.load(file)
    with open(f"{folder}/{name}.msgs.txt") as file:
        messages = file.read().split("\n")[:-1]
    before, start = resident_kb(), time.perf_counter()
    match = matcher(automaton(entries))
    build = time.perf_counter() - start
    built_kb = resident_kb() - before
    total = total200 = pairs = 0
    for index, message in enumerate(messages):
        rules = match(message)
        pairs += len(rules)
        for rule in rules:
            total = (total + mix((index << 32) | rule)) & MASK
        if index == 199:
            total200 = total
    passes, spent, seconds = [], 0, float(os.environ.get("SECS", 1.5))
    while len(passes) < 61 and spent < 20 and (spent < seconds or len(passes) < 3):
        start, used = time.perf_counter(), time.process_time()
        for message in messages:
            match(message)
        passes.append((time.process_time() - used) / len(messages) * 1e9)
        spent += time.perf_counter() - start
    passes.sort()
    print(json.dumps({
        "engine": "pyahocorasick", "set": name, "ns_msg": round(passes[len(passes) // 2], 1),
        "ns_min": round(passes[0], 1), "passes": len(passes), "msgs": len(messages), "pairs": pairs,
        "cs": f"{total:016x}", "cs200": f"{total200:016x}", "build_ms": round(build * 1e3, 3),
        "rss_build_kb": built_kb, "compiled_kb": built_kb,
    }))


main()
