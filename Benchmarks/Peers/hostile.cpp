// hostile re2|pcre2 DIR NUMBER: one search with a hostile regex, and what it took. PCRE2 runs without a match limit.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <re2/re2.h>

#include "common.hpp"

static void print(const char *engine, int number, bool matched, double compile, double search) {
    printf("{\"engine\":\"%s\",\"case\":%d,\"matched\":%s,\"compile_ms\":%.3f,\"ms\":%.3f}\n", engine, number,
           matched ? "true" : "false", compile * 1e3, search * 1e3);
}

static void search_re2(int number, const std::string &pattern, const std::string &text) {
    double start = cpu();
    RE2 expression(pattern, RE2::Quiet);
    double compiled = cpu();
    bool matched = RE2::PartialMatch(text, expression);
    print("re2", number, matched, compiled - start, cpu() - compiled);
}

static void search_pcre2(int number, const std::string &pattern, const std::string &text) {
    double start = cpu();
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern.data(), pattern.size(), PCRE2_UTF, &error, &offset, nullptr);
    if (!code) exit(1);
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    pcre2_match_context *context = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(context, UINT32_MAX);
    pcre2_match_data *data = pcre2_match_data_create(16, nullptr);
    double compiled = cpu();
    int result = pcre2_match(code, (PCRE2_SPTR)text.data(), text.size(), 0, PCRE2_NO_UTF_CHECK, data, context);
    print("pcre2", number, result > 0, compiled - start, cpu() - compiled);
}

int main(int count, char **arguments) {
    if (count < 4) return 64;
    std::string engine = arguments[1], line;
    int wanted = atoi(arguments[3]);
    std::ifstream cases(std::string(arguments[2]) + "/adv.tsv");
    for (int number = 0; std::getline(cases, line); number++) {
        if (number != wanted) continue;
        size_t tab = line.find('\t');
        (engine == "re2" ? search_re2 : search_pcre2)(number, line.substr(0, tab), line.substr(tab + 1));
        return 0;
    }
    return 2;
}
