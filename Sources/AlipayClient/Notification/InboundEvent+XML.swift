internal import Foundation

extension InboundEvent {
    /// Reads the event of a verified notification.
    ///
    /// - Parameters:
    ///   - notification: the verified notification.
    ///   - appID: the application that this gateway serves; events for another one are refused (RELIABILITY T5).
    ///   - limits: upper bounds of the XML.
    /// - Throws: `undecodableText`, one of the XML errors, `missingElement`, `duplicateElement` or
    ///   `foreignApplication`.
    public init(
        _ notification: VerifiedNotification,
        appID: String,
        limits: XMLLimits = XMLLimits()
    ) throws(NotificationError) {
        try self.init(notification.parts, appID: appID, limits: limits)
    }

    /// Reads the event of a request from the bot's own journal, or from a recording.
    ///
    /// - Parameters:
    ///   - notification: the recorded notification.
    ///   - appID: the application whose events are accepted; nil accepts any.
    ///   - limits: upper bounds of the XML.
    /// - Throws: as for a verified notification.
    package init(
        _ notification: JournaledNotification,
        appID: String?,
        limits: XMLLimits = XMLLimits()
    ) throws(NotificationError) {
        try self.init(notification.parts, appID: appID, limits: limits)
    }

    private init(_ notification: NotificationParts, appID: String?, limits: XMLLimits) throws(NotificationError) {
        guard notification.contentSize <= limits.size else { throw .oversizedXML }
        guard let text = notification.contentText else { throw .undecodableText }
        let elements = try EventElements(try XMLDocument.read(utf8: text, limits: limits))
        let named = try elements.required("AppId")
        guard named == appID ?? named, notification.appID.map({ $0.elementsEqual(named.utf8) }) != false
        else { throw .foreignApplication }
        try self.init(elements, appID: named, notification: notification)
    }

    private init(
        _ elements: EventElements,
        appID: String,
        notification: NotificationParts
    ) throws(NotificationError) {
        let content = try Content(elements, isGatewayCheck: notification.isGatewayCheck)
        let presentUserID = elements.optional("FromAlipayUserId")
        let legacyUserID = elements.optional("FromUserId", like: presentUserID)
        let userID = presentUserID ?? legacyUserID
        guard content == .gatewayCheck || userID != nil else { throw .missingElement }
        self.init(
            content: content,
            appID: appID,
            userID: userID ?? "",
            legacyUserID: legacyUserID,
            created: try elements.created(),
            messageID: elements.optional("MsgId"),
            userInfo: elements.optional("UserInfo"),
            agreementID: elements.optional("AgreementId"),
            accountNumber: elements.optional("AccountNo"),
            eventType: elements.optional("EventType"),
            actionParameter: elements.optional("ActionParam"),
            messageType: try elements.required("MsgType"),
            charset: notification.charset,
            isEncrypted: notification.isEncrypted
        )
    }
}

extension InboundEvent.Content {
    fileprivate init(_ elements: EventElements, isGatewayCheck: Bool) throws(NotificationError) {
        let messageType = try elements.required("MsgType")
        let eventType = elements.optional("EventType")
        if isGatewayCheck {
            // The handshake is matched on service and EventType (PROTOCOL 1.4).
            guard messageType == "event", eventType == "verifygw" else { throw .unknownService }
            self = .gatewayCheck
            return
        }
        self = try InboundEvent.Content.message(elements, messageType: messageType, eventType: eventType)
    }

    private static func message(
        _ elements: EventElements,
        messageType: String,
        eventType: String?
    ) throws(NotificationError) -> InboundEvent.Content {
        switch (messageType, eventType) {
        case ("text", _): .text(try elements.messageText())
        case ("image", _): try elements.image()
        case ("event", "follow"): .follow(scene: elements.scene())
        case ("event", "unfollow"): .unfollow
        case ("event", "click"): .click(menu: elements.optional("ActionParam") ?? "")
        case ("event", "enter"): .enter(scene: elements.scene())
        default: .other(messageType: messageType, eventType: eventType)
        }
    }
}

/// The children of `<XML>`; each occurs at most once (RELIABILITY T10).
private struct EventElements {
    private let tree: XMLTree

    init(_ tree: XMLTree) throws(NotificationError) {
        guard tree.isNamed("XML", XMLTree.root) else { throw .missingElement }
        guard !tree.hasRepeatedChildren(XMLTree.root) else { throw .duplicateElement }
        self.tree = tree
    }

    /// The trimmed text of a child; nil when it is missing or empty.
    func optional(_ name: StaticString, like known: String? = nil) -> String? {
        tree.child(name, of: XMLTree.root).flatMap { tree.trimmedText(of: $0, like: known) }
    }

    func required(_ name: StaticString) throws(NotificationError) -> String {
        guard let text = optional(name) else { throw .missingElement }
        return text
    }

    /// Milliseconds since 1970 (PROTOCOL 1.5).
    func created() throws(NotificationError) -> Date {
        guard let milliseconds = Int64(try required("CreateTime")), (0...9_999_999_999_999).contains(milliseconds)
        else {
            throw .missingElement
        }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    /// The text as the customer wrote it, white space included.
    func messageText() throws(NotificationError) -> String {
        guard let text = tree.child("Text", of: XMLTree.root), let content = tree.child("Content", of: text) else {
            throw .missingElement
        }
        guard !tree.hasRepeatedChildren(text) else { throw .duplicateElement }
        return tree.text(of: content)
    }

    /// `MediaId` and `Format` are read below `Image`, else at the top: no raw capture settles the parent's name
    /// (PROTOCOL 1.5).
    func image() throws(NotificationError) -> InboundEvent.Content {
        let parent = tree.child("Image", of: XMLTree.root) ?? XMLTree.root
        guard !tree.hasRepeatedChildren(parent) else { throw .duplicateElement }
        let media = tree.child("MediaId", of: parent).flatMap { tree.trimmedText(of: $0) }
        let format = tree.child("Format", of: parent).map { tree.trimmedText(of: $0) ?? "" }
        return .image(mediaID: media ?? "", format: format)
    }

    /// The scene id in ActionParam's JSON; nil when it cannot be read, as in J17 (PROTOCOL 1.5).
    func scene() -> String? {
        struct Parameter: Decodable {
            struct Scene: Decodable { let sceneId: String? }
            let scene: Scene?
        }
        guard let text = optional("ActionParam") else { return nil }
        let parameter = try? JSONDecoder().decode(Parameter.self, from: Data(text.utf8))
        return parameter?.scene?.sceneId.flatMap { $0.isEmpty ? nil : $0 }
    }
}
