package import AlipayClient
internal import Evidence
package import ReplyStore
package import RuleEngine

/// The content of a recorded request, read without keys; nil where it is encrypted.
package enum RecordedText {
    package static func event(of entry: JournalEntry) -> InboundEvent? {
        guard let form = try? NotificationForm(entry.request) else { return nil }
        return [SignType.rsa2, .rsa].lazy
            .compactMap { type in
                let verifier = NotificationVerifier(keys: [], signType: type)
                return try? NotificationReader(verifier: verifier, appID: entry.appID).readRecorded(form)
            }
            .first
    }

    /// An event of the journal in the terms of rules; nil where its request is encrypted or cannot be read.
    package static func ruleEvent(of event: JournaledEvent) -> RuleEvent? {
        if case .event(let redacted, _) = RecordedLine(event) { return redacted.event }
        guard let inbound = self.event(of: event.entry) else { return nil }
        return RuleEvent(inbound, identity: String(decoding: inbound.identity, as: UTF8.self))
    }

    /// The text of a message, the key of a menu, or the scene.
    package static func text(of entry: JournalEntry) -> String? {
        if case .event(let redacted, _) = entry.request.redactedLine {
            if case .text(let text) = redacted.event.content { return text }
            return redacted.event.menu ?? redacted.event.scene
        }
        return switch event(of: entry)?.content {
        case .text(let text): text
        case .click(let menu): menu
        case .follow(let scene), .enter(let scene): scene
        case .image(let mediaID, _): mediaID
        case .gatewayCheck, .unfollow, .other, nil: nil
        }
    }
}
