internal import AlipayClient
internal import Evidence
internal import Foundation
package import RuleEngine

/// Takes what identifies followers out of a recording, line by line, and keeps it replayable through the rules.
///
/// With rules, both versions of each event are decided side by side, with the followers' states. Where a replaced number
/// or name would make a rule decide otherwise, other ones are tried; a difference that remains is reported.
package struct Redactor {
    /// What a redaction keeps.
    package struct Options: Sendable {
        /// Whether texts stay as they were written.
        package var keepsText = false
        /// The rules that must decide alike; nil compares nothing.
        package var rules: RuleSet?
        /// Whether the key came from a file.
        package var hasOwnKey = false

        package init() {}
    }

    /// An event that the rules decide otherwise after its redaction.
    package struct Difference: Sendable, Hashable {
        /// The line of the input.
        package let line: Int
        package let original: DecisionOutcome
        package let redacted: DecisionOutcome
    }

    /// What became of the lines.
    package struct Count: Sendable, Hashable {
        /// Events written.
        package var events = 0
        /// Requests that are encrypted or cannot be read; they are left out.
        package var unreadable = 0
        /// Handshakes, which are left out too.
        package var handshakes = 0
        /// Events that the rules decided in both versions.
        package var compared = 0
        /// Events that they decided otherwise.
        package var different = 0
    }

    /// Differences that are kept; the others are only counted.
    static let differenceLimit = 20

    private let key: RedactionKey
    private let options: Options
    private let reader: TrafficReader
    private let text: RedactedText
    /// Followers whom rules name.
    private let testers: Set<String>
    private var comparison: RedactionComparison?
    private var pseudonyms: [String: String] = [:]
    /// Unmasked names of followers, with those that replace them.
    private var names: [String: String] = [:]
    package private(set) var count = Count()
    package private(set) var differences: [Difference] = []

    package init(key: RedactionKey, options: Options) {
        self.init(key: key, options: options, freshness: EventFreshness())
    }

    init(key: RedactionKey, options: Options, freshness: EventFreshness) {
        self.key = key
        self.options = options
        reader = TrafficReader(freshness: freshness)
        text = RedactedText(key: key, keptRuns: options.rules.map(Self.runs) ?? [])
        testers = options.rules?.account.testers ?? []
        comparison = options.rules.map(RedactionComparison.init)
    }

    /// The first line of the redacted recording.
    package var header: RecordedLine {
        .redaction([
            "decisions": options.rules == nil ? "not compared" : "compared with the original's",
            "digits": options.keepsText ? "kept in texts" : "runs of 6 or more in texts replaced, same shape",
            "key": options.hasOwnKey ? "from a file" : "random",
            "names": options.keepsText ? "replaced in the name, kept in texts" : "replaced, same shape",
            "requests": "signed bodies removed",
            "texts": options.keepsText ? "kept" : "kept without digits and names",
            "users": testers.isEmpty ? "pseudonyms of 16 digits" : "pseudonyms of 16 digits; testers kept",
        ])
    }

    /// The redacted line; nil for one that must be left out.
    package mutating func redact(_ line: NumberedLine) -> RecordedLine? {
        if case .redaction = line.line { return nil }
        let entry: TrafficEntry
        switch try? reader.read(line.line) {
        case .header: return nil
        case .gatewayCheck:
            count.handshakes += 1
            return nil
        case .refused, nil:
            count.unreadable += 1
            return nil
        case .action(let action):
            guard let received = line.line.received else { return nil }
            entry = TrafficEntry(number: line.number, at: received, action: action)
        }
        switch entry.action {
        case .event(let event):
            count.events += 1
            return .event(redact(event, in: entry), received: entry.at)
        case .handoff(let follower, let until):
            let other = pseudonym(of: follower)
            comparison?.handOff(follower, other, until: until)
            return .handoff(other, until: until, received: entry.at)
        case .reload(let rules): return .reload(rules: rules, received: entry.at)
        }
    }

    private mutating func redact(_ event: TrafficEvent, in entry: TrafficEntry) -> TrafficEvent {
        let name = event.event.userName.map { text.redact(name: $0) }
        if let original = event.event.userName, let name, original.unicodeScalars.count > 1, !original.contains("*") {
            names[original] = name
        }
        let follower = pseudonym(of: event.follower)
        let isOpen = comparison?.begin(event, at: entry.at) ?? false
        var redacted = version(of: event, follower, name: name, RedactedText.Variant.all[0])
        guard isOpen, let comparison else { return redacted }
        count.compared += 1
        var isSame = comparison.decidesAlike(redacted)
        // Only texts have variants.
        if case .text = event.event.content, !options.keepsText {
            for variant in RedactedText.Variant.all.dropFirst() where !isSame {
                let other = version(of: event, follower, name: name, variant)
                guard comparison.decidesAlike(other) else { continue }
                (redacted, isSame) = (other, true)
            }
        }
        let outcomes = self.comparison?.end(redacted)
        if !isSame, let outcomes {
            count.different += 1
            guard differences.count < Self.differenceLimit else { return redacted }
            differences.append(
                Difference(line: entry.number, original: outcomes.original, redacted: outcomes.redacted)
            )
        }
        return redacted
    }

    private func version(
        of event: TrafficEvent,
        _ follower: FollowerKey,
        name: String?,
        _ variant: RedactedText.Variant
    ) -> TrafficEvent {
        var content = event.event.content
        if case .text(let original) = content, !options.keepsText {
            content = .text(text.redact(original, names: names, variant))
        }
        return TrafficEvent(
            follower: follower,
            key: EventKey(digest: key.code("event", event.key.hex)),
            isStale: event.isStale,
            event: RuleEvent(
                content,
                userID: follower.user,
                messageID: key.token("message", event.event.messageID),
                userName: name
            )
        )
    }

    private mutating func pseudonym(of follower: FollowerKey) -> FollowerKey {
        guard !testers.contains(follower.user) else { return follower }
        if let known = pseudonyms[follower.user] { return FollowerKey(account: follower.account, user: known) }
        let user = FollowerPseudonyms.pseudonym(of: follower.user, key)
        pseudonyms[follower.user] = user
        return FollowerKey(account: follower.account, user: user)
    }

    /// The runs of digits that rules name, as ASCII.
    private static func runs(in rules: RuleSet) -> Set<String> {
        var runs: Set<String> = []
        for clause in rules.rules.flatMap(\.clauses) {
            let lists = [clause.exact, clause.prefix, clause.suffix, clause.any, clause.all, clause.none]
            for keyword in lists.joined() + rules.limits.resumeWords {
                for run in DigitRun.all(in: Array(keyword.text.unicodeScalars)) {
                    runs.insert(run.digits.map(String.init).joined())
                }
            }
        }
        return runs
    }
}

