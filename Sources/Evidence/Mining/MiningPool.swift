import Foundation
import RuleEngine

/// The traffic as mining needs it: texts once each, and who wrote them when, with what treatment.
struct MiningPool {
    /// The most different texts.
    static let textLimit = 400_000

    /// One message.
    struct Message {
        let entry: Int32
        let text: Int32
        let follower: Int32
        let at: Date
        let treatment: Treatment
        /// Whether it came in the time that is mined, and not only shaped a follower's state.
        let isInTime: Bool
        /// The first rule that would take it if its stage reached the follower; -1 for none.
        let shadow: Int32
        /// Whether the rules of its time did not understand it.
        let wasNotUnderstood: Bool
        var isAskedAgain = false
    }

    /// The treatment by the rules as they are.
    enum Treatment: Equatable {
        case notUnderstood
        /// The rule, by its place, took it.
        case rule(Int32)
        case other
    }

    /// A text in its compared form.
    struct Text {
        let reading: TextUnits.Reading
        /// As it was written first.
        let sample: String
        /// All of it in its compared form, if units of it were left out of the reading.
        let whole: String?
        let isSmallTalk: Bool
    }

    private(set) var texts: [Text] = []
    private(set) var messages: [Message] = []
    private(set) var leftOut = 0
    /// The code points of the texts of which units were left out.
    private(set) var lengthOfLong = 0
    var units = TextUnits()
    /// The followers with texts beyond the limit.
    private(set) var unreadable: Set<Int32> = []
    private var textNumbers: [String: Int32] = [:]
    private var followerNumbers: [FollowerKey: Int32] = [:]

    /// The number of a follower.
    mutating func number(of follower: FollowerKey) -> Int32 {
        if let number = followerNumbers[follower] { return number }
        let number = Int32(followerNumbers.count)
        followerNumbers[follower] = number
        return number
    }

    /// Adds a message, and returns its place; nil beyond the limit.
    mutating func add(
        _ normalized: NormalizedText,
        written: String,
        of follower: Int32,
        make: (_ text: Int32) -> Message
    ) -> Int? {
        guard let text = number(of: normalized, written: written) else {
            leftOut += 1
            unreadable.insert(follower)
            return nil
        }
        messages.append(make(text))
        return messages.count - 1
    }

    private mutating func number(of normalized: NormalizedText, written: String) -> Int32? {
        let form = normalized.trimmedText
        if let number = textNumbers[form] { return number }
        guard texts.count < Self.textLimit else { return nil }
        let number = Int32(texts.count)
        textNumbers[form] = number
        let folded = normalized.folded[normalized.trimmed]
        if folded.count > TextUnits.unitLimit { lengthOfLong += folded.count }
        texts.append(
            Text(
                reading: units.read(folded),
                sample: written,
                whole: folded.count > TextUnits.unitLimit ? normalized.foldedText : nil,
                isSmallTalk: WeakWords.isSmallTalk(form)
            )
        )
        return number
    }

    /// Marks a message as one after which its follower asked again.
    mutating func markAskedAgain(_ message: Int) { messages[message].isAskedAgain = true }
}
