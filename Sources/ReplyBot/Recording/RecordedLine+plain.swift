internal import AlipayClient
internal import Evidence
internal import Foundation
internal import ReplyStore
internal import RuleEngine

extension RecordedLine {
    /// Reads a line as `json()` writes it, in any order of its keys and with any white space; nil for any other
    /// spelling, which the general decoder may still know.
    ///
    /// It agrees with the general decoder on every line that it reads, and takes a twentieth of the time.
    init?(plain bytes: Span<UInt8>) {
        var fields = PlainFields()
        var place = 0
        let isRead = PlainJSON.readObject(in: bytes, at: &place) { name, place in
            fields.readMember(of: bytes, name: name, at: &place)
        }
        guard isRead, PlainJSON.isEnd(of: bytes, at: place), let line = fields.line else { return nil }
        self = line
    }
}

/// The members of a line, each at most once.
private struct PlainFields {
    private var hasVersion = false
    private var received: Date?
    private var query: String?
    private var contentType: String?
    private var body: [UInt8]?
    private var event: PlainEvent?
    private var handoff: PlainHandoff?
    private var rules: String?

    /// The line; nil where the general decoder must decide.
    var line: RecordedLine? {
        guard hasVersion, let received else { return nil }
        switch (body, event, handoff, rules) {
        case (let body?, nil, nil, nil):
            guard let query, let contentType else { return nil }
            return .request(RecordedRequest(query: query, contentType: contentType, body: body), received: received)
        case (nil, let event?, nil, nil):
            return event.event.map { .event($0, received: received) }
        case (nil, nil, let handoff?, nil):
            return handoff.follower.map { .handoff($0, until: handoff.until, received: received) }
        case (nil, nil, nil, let rules?):
            return .reload(rules: rules, received: received)
        default: return nil
        }
    }

    mutating func readMember(of bytes: Span<UInt8>, name: Range<Int>, at place: inout Int) -> Bool {
        if bytes.holds("v", in: name) {
            guard !hasVersion, PlainJSON.take("1", in: bytes, at: &place) else { return false }
            hasVersion = true
            return true
        }
        if bytes.holds("received", in: name) {
            return bytes.readTime(at: &place, into: &received)
        }
        if bytes.holds("query", in: name) {
            return bytes.readText(at: &place, into: &query)
        }
        if bytes.holds("content_type", in: name) {
            return bytes.readText(at: &place, into: &contentType)
        }
        if bytes.holds("body", in: name) {
            // No sign that JSON escapes is a digit of base64.
            guard body == nil, let range = PlainJSON.readDigits(in: bytes, at: &place),
                let decoded = Base64.decode(bytes.extracting(range))
            else { return false }
            body = decoded
            return true
        }
        if bytes.holds("event", in: name) {
            guard event == nil else { return false }
            var read = PlainEvent()
            defer { event = read }
            return PlainJSON.readObject(in: bytes, at: &place) { read.readMember(of: bytes, name: $0, at: &$1) }
        }
        if bytes.holds("handoff", in: name) {
            guard handoff == nil else { return false }
            var read = PlainHandoff()
            defer { handoff = read }
            return PlainJSON.readObject(in: bytes, at: &place) { read.readMember(of: bytes, name: $0, at: &$1) }
        }
        guard bytes.holds("reload", in: name), rules == nil else { return false }
        var read: String?
        defer { rules = read }
        return PlainJSON.readObject(in: bytes, at: &place) { name, place in
            bytes.holds("rules", in: name) && bytes.readText(at: &place, into: &read)
        } && read != nil
    }
}

private struct PlainEvent {
    private var account: String?
    private var user: String?
    private var key: EventKey?
    private var isStale: Bool?
    private var kind: String?
    private var text: String?
    private var menu: String?
    private var scene: String?
    private var message: String?
    private var name: String?

    var event: TrafficEvent? {
        guard let account, let user, let key, let isStale, let kind, let message, let content = content(of: kind)
        else { return nil }
        return TrafficEvent(
            follower: FollowerKey(account: account, user: user),
            key: key,
            isStale: isStale,
            event: RuleEvent(content, userID: user, messageID: message, userName: name)
        )
    }

    private func content(of kind: String) -> RuleEvent.Content? {
        RuleEvent.Kind(rawValue: kind).flatMap { RuleEvent.Content($0, text: text, menu: menu, scene: scene) }
    }

    mutating func readMember(of bytes: Span<UInt8>, name: Range<Int>, at place: inout Int) -> Bool {
        if bytes.holds("text", in: name) { return bytes.readText(at: &place, into: &text) }
        if bytes.holds("user", in: name) { return bytes.readText(at: &place, into: &user) }
        if bytes.holds("account", in: name) { return bytes.readText(at: &place, into: &account) }
        if bytes.holds("message", in: name) { return bytes.readText(at: &place, into: &message) }
        if bytes.holds("kind", in: name) { return bytes.readText(at: &place, into: &kind) }
        if bytes.holds("name", in: name) {
            return bytes.readText(at: &place, into: &self.name)
        }
        if bytes.holds("menu", in: name) { return bytes.readText(at: &place, into: &menu) }
        if bytes.holds("scene", in: name) { return bytes.readText(at: &place, into: &scene) }
        if bytes.holds("stale", in: name) {
            guard isStale == nil else { return false }
            isStale = PlainJSON.take("true", in: bytes, at: &place)
            return isStale == true || PlainJSON.take("false", in: bytes, at: &place)
        }
        var digits: String?
        guard bytes.holds("key", in: name), key == nil,
            bytes.readText(at: &place, into: &digits)
        else { return false }
        key = digits.flatMap(EventKey.init(hex:))
        return key != nil
    }
}

private struct PlainHandoff {
    private var account: String?
    private var user: String?
    private var hasEnd = false
    private(set) var until: Date?

    var follower: FollowerKey? {
        guard let account, let user, hasEnd else { return nil }
        return FollowerKey(account: account, user: user)
    }

    mutating func readMember(of bytes: Span<UInt8>, name: Range<Int>, at place: inout Int) -> Bool {
        if bytes.holds("account", in: name) { return bytes.readText(at: &place, into: &account) }
        if bytes.holds("user", in: name) { return bytes.readText(at: &place, into: &user) }
        guard bytes.holds("until", in: name), !hasEnd else { return false }
        hasEnd = true
        return PlainJSON.take("null", in: bytes, at: &place) || bytes.readTime(at: &place, into: &until)
    }
}

extension Span<UInt8> {
    /// Reads a string into a member that must not have a value yet.
    fileprivate func readText(at place: inout Int, into member: inout String?) -> Bool {
        guard member == nil, let range = PlainJSON.readString(in: self, at: &place) else { return false }
        member = self.text(in: range)
        return member != nil
    }

    fileprivate func readTime(at place: inout Int, into member: inout Date?) -> Bool {
        guard member == nil, let range = PlainJSON.readString(in: self, at: &place) else { return false }
        member = RecordedTime.date(plain: self, in: range)
        return member != nil
    }
}