/// Decides the original and the redacted version of each event, each with its own state.
private struct RedactionComparison {
    private struct Current {
        let follower: FollowerKey
        let at: Date
        let decision: Decision
    }

    private let rules: RuleSet
    private var originals: [FollowerKey: ContactState] = [:]
    private var redacted: [FollowerKey: ContactState] = [:]
    private var seen: Set<EventKey> = []
    private var current: Current?

    init(_ rules: RuleSet) {
        self.rules = rules
    }

    mutating func handOff(_ original: FollowerKey, _ other: FollowerKey, until: Date?) {
        originals[original, default: ContactState()].handoffUntil = until
        redacted[other, default: ContactState()].handoffUntil = until
    }

    /// Decides the original; false for an event that is not given to the rules.
    mutating func begin(_ event: TrafficEvent, at time: Date) -> Bool {
        current = nil
        guard seen.insert(event.key).inserted, !event.isStale else { return false }
        let state = originals[event.follower] ?? ContactState()
        let decision = rules.decide(event.event, state: state, at: time)
        originals[event.follower] = decision.state
        current = Current(follower: event.follower, at: time, decision: decision)
        return true
    }

    /// Whether a version of the event gets the same answer, and leaves the follower in the same state.
    func decidesAlike(_ event: TrafficEvent) -> Bool {
        guard let current, let other = decision(on: event) else { return false }
        let (left, right) = (current.decision, other)
        return left.outcome == right.outcome && left.winner?.rule == right.winner?.rule
            && left.winner?.caseNumber == right.winner?.caseNumber && left.messages.count == right.messages.count
            && left.shadow == right.shadow && left.state.question == right.state.question
            && left.state.handoffUntil == right.state.handoffUntil && left.state.cooldowns == right.state.cooldowns
            && left.state.slots.keys.sorted() == right.state.slots.keys.sorted()
    }

    /// Takes a version as the redacted one, and returns how both ended.
    mutating func end(_ event: TrafficEvent) -> (original: DecisionOutcome, redacted: DecisionOutcome)? {
        guard let current, let other = decision(on: event) else { return nil }
        redacted[event.follower] = other.state
        return (current.decision.outcome, other.outcome)
    }

    private func decision(on event: TrafficEvent) -> Decision? {
        guard let current else { return nil }
        return rules.decide(event.event, state: redacted[event.follower] ?? ContactState(), at: current.at)
    }
}
