// hyperscan lit|rx DIR SET: all entries in one database; `lit` compiles literals, `rx` regexes.
#include "common.hpp"
#include <hs/hs.h>

static std::string quoted(const std::string &text) {
    std::string result;
    for (char c : text) {
        if (strchr("\\^$.|?*+()[]{}#/-", c)) result += '\\';
        result += c;
    }
    return result;
}

/// An entry as a regex.
static std::string expression(const Entry &entry) {
    if (entry.is_regex) return entry.pattern;
    return (entry.mode == Mode::contains ? "" : "^") + quoted(entry.pattern) + (entry.mode == Mode::exact ? "$" : "");
}

struct Scan {
    const Workload &work;
    bool is_literal;
    const std::string *message = nullptr;
    Hits *hits = nullptr;
};

/// A literal knows nothing of `exact` and `prefix`; they follow from where it ends.
static int found(unsigned id, unsigned long long, unsigned long long end, unsigned, void *context) {
    Scan &scan = *(Scan *)context;
    const Entry &entry = scan.work.entries[id];
    bool begins = end == entry.pattern.size(), ends = end == scan.message->size();
    if (!scan.is_literal || entry.mode == Mode::contains || (begins && (entry.mode == Mode::prefix || ends)))
        scan.hits->add(entry.rule);
    return 0;
}

int main(int count, char **arguments) {
    if (count < 4) return 64;
    std::string kind = arguments[1], set = arguments[3], name = "hyperscan_" + kind;
    Workload work(arguments[2], set);
    bool is_literal = kind == "lit";
    Build build;
    size_t n = work.entries.size();
    // One match of each entry is enough: that of an `exact` or `prefix` literal at the start comes first.
    std::vector<std::string> texts(n);
    std::vector<const char *> pointers(n);
    std::vector<size_t> lengths(n);
    std::vector<unsigned> flags(n), ids(n);
    for (size_t i = 0; i < n; i++) {
        const Entry &entry = work.entries[i];
        texts[i] = is_literal ? entry.pattern : expression(entry);
        pointers[i] = texts[i].c_str(), lengths[i] = texts[i].size(), ids[i] = i;
        flags[i] = HS_FLAG_SINGLEMATCH | (!is_literal && entry.is_regex ? HS_FLAG_UTF8 : 0);
    }
    hs_database_t *database = nullptr;
    hs_compile_error_t *error = nullptr;
    hs_error_t status = is_literal ? hs_compile_lit_multi(pointers.data(), flags.data(), ids.data(), lengths.data(), n,
                                                          HS_MODE_BLOCK, nullptr, &database, &error)
                                   : hs_compile_multi(pointers.data(), flags.data(), ids.data(), n, HS_MODE_BLOCK,
                                                      nullptr, &database, &error);
    if (status != HS_SUCCESS) {
        fprintf(stderr, "%s %s: %s (entry %d)\n", name.c_str(), set.c_str(), error->message, error->expression);
        return 1;
    }
    hs_scratch_t *scratch = nullptr;
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) return 1;
    build.finish();
    size_t database_size = 0, scratch_size = 0;
    hs_database_size(database, &database_size);
    hs_scratch_size(scratch, &scratch_size);
    Scan scan{work, is_literal};
    bench(name.c_str(), set, work, build, (database_size + scratch_size) / 1024,
          [&](const std::string &message, Hits &hits) {
              scan.message = &message, scan.hits = &hits;
              hs_scan(database, message.data(), message.size(), 0, scratch, found, &scan);
          });
}
