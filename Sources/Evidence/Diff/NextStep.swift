package import Foundation
package import OperatorText
internal import RuleEngine

/// What a follower did next under the old answer (docs/operating.md, "Comparing two rule sets").
package enum NextStep: String, Sendable, CaseIterable, Comparable {
    /// Wrote, sent a picture or tapped a menu within ten minutes, and got an answer or a limit's silence.
    case askedAgain = "asked_again"
    /// A person was called, or took over, within ten minutes.
    case askedForPerson = "asked_for_person"
    /// Wrote within ten minutes, and no rule was for it.
    case metFallback = "met_fallback"
    /// Did none of that for ten minutes.
    case content
    /// The recording ends within ten minutes.
    case open

    /// The time in which a next step counts, in seconds.
    package static let window: TimeInterval = 600

    package static func < (left: NextStep, right: NextStep) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }

    package var phrase: LocalizedText {
        switch self {
        case .content: LocalizedText("满意", "content")
        case .askedAgain: LocalizedText("又问一次", "asked again")
        case .askedForPerson: LocalizedText("找人工", "asked for a person")
        case .metFallback: LocalizedText("碰到兜底", "met the fallback")
        case .open: LocalizedText("录制已结束", "recording ended")
        }
    }

    /// The step that an event is, by the old decision on it; nil for an event that says nothing about content.
    init?(_ event: RuleEvent, _ decision: Decision, in rules: AnswerLookup) {
        guard [.text, .image, .click].contains(event.kind) else { return nil }
        switch decision.outcome {
        case .silent(.handoff): self = .askedForPerson
        case .replied where rules.fired(decision).contains { $0.reply.handoff != nil }: self = .askedForPerson
        case .replied(Fallback.id), .silent(.unmatched): self = .metFallback
        // Without a candidate that took the message, it is the fallback that cools.
        case .silent(.cooldown) where decision.winner == nil: self = .metFallback
        default: self = .askedAgain
        }
    }
}
