package import Foundation
package import RuleEngine

/// A recorded event that shows a change.
package struct DiffSample: Sendable, Hashable {
    /// The line of the recording, or the number in the journal, of its first event.
    package let number: Int
    package let at: Date
    package let content: RuleEvent.Content
    package let user: String
    /// The messages that followers get instead of each other.
    package let old: [OutgoingMessage]
    package let new: [OutgoingMessage]
    /// How often it was written; at least that, after ``SampleTable/limit`` other texts.
    package fileprivate(set) var events = 1
    /// How many followers wrote it, up to ``SampleTable/followerLimit``.
    package fileprivate(set) var followers = 1

    package init(
        number: Int,
        at: Date,
        content: RuleEvent.Content,
        user: String,
        old: [OutgoingMessage],
        new: [OutgoingMessage]
    ) {
        self.number = number
        self.at = at
        self.content = content
        self.user = user
        self.old = old
        self.new = new
    }

    /// The text, or the event in brackets, such as `[click] NEW_BOOKS`.
    package var text: String {
        switch content {
        case .text(let text): text
        case .image: "[image]"
        case .follow(let scene): "[follow]" + (scene.map { " \($0)" } ?? "")
        case .unfollow: "[unfollow]"
        case .enter(let scene): "[enter]" + (scene.map { " \($0)" } ?? "")
        case .click(let menu): "[click] \(menu)"
        case .unknown: "[unknown]"
        }
    }
}

/// The texts of one kind of change, in bounded memory.
struct SampleTable: Sendable {
    /// The greatest number of different texts; then the less telling half is forgotten.
    static let limit = 512
    static let followerLimit = 64

    private struct Entry: Sendable {
        var sample: DiffSample
        var followers: Set<Int>
    }

    private var entries: [[Unicode.Scalar]: Entry] = [:]

    mutating func add(_ sample: @autoclosure () -> DiffSample, text: String, follower: Int) {
        let key = Array(text.trimmingSpaces.unicodeScalars)
        if var entry = entries.removeValue(forKey: key) {
            entry.sample.events += 1
            if entry.followers.count < Self.followerLimit { entry.followers.insert(follower) }
            entry.sample.followers = entry.followers.count
            entries[key] = entry
            return
        }
        if entries.count == Self.limit {
            for (key, _) in ranked.dropFirst(Self.limit / 2) { entries[key] = nil }
        }
        entries[key] = Entry(sample: sample(), followers: [follower])
    }

    /// The samples, the most telling first: many followers, often, short.
    var samples: [DiffSample] { ranked.map(\.value.sample) }

    private var ranked: [(key: [Unicode.Scalar], value: Entry)] {
        entries.sorted { left, right in
            let (one, other) = (left.value.sample, right.value.sample)
            if one.followers != other.followers { return one.followers > other.followers }
            if one.events != other.events { return one.events > other.events }
            if left.key.count != right.key.count { return left.key.count < right.key.count }
            return left.key.lexicographicallyPrecedes(right.key)
        }
    }
}
