public import Foundation

/// An action of a follower, read from a verified notification (PROTOCOL 1.5).
public struct InboundEvent: Sendable, Hashable {
    /// The kinds of events.
    public enum Content: Sendable, Hashable {
        /// The console's handshake.
        case gatewayCheck
        /// A text message.
        case text(String)
        /// A picture; `mediaID` names it for the download service.
        case image(mediaID: String, format: String?)
        /// A new follower; `scene` is the id of the QR code that was scanned.
        case follow(scene: String?)
        /// A follower who left.
        case unfollow
        /// A menu item that sends an event was clicked.
        case click(menu: String)
        /// The conversation was opened.
        case enter(scene: String?)
        /// Anything else, which must be acknowledged too.
        case other(messageType: String, eventType: String?)
    }

    /// The event's kind and details.
    public let content: Content
    /// The application that the event is for.
    public let appID: String
    /// The follower's id, to which replies go: `FromAlipayUserId`, else `FromUserId`.
    ///
    /// Empty for a handshake.
    public let userID: String
    /// The raw `FromUserId`, an older id of the same follower; nil when it is not sent.
    public let legacyUserID: String?
    /// The time of the event by Alipay's clock, in whole milliseconds.
    public let created: Date
    /// The platform's id of a message; events have none.
    public let messageID: String?
    /// The raw `UserInfo`: JSON about the follower, where it is sent.
    let userInfo: String?
    /// The agreement of a member binding, in events of that kind.
    public let agreementID: String?
    /// The bound account, in events of that kind; unbinding sends one event for each.
    public let accountNumber: String?
    /// The raw `EventType`, where there is one.
    public let eventType: String?
    /// The raw `ActionParam`, where there is one.
    public let actionParameter: String?
    /// The raw `MsgType`.
    public let messageType: String
    /// The character set of the request, in which the answer is written.
    public let charset: Charset
    /// Whether the event came encrypted; its answer must be, too (PROTOCOL 1.8).
    public let isEncrypted: Bool
}

extension InboundEvent {
    /// The follower's name, masked by Alipay; read from the raw JSON at each call.
    public var userName: String? { userInfo.flatMap(UserInfo.init(json:))?.userName }

    /// The follower's login, masked by Alipay; read from the raw JSON at each call.
    public var loginID: String? { userInfo.flatMap(UserInfo.init(json:))?.loginID }

    /// The name of the kind, for logs and records.
    public var kind: String {
        switch content {
        case .gatewayCheck: "verifygw"
        case .text: "text"
        case .image: "image"
        case .follow: "follow"
        case .unfollow: "unfollow"
        case .click: "click"
        case .enter: "enter"
        case .other: "other"
        }
    }

    /// The event's identity, equal for two deliveries: made from `MsgId`, else from the event's own fields (DESIGN 5).
    ///
    /// Each part carries its length, so no two lists of parts are equal.
    public var identity: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(96)
        if let messageID {
            bytes.addPart("message")
            bytes.addPart(appID)
            bytes.addPart(messageID)
        } else {
            bytes.addPart("event")
            bytes.addPart(appID)
            bytes.addPart(userID)
            bytes.addPart(String(Int64((created.timeIntervalSince1970 * 1_000).rounded())))
            bytes.addPart(messageType)
            bytes.addPart(eventType ?? "")
            bytes.addPart(actionParameter ?? "")
        }
        return bytes
    }
}

extension [UInt8] {
    /// Adds a text behind its length.
    fileprivate mutating func addPart(_ text: String) {
        let count = text.utf8.count
        if count < 10 {
            append(UInt8(ascii: "0") + UInt8(count))
        } else {
            append(contentsOf: String(count).utf8)
        }
        append(UInt8(ascii: ":"))
        append(contentsOf: text.utf8)
    }
}

/// The follower's data as masked by Alipay: JSON, which may be pretty-printed (PROTOCOL 1.5).
private struct UserInfo: Decodable, Hashable {
    let userName: String?
    let loginID: String?

    enum CodingKeys: String, CodingKey {
        case userName = "user_name"
        case loginID = "logon_id"
    }

    /// Reads the JSON; nil when it cannot be read.
    init?(json: String) {
        var text = json
        let plain = text.withUTF8 { unsafe UserInfo(plain: $0.span) }
        if let plain {
            self = plain
            return
        }
        self.init(decoding: json)
    }

    /// Reads by Foundation's decoder, which decides what is JSON.
    fileprivate init?(decoding json: String) {
        guard let read = try? JSONDecoder().decode(UserInfo.self, from: Data(json.utf8)) else { return nil }
        self = read
    }

    /// Reads the usual spelling of both members; nil for any other.
    fileprivate init?(plain bytes: Span<UInt8>) {
        var (userName, loginID): (String?, String?)
        var place = 0
        let isRead = PlainJSON.readObject(in: bytes, at: &place) { name, place in
            guard let range = PlainJSON.readString(in: bytes, at: &place) else { return false }
            // A part of a string between quotation marks is as valid as the string.
            let value = unsafe bytes.extracting(range)
                .withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
            if userName == nil, bytes.holds("user_name", in: name) {
                userName = value
            } else if loginID == nil, bytes.holds("logon_id", in: name) {
                loginID = value
            } else {
                return false
            }
            return true
        }
        guard isRead, PlainJSON.isEnd(of: bytes, at: place) else { return nil }
        self.userName = userName
        self.loginID = loginID
    }
}

/// Both readings of a follower's data for tests and fuzzers.
package struct UserInfoProbe: Sendable {
    /// Whether Foundation's decoder reads the same, where the data are read without it.
    package let isReadAlike: Bool

    /// Reads any text.
    package init(json: String) {
        var text = json
        let plain = text.withUTF8 { unsafe UserInfo(plain: $0.span) }
        isReadAlike = plain == nil || plain == UserInfo(decoding: json)
    }
}
