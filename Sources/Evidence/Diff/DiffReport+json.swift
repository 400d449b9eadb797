internal import Foundation
internal import OperatorText
internal import RuleEngine

extension DiffReport {
    /// The report for programs, version 1 (docs/operating.md, "Comparing two rule sets"); without a line feed at the end.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return ForeignText.json(String(decoding: try encoder.encode(JSONReport(self)), as: UTF8.self))
    }
}

private struct JSONReport: Encodable {
    struct Counts: Encodable {
        let same, changed, gained, lost, unknown, total: Int
        /// The kinds within `changed`.
        let text, person, silent, otherRule: Int

        enum CodingKeys: String, CodingKey {
            case same, changed, gained, lost, unknown, total, text, person, silent
            case otherRule = "other_rule"
        }

        init(_ counts: DiffCounts) {
            same = counts.same
            changed = counts.changed
            gained = counts[.gained]
            lost = counts[.lost]
            unknown = counts.unknown
            total = counts.total
            text = counts[.text]
            person = counts[.person]
            silent = counts[.silent]
            otherRule = counts[.changed]
        }
    }

    struct Pair: Encodable {
        let kind, old, new: String
        let events, followers: Int
        let next: [String: Int]
        let samples: [Sample]
    }

    struct Sample: Encodable {
        let text: String
        let events, followers, number: Int
        let received: String
        let old, new: [String]
    }

    struct Messages: Encodable {
        let p50, p99, most: Int

        init(_ days: DailyMessages) {
            (p50, p99, most) = (days.percentile(50), days.percentile(99), days.most)
        }
    }

    struct Group: Encodable {
        let name: String
        let counts: Counts
    }

    let version = 1
    let old, new, events: String
    let from, to: String?
    let followers, undecided: Int
    let counts: Counts
    let unknown: [String: Int]
    let pairs: [Pair]
    let messages: [String: Messages]
    let answers: [String: [String: Int]]
    let days: [Group]
    let users: [Group]?
    let proof: ProofDocument?
    let gates: [GateDocument]

    enum CodingKeys: String, CodingKey {
        case version, old, new, events, from, to, followers, undecided, counts, pairs, messages, answers, days, users,
            proof, gates
        case unknown = "unknown_because"
    }

    init(_ report: DiffReport) {
        let result = report.result
        old = report.old.name
        new = report.new.name
        events = report.events
        from = result.span?.lowerBound.formatted(Self.time)
        to = result.span?.upperBound.formatted(Self.time)
        followers = result.followers
        undecided = result.undecided
        counts = Counts(result.counts)
        unknown = Dictionary(uniqueKeysWithValues: result.doubts.map { ($0.key.rawValue, $0.value) })
        pairs = report.pairs.map { pair in
            Pair(
                kind: pair.pair.kind.rawValue,
                old: pair.pair.old.code,
                new: pair.pair.new.code,
                events: pair.events,
                followers: pair.followers,
                next: pair.followUps.document,
                samples: pair.samples.prefix(report.view.samples)
                    .map { sample in
                        Sample(
                            text: sample.text,
                            events: sample.events,
                            followers: sample.followers,
                            number: sample.number,
                            received: sample.at.formatted(Self.time),
                            old: sample.old.map(\.plainText),
                            new: sample.new.map(\.plainText)
                        )
                    }
            )
        }
        messages = ["old": Messages(result.oldMessages), "new": Messages(result.newMessages)]
        answers = result.answers.mapValues { ["old": $0.old, "new": $0.new] }
        days = report.days.map { Group(name: $0.name, counts: Counts($0.counts)) }
        users =
            report.view.grouping == .user
            ? report.users.map { Group(name: $0.name, counts: Counts($0.counts)) } : nil
        proof = report.proof.map(ProofDocument.init)
        gates = report.verdicts.map(GateDocument.init)
    }

    private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
