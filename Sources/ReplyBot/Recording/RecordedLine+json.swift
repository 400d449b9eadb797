internal import Evidence
internal import Foundation
internal import OperatorText
internal import ReplyStore
internal import RuleEngine

extension RecordedLine {
    /// Reads a line; unknown keys are ignored.
    ///
    /// - Throws: an error for anything that is no line of version 1.
    package init(json: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(LineJSON.self, from: Data(json)).line()
    }

    /// The line without its end.
    package func json() -> String {
        let fields: [String]
        switch self {
        case .redaction(let parts):
            let members = parts.sorted { $0.key < $1.key }.map { Self.member($0.key, $0.value) }
            fields = ["\"redacted\":{\(members.joined(separator: ","))}"]
        case .request(let request, _):
            fields = [
                Self.member("query", request.query), Self.member("content_type", request.contentType),
                "\"body\":\"\(Data(request.body).base64EncodedString())\"",
            ]
        case .event(let event, _):
            fields = ["\"event\":{\(Self.members(of: event).joined(separator: ","))}"]
        case .handoff(let follower, let until, _):
            let end = until.map { Self.member("until", RecordedTime.text($0)) } ?? "\"until\":null"
            fields = ["\"handoff\":{\(Self.members(of: follower).joined(separator: ",")),\(end)}"]
        case .reload(let rules, _):
            fields = ["\"reload\":{\(Self.member("rules", rules))}"]
        }
        let time = received.map { [Self.member("received", RecordedTime.text($0))] } ?? []
        return "{" + (["\"v\":\(Self.version)"] + time + fields).joined(separator: ",") + "}"
    }

    private static func members(of follower: FollowerKey) -> [String] {
        [member("account", follower.account), member("user", follower.user)]
    }

    private static func members(of event: TrafficEvent) -> [String] {
        let content: [String] =
            switch event.event.content {
            case .text(let text): [member("text", text)]
            case .click(let menu): [member("menu", menu)]
            case .follow(let scene), .enter(let scene): scene.map { [member("scene", $0)] } ?? []
            case .image, .unfollow, .unknown: []
            }
        return members(of: event.follower)
            + [
                member("key", event.key.hex), "\"stale\":\(event.isStale)",
                member("kind", event.event.kind.rawValue),
            ]
            + content
            + [member("message", event.event.messageID)]
            + (event.event.userName.map { [member("name", $0)] } ?? [])
    }

    private static func member(_ key: String, _ value: String) -> String {
        "\"\(ForeignText.jsonString(key))\":\"\(ForeignText.jsonString(value))\""
    }
}

/// A line as JSON has it: every key of every kind of line.
private struct LineJSON: Decodable {
    let v: Int
    let received: String?
    let query: String?
    let contentType: String?
    let body: Data?
    let event: EventJSON?
    let handoff: HandoffJSON?
    let reload: ReloadJSON?
    let redacted: [String: String]?

    enum CodingKeys: String, CodingKey {
        case v
        case received
        case query
        case contentType = "content_type"
        case body
        case event
        case handoff
        case reload
        case redacted
    }

    /// The line; its kind is the one of the keys `body`, `event`, `handoff`, `reload` and `redacted` that it has.
    func line() throws -> RecordedLine {
        guard v == RecordedLine.version else { throw NoLine() }
        if let redacted, kinds == 1 { return .redaction(redacted) }
        guard kinds == 1, let received = received.flatMap(RecordedTime.date) else { throw NoLine() }
        if let event { return .event(try event.event(), received: received) }
        if let handoff { return try handoff.line(received: received) }
        if let reload { return .reload(rules: reload.rules, received: received) }
        guard let query, let contentType, let body else { throw NoLine() }
        return .request(
            RecordedRequest(query: query, contentType: contentType, body: [UInt8](body)),
            received: received
        )
    }

    private var kinds: Int {
        [body != nil, event != nil, handoff != nil, reload != nil, redacted != nil].count { $0 }
    }
}

private struct NoLine: Error {}

private struct EventJSON: Decodable {
    let account: String
    let user: String
    let key: String
    let stale: Bool
    let kind: String
    let text: String?
    let menu: String?
    let scene: String?
    let message: String
    let name: String?

    func event() throws -> TrafficEvent {
        guard let key = EventKey(hex: key), let content else { throw NoLine() }
        return TrafficEvent(
            follower: FollowerKey(account: account, user: user),
            key: key,
            isStale: stale,
            event: RuleEvent(content, userID: user, messageID: message, userName: name)
        )
    }

    private var content: RuleEvent.Content? {
        switch RuleEvent.Kind(rawValue: kind) {
        case .text: text.map { .text($0) }
        case .click: menu.map { .click(menu: $0) }
        case .follow: .follow(scene: scene)
        case .enter: .enter(scene: scene)
        case .image: .image
        case .unfollow: .unfollow
        case .unknown: .unknown
        case nil: nil
        }
    }
}

private struct HandoffJSON: Decodable {
    let account: String
    let user: String
    let until: String?

    enum CodingKeys: CodingKey {
        case account
        case user
        case until
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        account = try container.decode(String.self, forKey: .account)
        user = try container.decode(String.self, forKey: .user)
        // An end that is missing by mistake must not end the hand-off.
        guard container.contains(.until) else { throw NoLine() }
        until = try container.decodeIfPresent(String.self, forKey: .until)
    }

    func line(received: Date) throws -> RecordedLine {
        let end = until.flatMap(RecordedTime.date)
        guard (end == nil) == (until == nil) else { throw NoLine() }
        return .handoff(FollowerKey(account: account, user: user), until: end, received: received)
    }
}

private struct ReloadJSON: Decodable {
    let rules: String
}
