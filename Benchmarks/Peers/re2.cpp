// re2 DIR SET: all entries in one RE2::Set.
#include "common.hpp"
#include <re2/re2.h>
#include <re2/set.h>

static std::string expression(const Entry &entry) {
    if (entry.is_regex) return entry.pattern;
    std::string quoted = RE2::QuoteMeta(entry.pattern);
    return (entry.mode == Mode::contains ? "" : "\\A") + quoted + (entry.mode == Mode::exact ? "\\z" : "");
}

int main(int count, char **arguments) {
    if (count < 3) return 64;
    std::string set = arguments[2];
    Workload work(arguments[1], set);
    Build build;
    RE2::Options options;
    options.set_log_errors(false);
    // With less, the larger sets run out of cache and take a hundred times as long.
    options.set_max_mem(1LL << 30);
    RE2::Set expressions(options, RE2::UNANCHORED);
    for (const Entry &entry : work.entries) {
        std::string error;
        if (expressions.Add(expression(entry), &error) >= 0) continue;
        fprintf(stderr, "re2 %s: %s\n", set.c_str(), error.c_str());
        return 1;
    }
    if (!expressions.Compile()) return 1;
    build.finish();
    std::vector<int> found;
    bench("re2_set", set, work, build, build.kb, [&](const std::string &message, Hits &hits) {
        if (!expressions.Match(message, &found)) return;
        for (int id : found) hits.add(work.entries[id].rule);
    });
}
