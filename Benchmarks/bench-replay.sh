#!/bin/sh
# bench-replay.sh PROGRAM DIR EVENTS: the replay of generated recordings (Benchmarks/README.md, "The replay").
set -eu
program=$1
work=$2
events=$3

"$program" keys "$work"
"$program" record "$work/shop.jsonl" --events "$events"
"$program" record "$work/mix10000.jsonl" --events "$events" --messages "$work/data/mix10000.msgs.txt"
"$program" record "$work/signed.jsonl" --events "$((events / 10))" --sign "$work"

echo "== shop, not verified"
"$program" replay "$work/shop.jsonl" --rules rules
echo "== 10,000 keywords and 1,000 regular expressions, not verified"
"$program" replay "$work/mix10000.jsonl" --workload "$work/data"
echo "== shop, verified"
"$program" replay "$work/signed.jsonl" --rules rules --verify "$work/platform-public.txt"
