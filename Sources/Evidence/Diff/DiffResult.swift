package import Foundation
package import RuleEngine

/// Two answers, and how they differ: one line of a diff.
package struct AnswerPair: Sendable, Hashable, Comparable {
    package let kind: ChangeKind
    package let old: AnswerName
    package let new: AnswerName

    package init(_ kind: ChangeKind, old: AnswerName, new: AnswerName) {
        self.kind = kind
        self.old = old
        self.new = new
    }

    package static func < (left: AnswerPair, right: AnswerPair) -> Bool {
        (left.kind, left.old, left.new) < (right.kind, right.old, right.new)
    }

    /// Whether one of the answers is that of a rule, or of `fallback`.
    package func involves(_ rule: String) -> Bool { old.rule == rule || new.rule == rule }
}

/// The events with one pair of answers.
package struct PairResult: Sendable {
    package let pair: AnswerPair
    package internal(set) var events = 0
    /// How many followers had one.
    package internal(set) var followers = 0
    /// What the followers did next under the old answer.
    package internal(set) var followUps = FollowUpCounts()
    /// The most telling first.
    package internal(set) var samples: [DiffSample] = []

    init(_ pair: AnswerPair) {
        self.pair = pair
    }
}

/// Numbers of events by how their answers differ.
package struct DiffCounts: Sendable, Hashable {
    package internal(set) var same = 0
    package internal(set) var unknown = 0
    package internal(set) var kinds: [ChangeKind: Int] = [:]

    package init() {}

    package subscript(_ kind: ChangeKind) -> Int { kinds[kind] ?? 0 }

    package var total: Int { same + unknown + different }
    /// All that certainly differ.
    package var different: Int { kinds.values.reduce(0, +) }
    /// All of these that are neither gained nor lost.
    package var changed: Int { different - self[.gained] - self[.lost] }

    mutating func add(_ kind: ChangeKind?, isKnown: Bool) {
        if !isKnown { unknown += 1 } else if let kind { kinds[kind, default: 0] += 1 } else { same += 1 }
    }
}

/// Everything that a diff found.
package struct DiffResult: Sendable {
    package internal(set) var counts = DiffCounts()
    /// Events that are not decided, because they came before or were too old.
    package internal(set) var undecided = 0
    /// Followers with a counted event.
    package internal(set) var followers = 0
    /// The kinds of changes, those that deserve the first look first, then the frequent ones.
    package internal(set) var pairs: [PairResult] = []
    /// Why events are unknown.
    package internal(set) var doubts: [Doubt: Int] = [:]
    /// Counts by day of the new side's account, ascending.
    package internal(set) var days: [(day: CivilDay, counts: DiffCounts)] = []
    /// The followers with a difference, those with the most first.
    package internal(set) var users: [(follower: FollowerKey, counts: DiffCounts)] = []
    /// Messages that a follower gets in a day.
    package internal(set) var oldMessages = DailyMessages()
    package internal(set) var newMessages = DailyMessages()
    /// How many events each rule answers, `fallback` included, before and after; the unknown ones are counted too.
    package internal(set) var answers: [String: (old: Int, new: Int)] = [:]
    /// The time of the first and the last counted event.
    package internal(set) var span: ClosedRange<Date>?
    /// Whether the recording shows that operators hand off.
    package internal(set) var hasOperatorHandoffs = false
}
