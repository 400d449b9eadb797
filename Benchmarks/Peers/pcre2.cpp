// pcre2 DIR SET: each regex by itself with PCRE2's JIT, each keyword with std::string::find.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "common.hpp"

int main(int count, char **arguments) {
    if (count < 3) return 64;
    std::string set = arguments[2];
    Workload work(arguments[1], set);
    Build build;
    pcre2_match_context *context = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(context, 100000);
    std::vector<pcre2_code *> codes;
    for (const Entry &entry : work.entries) {
        int error;
        PCRE2_SIZE offset;
        pcre2_code *code = nullptr;
        if (entry.is_regex) {
            code = pcre2_compile((PCRE2_SPTR)entry.pattern.data(), entry.pattern.size(), PCRE2_UTF, &error, &offset,
                                 nullptr);
            if (!code) return fprintf(stderr, "pcre2 refuses %s\n", entry.pattern.c_str()), 1;
            pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
        }
        codes.push_back(code);
    }
    pcre2_match_data *data = pcre2_match_data_create(16, nullptr);
    build.finish();
    bench("pcre2_jit_loop", set, work, build, build.kb, [&](const std::string &message, Hits &hits) {
        for (size_t i = 0; i < codes.size(); i++) {
            const Entry &entry = work.entries[i];
            bool matches = entry.is_regex ? pcre2_match(codes[i], (PCRE2_SPTR)message.data(), message.size(), 0,
                                                        PCRE2_NO_UTF_CHECK, data, context) > 0
                                          : holds_keyword(entry, message);
            if (matches) hits.add(entry.rule);
        }
    });
}
