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
