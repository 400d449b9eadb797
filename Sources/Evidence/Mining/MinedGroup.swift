package import Foundation
package import RuleEngine

/// The settings of mining.
package struct MiningOptions: Sendable {
    /// The least distinct followers of a group.
    package var minimumFollowers = 3
    /// The most groups to list.
    package var top = 20
    /// Only messages from this moment on; earlier ones shape the followers' states.
    package var since: Date?
    /// Only messages before this moment.
    package var until: Date?
    /// Whether groups without a need are listed too: ignored ones, and those that a rule solves.
    package var listsAll = false
    /// Whether words are proposed and tried on the traffic.
    package var proposes = true

    /// The most code points that all trials of words may read.
    package var trialLimit = 500_000_000

    package init() {}

    /// Whether a message at a moment counts.
    func isInTime(_ moment: Date) -> Bool {
        since.map { moment >= $0 } ?? true && until.map { moment < $0 } ?? true
    }

    /// The seconds in which a follower who writes again has asked again.
    package static let askAgainWindow: TimeInterval = 180
    /// The messages of a group that are shown.
    package static let sampleLimit = 5
}

/// A group of messages that ask the same, and which rules do not answer well.
package struct MinedGroup: Sendable {
    /// A message as one of them was written, with the number of followers who wrote the same.
    package struct Sample: Sendable, Hashable {
        package let text: String
        package let followers: Int
    }

    /// Whether the group needs an answer.
    package enum State: Sendable, Hashable {
        case new
        /// The operator ignores it.
        case ignored(word: String, because: String)
        /// A rule takes most of its messages now; `stage` says for whom.
        case solved(rule: String, stage: RuleStage)
        /// A rule takes most of its messages, and the followers ask again.
        case answeredBadly(rule: String)
    }

    /// The rule that may take the words.
    package enum Target: Sendable, Hashable {
        case newQuestion
        case rule(String, SourceLocation)
    }

    /// A word with the reason against it.
    package struct Refusal: Sendable, Hashable {
        package enum Reason: Sendable, Hashable {
            /// It would take so many messages from a rule.
            case steals(Int, from: String)
            /// It would answer none.
            case answersNone
            /// The matching has no such keyword.
            case unusable
            /// Trying it would take too long, because the traffic has many long messages.
            case untried
        }

        package let word: String
        package let reason: Reason
    }

    /// Its name: the word that its messages share, or the beginning of the most frequent one.
    package let name: String
    /// Messages, each follower's repetitions included.
    package let messages: Int
    /// Distinct followers.
    package let followers: Int
    /// Followers, each halved for every week that passed since the last message.
    package let weight: Double
    /// Messages that no rule took.
    package let notUnderstood: Int
    /// Messages that a rule answered, after which the follower wrote again.
    package let askedAgain: Int
    package let first: Date
    package let last: Date
    package let samples: [Sample]
    package let state: State
    package let target: Target
    /// The words to add; nil where none is good.
    package let proposal: MinedProposal?
    package let refusals: [Refusal]
    /// The numbers of the entries of its messages.
    package let entries: [Int]
}

/// Words for a rule, tried on the traffic by the engine.
package struct MinedProposal: Sendable, Hashable {
    package let words: [String]
    package let backtest: Backtest

    /// The effect of the words.
    package struct Backtest: Sendable, Hashable {
        /// Messages that they answer, and their followers.
        package var answers = 0
        package var followers = 0
        /// Messages taken from other rules, by the rules' ids.
        package var taken: [String: Int] = [:]
        /// Messages that a word under `none` rules out.
        package var ruledOut = 0

        package init() {}
    }
}

/// The result of mining.
package struct MiningReport: Sendable {
    package let options: MiningOptions
    /// The first and last moment of the traffic mined; nil without a message.
    package let span: ClosedRange<Date>?
    /// All texts, small talk among them.
    package let texts: Int
    package let smallTalk: Int
    /// Texts that no rule took, and their followers.
    package let notUnderstood: Int
    package let notUnderstoodFollowers: Int
    /// Answered texts after which the follower asked again, by rule.
    package let askedAgain: [String: Int]
    /// Texts beyond the limit, which are not grouped.
    package let leftOut: Int
    /// The groups listed, ranked.
    package let groups: [MinedGroup]
    /// The groups by state, listed or not.
    package let newCount: Int
    package let ignoredCount: Int
    package let solvedCount: Int
    /// The messages of all groups that are not understood or asked again.
    package let groupedMessages: Int
}
