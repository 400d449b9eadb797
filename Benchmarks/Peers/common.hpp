// What the peers share: reading a set, collecting the rules that match, timing, and the line of results.
#pragma once
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <malloc.h>
#include <string>
#include <vector>

enum class Mode { contains, exact, prefix };

/// One keyword or regex; several may belong to one rule.
struct Entry {
    uint32_t rule;
    bool is_regex;
    Mode mode;
    std::string pattern;
};

/// A set: its entries and its messages.
struct Workload {
    std::vector<Entry> entries;
    std::vector<std::string> messages;
    uint32_t rule_count = 0;

    Workload(const std::string &folder, const std::string &set) {
        std::ifstream rules(folder + "/" + set + ".rules.tsv");
        std::string line;
        while (std::getline(rules, line)) {
            size_t a = line.find('\t'), b = line.find('\t', a + 1), c = line.find('\t', b + 1);
            std::string kind = line.substr(a + 1, b - a - 1), mode = line.substr(b + 1, c - b - 1);
            Entry entry{(uint32_t)std::stoul(line.substr(0, a)), kind == "regex",
                        mode == "exact" ? Mode::exact : mode == "prefix" ? Mode::prefix : Mode::contains,
                        line.substr(c + 1)};
            rule_count = std::max(rule_count, entry.rule + 1);
            entries.push_back(std::move(entry));
        }
        std::ifstream texts(folder + "/" + set + ".msgs.txt");
        while (std::getline(texts, line)) messages.push_back(line);
        if (entries.empty() || messages.empty()) {
            fprintf(stderr, "no set %s in %s\n", set.c_str(), folder.c_str());
            exit(2);
        }
        malloc_trim(0);
    }
};

/// The distinct rules that match one message.
class Hits {
    std::vector<uint32_t> stamp;
    uint32_t current = 0;

public:
    std::vector<uint32_t> rules;
    explicit Hits(uint32_t count) : stamp(count, 0) {}
    void begin() { current++, rules.clear(); }
    void add(uint32_t rule) {
        if (stamp[rule] == current) return;
        stamp[rule] = current;
        rules.push_back(rule);
    }
};

/// The mixing step of SplitMix64, the same in every engine.
inline uint64_t mix(uint64_t z) {
    z += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/// A figure of /proc/self/status, in KB.
inline long status_kb(const char *key) {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.rfind(key, 0) == 0) return atol(line.c_str() + strlen(key));
    return 0;
}

inline long resident_kb() { return malloc_trim(0), status_kb("VmRSS:"); }

inline double wall() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

inline double cpu() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

/// What building the engine took.
struct Build {
    double start = wall(), seconds = 0;
    long before = resident_kb(), kb = 0;
    void finish() { seconds = wall() - start, kb = resident_kb() - before; }
};

/// Runs `match(message, hits)` over all messages: once to hash the answers, then for SECS seconds to time it.
///
/// A pass is timed in CPU time of the process. LIMIT cuts the messages, for engines that try each regex by itself.
template <class Match>
void bench(const char *engine, const std::string &set, const Workload &work, const Build &build, long compiled_kb,
           Match match) {
    size_t count = work.messages.size();
    if (const char *limit = getenv("LIMIT")) count = std::min<size_t>(count, atol(limit));
    double seconds = getenv("SECS") ? atof(getenv("SECS")) : 1.5;
    Hits hits(work.rule_count);
    uint64_t hash = 0, hash200 = 0, pairs = 0;
    for (size_t i = 0; i < count; i++) {
        hits.begin();
        match(work.messages[i], hits);
        for (uint32_t rule : hits.rules) hash += mix(((uint64_t)i << 32) | rule);
        pairs += hits.rules.size();
        if (i == 199) hash200 = hash;
    }
    std::vector<double> passes;
    for (double spent = 0; passes.size() < 61 && spent < 20 && (spent < seconds || passes.size() < 3);) {
        double start = wall(), used = cpu();
        for (size_t i = 0; i < count; i++) {
            hits.begin();
            match(work.messages[i], hits);
        }
        passes.push_back(cpu() - used);
        spent += wall() - start;
    }
    std::sort(passes.begin(), passes.end());
    printf("{\"engine\":\"%s\",\"set\":\"%s\",\"ns_msg\":%.1f,\"ns_min\":%.1f,\"passes\":%zu,\"msgs\":%zu,"
           "\"pairs\":%lu,\"cs\":\"%016lx\",\"cs200\":\"%016lx\",\"build_ms\":%.3f,\"rss_build_kb\":%ld,"
           "\"compiled_kb\":%ld}\n",
           engine, set.c_str(), passes[passes.size() / 2] / count * 1e9, passes[0] / count * 1e9, passes.size(), count,
           pairs, hash, hash200, build.seconds * 1e3, build.kb, compiled_kb);
}

/// Whether a keyword is in a message, for engines that take regexes only.
inline bool holds_keyword(const Entry &entry, const std::string &message) {
    switch (entry.mode) {
    case Mode::exact: return message == entry.pattern;
    case Mode::prefix: return message.compare(0, entry.pattern.size(), entry.pattern) == 0;
    case Mode::contains: break;
    }
    return message.find(entry.pattern) != std::string::npos;
}
