extension Decision {
    /// The whole text of all messages, one after the other, without line ends at the end.
    var replyText: String {
        messages.map(\.plainText.trimmingFinalNewlines).joined(separator: "\n")
    }

    /// The candidate whose reply is sent; nil for the fallback and for silence.
    var answeringCandidate: Candidate? {
        guard case .replied(let rule) = outcome else { return nil }
        return candidates.first { $0.rule == rule }
    }
}

extension OutgoingMessage {
    /// The kind that `type` in a test names.
    var type: RuleTestExpectation.MessageType {
        switch self {
        case .text: .text
        case .articles: .articles
        }
    }
}

extension String {
    /// Whether a text is this one, code point by code point; for `==` canonical equivalents are equal.
    func isSame(scalarsOf other: String) -> Bool { unicodeScalars.elementsEqual(other.unicodeScalars) }

    /// Whether a text occurs in this one, code point by code point.
    func contains(scalarsOf part: String) -> Bool {
        let (text, part) = (Array(unicodeScalars), Array(part.unicodeScalars))
        guard part.count <= text.count else { return false }
        return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
    }
}
