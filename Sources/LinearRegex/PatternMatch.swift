/// Where a pattern matched, in indices of the text.
struct PatternMatch: Sendable {
    /// The whole match.
    let range: Range<Int>
    /// The whole match, then each group by number; nil for a group that took no part.
    let captures: [Range<Int>?]
    private let groupNumbers: [String: Int]

    init?(slots: [Int?], groupNumbers: [String: Int]) {
        captures = stride(from: 0, to: slots.count, by: 2)
            .map { slot in
                guard let start = slots[slot], let end = slots[slot + 1] else { return nil }
                return start..<end
            }
        guard let range = captures.first ?? nil else { return nil }
        self.range = range
        self.groupNumbers = groupNumbers
    }

    /// What a named group captured last; nil when it took no part, or when there is no such group.
    subscript(name: String) -> Range<Int>? {
        groupNumbers[name].flatMap { captures[$0] }
    }
}
