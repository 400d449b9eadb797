/// What the simulated API does with a call, in place of answering as it should.
public struct GatewayScript: Sendable, Hashable, CustomStringConvertible {
    /// What the answer says.
    public enum Body: Sendable, Hashable {
        /// What a success says.
        case success
        /// A refusal with a code of the platform.
        case refusal(code: String)
        /// Something else.
        case text(String)
        /// So many bytes of nothing.
        case filler(Int)
    }

    /// Who signed the answer.
    public enum Signature: Sendable, Hashable {
        /// The platform.
        case genuine
        /// Nobody.
        case missing
        /// Somebody else.
        case stranger
        /// The platform, an hour ago, with a nonce that was used before.
        case stale
    }

    /// How the answer goes over the wire.
    public enum Transmission: Sendable, Hashable {
        /// As it is.
        case whole
        /// Slowly.
        case drip(bytesPerSecond: Int)
        /// Its first bytes, head included; then the connection is closed, or reset.
        case cut(after: Int, resets: Bool)
        /// All but its last bytes; then the connection is closed.
        case truncated(missing: Int)
        /// The body alone, without the head that HTTP asks for.
        case bare
        /// Not at all: the connection stays open until the caller closes it.
        case withheld
    }

    /// A header that the answer has besides its own.
    public struct Header: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: String
    }

    /// What it is called in tables.
    public var description: String
    /// Whether the follower gets the message, whatever the answer says.
    public var takesMessage: Bool
    /// The HTTP status.
    public var status: Int
    /// Headers besides the answer's own.
    public var headers: [Header] = []
    /// What the answer says.
    public var body = Body.success
    /// Who signed it.
    public var signature = Signature.genuine
    /// How long it takes until the answer begins.
    public var delay = Duration.zero
    /// How it goes over the wire.
    public var transmission = Transmission.whole

    /// Describes a script whose answer is otherwise in order.
    ///
    /// - Parameters:
    ///   - description: what it is called in tables.
    ///   - takesMessage: whether the follower gets the message.
    ///   - status: the HTTP status.
    ///   - change: what else is wrong.
    public init(
        _ description: String,
        takesMessage: Bool,
        status: Int = 200,
        _ change: (inout GatewayScript) -> Void = { _ in }
    ) {
        self.description = description
        self.takesMessage = takesMessage
        self.status = status
        change(&self)
    }

    /// Why the follower did not get the message; nil when they did.
    var refusal: String? {
        guard !takesMessage else { return nil }
        return if case .refusal(let code) = body { code } else { "http-\(status)" }
    }
}

extension GatewayScript {
    /// A refusal with a code of the platform, signed.
    public static func refusal(status: Int, code: String) -> GatewayScript {
        GatewayScript("\(status) \(code)", takesMessage: false, status: status) { $0.body = .refusal(code: code) }
    }

    /// The same without a signature.
    public static func unsignedRefusal(status: Int, code: String) -> GatewayScript {
        GatewayScript("\(status) \(code), unsigned", takesMessage: false, status: status) {
            $0.body = .refusal(code: code)
            $0.signature = .missing
        }
    }

    /// A page of a proxy.
    public static func html(status: Int) -> GatewayScript {
        GatewayScript("\(status) of a proxy", takesMessage: false, status: status) {
            $0.body = .text("<html>Bad Gateway</html>")
            $0.signature = .missing
        }
    }

    /// The message is accepted, but the answer has no signature.
    public static var unsignedSuccess: GatewayScript {
        GatewayScript("success, unsigned", takesMessage: true) { $0.signature = .missing }
    }

    /// The message is accepted, but the answer is signed by a stranger.
    public static var foreignSuccess: GatewayScript {
        GatewayScript("success, signed by a stranger", takesMessage: true) { $0.signature = .stranger }
    }
}
