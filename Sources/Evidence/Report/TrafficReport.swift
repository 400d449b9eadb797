package import Foundation
package import RuleEngine

/// What followers asked in a time, what was answered, and how they took it, beside the time before.
package struct TrafficReport: Sendable {
    /// Where the outcomes come from.
    package enum Basis: String, Sendable {
        /// The recorded decisions: what was really answered.
        case recorded
        /// The rules as they are, on the recorded events.
        case simulated
    }

    /// The figures of one time.
    package struct Period: Sendable {
        package let from: Date
        /// The last moment.
        package let to: Date
        /// Texts, pictures and clicks that were decided.
        package internal(set) var messages = 0
        package internal(set) var followers = 0
        /// Messages that a rule answered.
        package internal(set) var answered = 0
        /// Messages that no rule took: the fallback, or nothing.
        package internal(set) var notUnderstood = 0
        /// Messages without an answer, by reason.
        package internal(set) var silent: [SilenceReason: Int] = [:]
        /// The follow-ups of messages that rules answered.
        package internal(set) var followUps = FollowUpCounts()
        package internal(set) var rules: [RuleFigures] = []
        /// The most frequent texts that no rule took, in their compared form.
        package internal(set) var unknownTexts: [TextFigures] = []
        package internal(set) var handoffs = HandoffFigures()

        package init(from: Date, to: Date) {
            self.from = from
            self.to = to
        }
    }

    /// One rule, or the fallback.
    package struct RuleFigures: Sendable {
        package let rule: String
        package internal(set) var hits = 0
        package internal(set) var followers = 0
        package internal(set) var last: Date?
        package internal(set) var followUps = FollowUpCounts()
        /// Messages on which its cooldown kept it silent.
        package internal(set) var cooled = 0
        /// Messages that it would have answered, if its stage reached the follower.
        package internal(set) var wouldAnswer = 0
    }

    /// A text with those who wrote it.
    package struct TextFigures: Sendable, Hashable {
        package let text: String
        package let messages: Int
        package let followers: Int
    }

    /// Hand-offs that began in the time.
    package struct HandoffFigures: Sendable, Hashable {
        package internal(set) var byRules = 0
        package internal(set) var byOperators = 0
        /// The lengths of those that ended, in seconds, ascending.
        package internal(set) var seconds: [Int] = []

        package var median: Int? { seconds.isEmpty ? nil : seconds[seconds.count / 2] }
        package var longest: Int? { seconds.last }
        /// Those that had not ended when the traffic did.
        package var open: Int { byRules + byOperators - seconds.count }
    }

    package let basis: Basis
    package let present: Period
    package let before: Period
    /// Live rules without a hit in both times, by place in the files.
    package let deadRules: [Rule]
    /// Words that were the evidence for no message of both times, by rule.
    package let unusedWords: [(rule: String, words: [String])]

    /// The most texts to list.
    static let textLimit = 20
}
