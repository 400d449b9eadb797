#!/bin/sh
# Runs each fuzzer for a while; what crashes one is kept in Fuzz/Regressions, where `swift test` replays it.
#
#     [FUZZ_LEAKS=1] Scripts/fuzz.sh BUILD-FOLDER SECONDS [TARGET...]
#
# What the fuzzers learn is kept in BUILD-FOLDER/corpus, and the next run goes on from there.
set -u
build=$1 seconds=$2
shift 2
[ $# -gt 0 ] || set -- rule-file pattern normalizer
# The runtime's own crash reports take seconds, and libFuzzer keeps the input.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=${FUZZ_LEAKS:-0}
failed=0
for target; do
    case $target in
    rule-file) fuzzer=FuzzRuleFile length=4096 ;;
    pattern) fuzzer=FuzzPattern length=400 ;;
    normalizer) fuzzer=FuzzNormalizer length=2048 ;;
    form) fuzzer=FuzzForm length=4096 ;;
    charset) fuzzer=FuzzCharset length=512 ;;
    event) fuzzer=FuzzEvent length=4096 ;;
    xml) fuzzer=FuzzXML length=1024 ;;
    json) fuzzer=FuzzJSON length=1024 ;;
    key-text) fuzzer=FuzzKeyText length=4096 ;;
    answer) fuzzer=FuzzAnswer length=4096 ;;
    *) echo "no target $target" >&2 && exit 64 ;;
    esac
    learnt=$build/corpus/$target
    mkdir -p "$learnt"
    echo "== $target, $seconds s"
    "$build/release/$fuzzer" -max_total_time="$seconds" -max_len="$length" -timeout=20 -rss_limit_mb=2048 -seed=1 \
        -dict="Fuzz/Dictionaries/$target.dict" -artifact_prefix="Fuzz/Regressions/$target/" -print_final_stats=1 \
        "$learnt" "Fuzz/Corpus/$target" "Fuzz/Regressions/$target" >"$build/$target.log" 2>&1 ||
        { failed=1 && echo "$target failed: the input is in Fuzz/Regressions/$target, the log is $build/$target.log"; }
    grep -aE '^(stat::number_of_executed_units|stat::average_exec|stat::peak_rss|SUMMARY)|Fatal error' "$build/$target.log"
done
exit $failed
