package import OperatorText

/// What makes a diff fail.
package struct DiffGates: Sendable {
    /// A limit as a number of events, or as a share of all.
    package enum Limit: Sendable, Hashable {
        case events(Int)
        /// Of all events, in percent.
        case percent(Double)

        /// Parses `12` or `2%`; nil for anything else.
        package init?(_ text: String) {
            if text.hasSuffix("%") {
                let number = text.dropLast()
                guard number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let percent = Double(number),
                    (0...100).contains(percent)
                else { return nil }
                self = .percent(percent)
            } else {
                guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let events = Int(text) else { return nil }
                self = .events(events)
            }
        }

        fileprivate func allows(_ events: Int, of total: Int) -> Bool {
            switch self {
            case .events(let most): events <= most
            case .percent(let percent): Double(events) * 100 <= percent * Double(total)
            }
        }

        package var text: String {
            switch self {
            case .events(let most): "\(most)"
            case .percent(let percent): percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
            }
        }
    }

    /// What a word of `--fail-on` and `--only` stands for.
    package enum Class: String, Sendable, CaseIterable {
        case lost
        case gained
        /// As `CHANGED` of the last line: every difference that is neither gained nor lost.
        case changed
        case text
        case person
        case silent
        case unknown
        /// Every difference, and what is unknown.
        case any

        package func includes(_ kind: ChangeKind) -> Bool {
            switch self {
            case .any: true
            case .unknown: false
            case .changed: kind != .lost && kind != .gained
            case .lost: kind == .lost
            case .gained: kind == .gained
            case .text: kind == .text
            case .person: kind == .person
            case .silent: kind == .silent
            }
        }

        fileprivate func count(in counts: DiffCounts) -> Int {
            let different = ChangeKind.allCases.filter(includes).reduce(0) { $0 + counts[$1] }
            return different + (self == .unknown || self == .any ? counts.unknown : 0)
        }
    }

    package var failing: [Class] = []
    package var mostLost: Limit?
    package var mostChanged: Limit?
    package var expectations: [DiffExpectation] = []

    package init() {}

    /// The outcome of each gate, in the order of the flags.
    package func verdicts(on result: DiffResult) -> [GateVerdict] {
        let counts = result.counts
        var verdicts = failing.map { word in
            let count = word.count(in: counts)
            return GateVerdict(
                name: "--fail-on \(word.rawValue)",
                isPassed: count == 0,
                detail: LocalizedText("\(count) 个事件", English.count(count, of: "event"))
            )
        }
        let limits = [("--max-lost", mostLost, counts[.lost]), ("--max-changed", mostChanged, counts.changed)]
        for case (let name, let limit?, let count) in limits {
            verdicts.append(
                GateVerdict(
                    name: "\(name) \(limit.text)",
                    isPassed: limit.allows(count, of: counts.total),
                    detail: LocalizedText(
                        "\(counts.total) 个事件中 \(count) 个",
                        "\(count) of \(English.count(counts.total, of: "event"))"
                    )
                )
            )
        }
        return verdicts + expectations.map { $0.verdict(on: result) }
    }
}

/// Whether one gate is passed.
package struct GateVerdict: Sendable, Hashable {
    /// The flag with its value, or the rule with its expectation.
    package let name: String
    package let isPassed: Bool
    package let detail: LocalizedText
}

/// How many events a rule is expected to answer under the new rules (`--expect`).
package struct DiffExpectation: Sendable, Hashable {
    package enum Bound: String, Sendable, CaseIterable {
        case exactly
        case atLeast = "at_least"
        case atMost = "at_most"
    }

    /// The rule's id, or `fallback`.
    package let rule: String
    package let bound: Bound
    package let events: Int

    func verdict(on result: DiffResult) -> GateVerdict {
        let actual = result.answers[rule]?.new ?? 0
        let isMet =
            switch bound {
            case .exactly: actual == events
            case .atLeast: actual >= events
            case .atMost: actual <= events
            }
        return GateVerdict(
            name: "\(ForeignText.oneLine(rule)): \(bound.rawValue) \(events)",
            isPassed: isMet,
            detail: LocalizedText("新规则回答 \(actual) 个", "the new rules answer \(actual)")
        )
    }
}
