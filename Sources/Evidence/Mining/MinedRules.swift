import Foundation
package import OperatorText
package import RuleEngine

/// Proposals as rule files: rules that answer nobody yet (`stage: shadow`), each with an example, and their tests.
///
/// With that stage a rule may be pasted before its answer is written; recorded decisions then name it, and `report`
/// counts what it would have answered.
package struct MinedRules {
    /// The reply that a proposed rule has until the operator writes one.
    package static let placeholder = "（请填写答复）"
    /// The longest example in code points.
    private static let exampleLimit = 30

    /// One proposed rule.
    private struct Entry {
        let group: MinedGroup
        let id: String
        let words: [String]
        let none: [String]
        var example: String?
    }

    private let rules: RuleSet
    private let time: String
    private var entries: [Entry] = []
    /// The rules with all proposals.
    private var changed: RuleSet

    /// Makes rules of the proposals among groups, beside the present rules.
    package init(_ report: MiningReport, beside rules: RuleSet) {
        self.rules = rules
        let now = report.span?.upperBound ?? Date(timeIntervalSince1970: 0)
        time = "\(LocalTime(now, in: rules.account.timeZone))".replacing(" ", with: "T")
        changed = rules
        var added: [Rule] = []
        for group in report.groups {
            guard let words = group.proposal?.words else { continue }
            var none: [String] = []
            if case .rule(let id, _) = group.target { none = rules.rules.first { $0.id == id }?.noneWords ?? [] }
            let id = Self.id(for: words, beside: rules.rules + added)
            guard let clause = try? MatchClause(any: words, none: none), let reply = try? ReplyCase(Self.placeholder)
            else { continue }
            added.append(Rule(id: id, title: words[0], clauses: [clause], stage: .shadow, cases: [reply]))
            entries.append(Entry(group: group, id: id, words: words, none: none))
        }
        changed = RuleSet(
            rules: rules.rules + added,
            fallback: rules.fallback,
            schedules: rules.schedules.values.sorted { $0.name < $1.name },
            account: rules.account,
            limits: rules.limits
        )
        for place in entries.indices { entries[place].example = example(for: entries[place]) }
        entries.removeAll { $0.example == nil }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// The shortest sample, or else word, on which the rule would answer; samples with a number in them may name someone.
    private func example(for entry: Entry) -> String? {
        let samples = entry.group.samples.map(\.text)
            .filter { text in
                text.unicodeScalars.count <= Self.exampleLimit
                    && !text.unicodeScalars.contains {
                        $0.properties.numericType != nil || ForeignText.visible($0) != $0
                    }
            }
            .sorted { ($0.unicodeScalars.count, $0) < ($1.unicodeScalars.count, $1) }
        return (samples + entry.words).first { decision(on: $0).shadow.first == entry.id }
    }

    private func decision(on text: String) -> Decision {
        let now = LocalTime(time)?.date(in: rules.account.timeZone) ?? Date(timeIntervalSince1970: 0)
        return changed.decide(
            RuleEvent(.text(text), userID: "2088000000000099", messageID: "1"),
            state: ContactState(),
            at: now
        )
    }

    /// An id of letters and digits from the first word, which no rule has.
    static func id(for words: [String], beside rules: [Rule]) -> String {
        let letters = (words.first ?? "").unicodeScalars
            .filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
        let base = letters.isEmpty ? "mined" : String(String.UnicodeScalarView(letters.prefix(40)))
        let taken = Set(rules.map(\.id))
        if !taken.contains(base), base != Fallback.id { return base }
        return (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base
    }
}

// The files.
extension MinedRules {
    /// The rule file, or the items to paste under `rules`.
    package func ruleFile(_ language: OperatorLanguage) -> String {
        let advice = LocalizedText(
            "写好答复、核对关键词后，删去 stage 一行，规则才会回答顾客；测试也要改成 expect: {rule: …}。",
            "Write the answers, check the words, then delete the line `stage`: only then a rule answers. Change its test to "
                + "expect: {rule: …}."
        )
        var lines = ["# \(advice[language])", "version: 1", "rules:"]
        for entry in entries {
            lines.append("  # \(headline(entry, language))")
            lines.append("  - id: \(Self.quoted(entry.id))")
            lines.append("    title: \(Self.quoted(entry.words[0]))")
            lines.append("    stage: shadow")
            if entry.none.isEmpty {
                lines.append("    match: \(Self.list(entry.words))")
            } else {
                lines += [
                    "    match:", "      - any: \(Self.list(entry.words))", "        none: \(Self.list(entry.none))",
                ]
            }
            lines.append("    reply: \(Self.quoted(Self.placeholder))")
            lines.append("    examples: \(Self.list([entry.example ?? ""]))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The test file, or the items to paste under `tests`; `files` are the rule files, relative to it.
    package func testFile(rules files: [String]) -> String {
        var lines = [
            "rules: \(Self.list(files))", "defaults: {at: \"\(time)\", user: \"2088000000000099\"}", "tests:",
        ]
        for entry in entries {
            let example = entry.example ?? ""
            let decision = decision(on: example)
            let shadow = "shadow: \(Self.list(decision.shadow))"
            let expectation =
                switch decision.outcome {
                case .replied(let rule): "rule: \(Self.quoted(rule)), \(shadow)"
                case .silent(let reason): "silent: \(reason.rawValue), \(shadow)"
                }
            lines.append("  - name: \(Self.quoted(entry.id))")
            lines.append("    say: \(Self.quoted(example))")
            lines.append("    expect: {\(expectation)}")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func headline(_ entry: Entry, _ language: OperatorLanguage) -> String {
        let (group, test) = (entry.group, entry.group.proposal?.backtest ?? MinedProposal.Backtest())
        let counts = LocalizedText(
            "\(group.followers) 位顾客问过 \(group.messages) 次；这些词回答其中 \(test.answers) 条",
            "\(English.count(group.followers, of: "follower")) asked \(English.count(group.messages, of: "time")); "
                + "these words answer \(English.count(test.answers, of: "message"))"
        )
        guard case .rule(let id, let place) = group.target else { return counts[language] }
        let belonging = LocalizedText(
            "；也许属于规则“\(id)”（\(place.path):\(place.line)），可以把词加到它的 match",
            "; perhaps a matter of the rule \"\(id)\" (\(place.path):\(place.line)), whose match may take the words"
        )
        return ForeignText.oneLine(counts[language] + belonging[language])
    }

    private static func quoted(_ text: String) -> String { "\"\(ForeignText.jsonString(text))\"" }

    private static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ", ") + "]" }
}
