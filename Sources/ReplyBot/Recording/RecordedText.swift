package import AlipayClient
package import ReplyStore

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

    /// The text of a message, the key of a menu, or the scene.
    package static func text(of entry: JournalEntry) -> String? {
        switch event(of: entry)?.content {
        case .text(let text): text
        case .click(let menu): menu
        case .follow(let scene), .enter(let scene): scene
        case .image(let mediaID, _): mediaID
        case .gatewayCheck, .unfollow, .other, nil: nil
        }
    }
}
