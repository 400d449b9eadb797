import Foundation
import RuleEngine

/// Expressions that hang other engines, each on its text: refused by name, or how long it takes.
struct HostileBenchmark {
    private struct Case: Decodable {
        let pattern: String
        let text: String
    }

    private let cases: [Case]

    init(in folder: String) throws {
        let data = try Data(contentsOf: URL(filePath: folder).appending(path: "adv.json"))
        cases = try JSONDecoder().decode([Case].self, from: data)
    }

    func run() throws {
        for (index, item) in cases.enumerated() {
            var line: [String: Any] = ["case": index, "pattern": item.pattern]
            do {
                let pattern = try RulePattern(item.pattern, location: Workload.nowhere)
                let clause = MatchClause(number: 1, patterns: [pattern], location: Workload.nowhere)
                let matcher = Matcher(rules: [Rule(plainID: "hostile", clauses: [clause], order: 0)])
                var scratch = matcher.makeScratch()
                let text = NormalizedText(verbatim: item.text)
                let start = Measure.cpu
                matcher.match(text, in: &scratch)
                line["ms"] = (Measure.cpu - start) * 1e3
                line["accepted"] = true
                line["matched"] = !scratch.matchingRules.isEmpty
            } catch {
                line["accepted"] = false
                line["reason"] = "\(error)"
            }
            try Measure.print(line)
        }
    }
}
