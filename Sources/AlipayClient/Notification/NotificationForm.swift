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

    /// Percent-decoded, sorted by name in byte order.
    private let form: FormParameters

    /// Decodes the union of query and body (PROTOCOL 1.1).
    ///
    /// - Parameters:
    ///   - query: the query string as sent, without `?`.
    ///   - body: the body as sent.
    ///   - limits: upper bounds of a notification.
    /// - Throws: `malformedPercentEncoding`, `excessiveParameters` or `duplicateParameter`.
    public init(query: [UInt8], body: [UInt8], limits: Limits = Limits()) throws(NotificationError) {
        var form = try FormParameters(query, body)
        guard form.parameters.count <= limits.parameters,
            form.parameters.allSatisfy({ $0.name.count <= limits.nameLength })
        else { throw .excessiveParameters }
        form.sort()
        guard !form.hasRepeatedNames else { throw .duplicateParameter }
        self.form = form
    }

    /// The parameters, sorted by name in byte order.
    var parameters: [FormParameters.Parameter] { form.parameters }

    /// The decoded bytes, in which the parameters have their places.
    var bytes: [UInt8] { form.bytes }

    /// The place of a parameter's value; nil when it is missing or empty.
    func place(_ name: StaticString) -> Range<Int>? {
        guard let parameter = form.first(name), !parameter.value.isEmpty else { return nil }
        return parameter.value
    }

    /// The value of a parameter; nil when it is missing or empty.
    func value(_ name: StaticString) -> [UInt8]? {
        place(name).map { Array(form.bytes[$0]) }
    }

    /// Whether a parameter exists, even if empty.
    func has(_ name: StaticString) -> Bool {
        form.first(name) != nil
    }

    /// The value of a parameter that is always ASCII; nil when it is missing, empty or not UTF-8.
    func text(_ name: StaticString) -> String? {
        place(name).flatMap { form.bytes.span.text(in: $0) }
    }

    func isNamed(_ name: StaticString, _ parameter: FormParameters.Parameter) -> Bool {
        form.isNamed(name, parameter)
    }

    /// The place of a value that is UTF-8; nil when it is missing, empty or not UTF-8.
    func textPlace(_ name: StaticString) -> Range<Int>? {
        place(name).flatMap { form.bytes.span.isText(in: $0) ? $0 : nil }
    }

    /// Whether the bytes at a place are those of a word.
    func holds(_ word: String, at place: Range<Int>) -> Bool {
        form.bytes.span.holds(text: word, in: place)
    }

    /// The character set with the name at a place.
    func charset(at place: Range<Int>) -> Charset? {
        if let charset = Charset.allCases.first(where: { holds($0.rawValue, at: place) }) { return charset }
        return form.bytes.span.text(in: place).flatMap(Charset.init(name:))
    }

    /// The service with the name at a place.
    func service(at place: Range<Int>) -> NotificationService? {
        NotificationService.allCases.first { holds($0.rawValue, at: place) }
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
enum NotificationService: String, CaseIterable {
    case message = "alipay.mobile.public.message.notify"
    case gatewayCheck = "alipay.service.check"
}

/// The parameters of a form for tests and fuzzers; others see none before the signature is checked.
package struct FormProbe: Sendable {
    /// Names and values, percent-decoded, in byte order of the names.
    package let parameters: [(name: [UInt8], value: [UInt8])]

    /// Reads a form like a notification.
    package init(query: [UInt8], body: [UInt8]) throws(NotificationError) {
        let form = try NotificationForm(query: query, body: body)
        parameters = form.parameters.map { parameter in
            (name: Array(form.bytes[parameter.name]), value: Array(form.bytes[parameter.value]))
        }
    }
}
