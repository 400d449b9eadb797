package import OperatorText
internal import RuleAuthoring
package import RuleEngine

/// What answered an event on one side.
package enum AnswerName: Sendable, Hashable, Comparable {
    case rule(String)
    case fallback
    case silence(SilenceReason)

    init(_ outcome: DecisionOutcome) {
        switch outcome {
        case .replied(Fallback.id): self = .fallback
        case .replied(let rule): self = .rule(rule)
        case .silent(let reason): self = .silence(reason)
        }
    }

    /// The rule's id, `fallback`, or `silent:` and the reason, for programs.
    package var code: String {
        switch self {
        case .rule(let id): id
        case .fallback: Fallback.id
        case .silence(let reason): "silent:\(reason.rawValue)"
        }
    }

    /// The rule's id or the words for the fallback and for silence.
    package var phrase: LocalizedText {
        switch self {
        case .rule(let id): LocalizedText(verbatim: ForeignText.oneLine(id))
        case .fallback: DecisionOutcome.replied(rule: Fallback.id).phrase
        case .silence(let reason): DecisionOutcome.silent(reason).phrase
        }
    }

    /// The id that `--rule` names; nil for silence.
    package var rule: String? {
        switch self {
        case .rule(let id): id
        case .fallback: Fallback.id
        case .silence: nil
        }
    }

    package static func < (left: AnswerName, right: AnswerName) -> Bool {
        left.code.utf8.lexicographicallyPrecedes(right.code.utf8)
    }
}

/// How the answer to an event differs between two rule sets (docs/operating.md, "Comparing two rule sets").
package enum ChangeKind: String, Sendable, CaseIterable, Comparable {
    /// A rule answered; now the fallback does, or nothing is for the message.
    case lost
    /// Something answered; now a limit keeps the bot silent.
    case silent
    /// Another rule answers, or the fallback where nothing did.
    case changed
    /// A person is called, who was not before.
    case person
    /// No rule answered; now one does.
    case gained
    /// The same rule answers with other messages.
    case text

    package static func < (left: ChangeKind, right: ChangeKind) -> Bool { left.rank < right.rank }

    /// The kinds that deserve the first look come first.
    private var rank: Int {
        switch self {
        case .lost: 0
        case .silent: 1
        case .changed: 2
        case .person: 3
        case .gained: 4
        case .text: 5
        }
    }

    package var phrase: LocalizedText {
        switch self {
        case .lost: LocalizedText("失去回复", "lost")
        case .silent: LocalizedText("变为静默", "now silent")
        case .changed: LocalizedText("换了规则", "changed")
        case .person: LocalizedText("转给人工", "sent to a person")
        case .gained: LocalizedText("新增回复", "gained")
        case .text: LocalizedText("只改文字", "only text changed")
        }
    }
}

/// Compares the answers of two rule sets to one event.
struct AnswerComparison: Sendable {
    let old: AnswerLookup
    let new: AnswerLookup

    /// How the answers differ; nil where the follower notices no difference.
    func kind(_ before: Decision, _ after: Decision) -> ChangeKind? {
        let (was, now) = (AnswerName(before.outcome), AnswerName(after.outcome))
        switch (was, now) {
        case (.silence, .silence): return nil
        case (.rule, .silence(.unmatched)), (.rule, .fallback):
            return callsPerson(before, after) ? .person : .lost
        case (_, .silence): return .silent
        default: break
        }
        if callsPerson(before, after) { return .person }
        if was == now {
            let isHandedOff = hands(old.fired(before)) == hands(new.fired(after))
            return isHandedOff ? (hasSameMessages(before, after) ? nil : .text) : .changed
        }
        switch (was, now) {
        case (.silence, .rule), (.fallback, .rule): return .gained
        default: return .changed
        }
    }

    private func callsPerson(_ before: Decision, _ after: Decision) -> Bool {
        !hands(old.fired(before)) && hands(new.fired(after))
    }

    private func hands(_ fired: [AnswerLookup.Fired]) -> Bool { fired.contains { $0.reply.handoff != nil } }

    /// Whether both say the same.
    ///
    /// Of a rotation it does not matter which reply has its turn: each extra answer would shift all that follow.
    private func hasSameMessages(_ before: Decision, _ after: Decision) -> Bool {
        let (was, now) = (old.fired(before), new.fired(after))
        if (was + now).contains(where: { $0.reply.pick == .rotate && $0.reply.replies.count > 1 }) {
            return was.elementsEqual(now) { $0.id == $1.id && Self.written($0.reply) == Self.written($1.reply) }
        }
        return before.messages.elementsEqual(after.messages) { Self.parts($0) == Self.parts($1) }
    }

    /// The replies of a case as they are written.
    private static func written(_ reply: ReplyCase) -> [[[Unicode.Scalar]]] {
        reply.replies.map { reply in
            switch reply.content {
            case .text(let text): [Array(text.text.unicodeScalars)]
            case .articles(let articles):
                articles.flatMap { article in
                    [article.title, article.description, article.image, article.url, article.action]
                        .map { Array(($0?.text ?? "\u{0}").unicodeScalars) }
                }
            }
        }
    }

    /// A message in pieces that are compared code point by code point.
    private static func parts(_ message: OutgoingMessage) -> [[Unicode.Scalar]] {
        switch message {
        case .text(let text): [Array(text.unicodeScalars)]
        case .articles(let articles):
            [["\u{0}"]]
                + articles.flatMap { article in
                    [article.title, article.description, article.image, article.url, article.action]
                        .map { Array(($0 ?? "\u{0}").unicodeScalars) }
                }
        }
    }
}
