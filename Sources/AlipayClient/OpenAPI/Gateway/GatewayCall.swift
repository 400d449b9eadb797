internal import Foundation

/// A call of the old gateway, `gateway.do` (PROTOCOL 2.8).
///
/// For what the v3 API lacks, and for applications that have not moved to it.
public struct GatewayCall: Sendable, Hashable {
    /// The name of the API, such as `alipay.open.public.message.custom.send`.
    public let method: String
    /// `biz_content`: the JSON, which is signed and sent as it is.
    public let content: String
    /// Where the call goes on its server.
    public let path: String

    /// Describes a call.
    ///
    /// - Parameters:
    ///   - method: the name of the API.
    ///   - content: the JSON.
    ///   - path: the path on the server.
    public init(method: String, content: String, path: String = "/gateway.do") {
        self.method = method
        self.content = content
        self.path = path
    }

    /// The call that sends a message to a follower; its JSON is that of the v3 API.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - limits: what a message may at most be.
    /// - Throws: as `CustomMessage.request`.
    public init(_ message: CustomMessage, limits: MessageLimits = MessageLimits()) throws {
        self.init(
            method: "alipay.open.public.message.custom.send",
            content: String(decoding: try message.request(limits: limits).body, as: UTF8.self)
        )
    }

    /// The call that downloads a picture which a follower sent (PROTOCOL 1.5); for `PictureClient`.
    ///
    /// - Parameter mediaID: `MediaId` of the event.
    /// - Throws: `EncodingError`, which no text can cause.
    init(mediaID: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        self.init(
            method: "alipay.mobile.public.multimedia.download",
            content: String(decoding: try encoder.encode(["mediaId": mediaID]), as: UTF8.self),
            path: "/chat/multimedia.do"
        )
    }
}

extension GatewayCall: CustomStringConvertible, CustomReflectable {
    /// Names the API, and shows nothing of the content.
    public var description: String { "GatewayCall(\(method), <REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
