import RuleEngine

/// All matching rules of every message, and the captures of the rule that wins.
struct MatchBenchmark {
    private let set: String
    private let matcher: Matcher
    private let texts: [NormalizedText]
    private let build: Double
    private let residentBefore: Int
    private let residentAfter: Int

    init(_ set: String, in folder: String) throws {
        self.set = set
        let workload = try Workload(set, in: folder)
        let patterns = workload.entries.filter { $0.kind == "regex" }
        let rules = try workload.rules()
        // The peers' messages are compared as they are: no trimming, no folding.
        texts = workload.messages.map { NormalizedText(verbatim: $0) }
        residentBefore = Measure.resident
        let start = Measure.cpu
        // Reading the expressions is a part of what the peers call building.
        for entry in patterns { _ = try RulePattern(entry.pattern, location: Workload.nowhere) }
        matcher = Matcher(rules: rules)
        build = Measure.cpu - start
        residentAfter = Measure.resident
    }

    func run() throws {
        var scratch = matcher.makeScratch()
        var (pairs, sum, sum200) = (0, UInt64(0), UInt64(0))
        for (index, text) in texts.enumerated() {
            matcher.match(text, in: &scratch)
            for rule in scratch.matchingRules { sum &+= Measure.mix(UInt64(index) << 32 | UInt64(rule)) }
            pairs += scratch.matchingRules.count
            if index == 199 { sum200 = sum }
        }
        var captures = 0
        // One text after the other, as the peers have them: how a text is held is not measured.
        let scalars = texts.flatMap(\.folded)
        let ends = texts.reduce(into: []) { $0.append(($0.last ?? 0) + $1.folded.count) }
        let times = Measure.passes {
            captures = matcher.matchAndCapture(scalars, ends: ends, in: &scratch)
        }
        let count = Double(texts.count)
        try Measure.print([
            "engine": "replybot", "set": set, "ns_msg": times[times.count / 2] / count * 1e9,
            "ns_min": times[0] / count * 1e9, "passes": times.count, "msgs": texts.count, "pairs": pairs,
            "cs": Measure.hex(sum), "cs200": Measure.hex(sum200), "build_ms": build * 1e3,
            "rss_build_kb": residentAfter - residentBefore, "compiled_kb": matcher.byteCount / 1_024,
            "captures": captures,
        ])
    }
}
