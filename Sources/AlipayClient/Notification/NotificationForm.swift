/// The parameters of a request as raw bytes, each name once; nothing is verified yet.
public struct NotificationForm: Sendable {
    /// Upper bounds of a notification.
    public struct Limits: Sendable {
        /// Parameters.
        public var parameters = 64
        /// Bytes in a name.
        public var nameLength = 64

        /// The defaults (RELIABILITY T11).
        public init() {}
    }

    /// Percent-decoded parameters, sorted by name in byte order.
    let pairs: [FormDecoder.Pair]

    /// Decodes the union of query and body (PROTOCOL 1.1).
    ///
    /// - Parameters:
    ///   - query: the query string as sent, without `?`.
    ///   - body: the body as sent.
    ///   - limits: upper bounds of a notification.
    /// - Throws: `malformedPercentEncoding`, `excessiveParameters` or `duplicateParameter`.
    public init(query: [UInt8], body: [UInt8], limits: Limits = Limits()) throws(NotificationError) {
        let decoded = try FormDecoder.decode(query) + FormDecoder.decode(body)
        guard decoded.count <= limits.parameters, decoded.allSatisfy({ $0.name.count <= limits.nameLength }) else {
            throw .excessiveParameters
        }
        pairs = decoded.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        guard zip(pairs, pairs.dropFirst()).allSatisfy({ $0.name != $1.name }) else { throw .duplicateParameter }
    }

    /// The value of a parameter; nil when it is missing or empty.
    func value(_ name: String) -> [UInt8]? {
        guard let pair = pairs.first(where: { $0.isNamed(name) }), !pair.value.isEmpty else { return nil }
        return pair.value
    }

    /// Whether a parameter exists, even if empty.
    func has(_ name: String) -> Bool {
        pairs.contains { $0.isNamed(name) }
    }

    /// The value of a parameter that is always ASCII; nil when it is missing, empty or not UTF-8.
    func text(_ name: String) -> String? {
        value(name).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// WARNING: unverified.
    ///
    /// Whether the request claims to be a handshake: enough to choose the form of a refusal.
    public var unverifiedIsGatewayCheck: Bool {
        text("service") == NotificationService.gatewayCheck.rawValue
    }

    /// WARNING: unverified.
    ///
    /// Whether the request belongs to the From-Ant channel, which `verifyPlatformMessage` reads (PROTOCOL 1.9).
    public var unverifiedIsPlatformMessage: Bool {
        value("msg_method") != nil && !has("service")
    }

    /// WARNING: unverified.
    ///
    /// The character set for a refusal; GBK, the platform's default, when unknown.
    public var unverifiedCharset: Charset {
        text("charset").flatMap(Charset.init(name:)) ?? .gbk
    }
}

/// The two services of the gateway (PROTOCOL 1.1).
enum NotificationService: String {
    case gatewayCheck = "alipay.service.check"
    case message = "alipay.mobile.public.message.notify"
}

/// The parameters of a form for tests and fuzzers; others see none before the signature is checked.
package struct FormProbe: Sendable {
    /// Names and values, percent-decoded, in byte order of the names.
    package let parameters: [(name: [UInt8], value: [UInt8])]

    /// Reads a form like a notification.
    package init(query: [UInt8], body: [UInt8]) throws(NotificationError) {
        let form = try NotificationForm(query: query, body: body)
        parameters = form.pairs.map { (name: Array($0.name), value: Array($0.value)) }
    }
}
