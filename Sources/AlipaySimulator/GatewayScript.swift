/// A faulty answer of the simulated API.
package struct GatewayScript: Sendable, Hashable, CustomStringConvertible {
    /// The body of the answer.
    package enum Body: Sendable, Hashable {
        /// The body of a success.
        case success
        /// A refusal with a code of the platform.
        case refusal(code: String)
        /// Something else.
        case text(String)
        /// That many bytes without meaning.
        case filler(Int)
    }

    /// Who signed the answer.
    package enum Signature: Sendable, Hashable {
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
    package enum Transmission: Sendable, Hashable {
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
        /// Not at all; the connection stays open until the caller closes it.
        case withheld
    }

    /// A header beside the answer's own.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Its name in tables.
    package var description: String
    /// Whether the follower gets the message, regardless of the answer.
    package var takesMessage: Bool
    /// The HTTP status.
    package var status: Int
    /// Headers beside the answer's own.
    package var headers: [Header] = []
    /// The body of the answer.
    package var body = Body.success
    /// Who signed it.
    package var signature = Signature.genuine
    /// The delay before the answer begins.
    package var delay = Duration.zero
    /// How it goes over the wire.
    package var transmission = Transmission.whole

    /// Makes a script whose answer is otherwise correct.
    ///
    /// - Parameters:
    ///   - description: its name in tables.
    ///   - takesMessage: whether the follower gets the message.
    ///   - status: the HTTP status.
    ///   - change: makes the other faults.
    package init(
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

/// An answer of the simulated API, and how it goes over the wire.
struct PlatformAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// The number of bytes without meaning after the body; they are never all in memory.
    var filler = 0
    var delay = Duration.zero
    var transmission = GatewayScript.Transmission.whole

    /// The answer as HTTP/1.1, without the filler.
    var bytes: [UInt8] {
        guard transmission != .bare else { return body.isEmpty ? Array("\n".utf8) : body }
        var head = "HTTP/1.1 \(status) \(status < 300 ? "OK" : "Failed")\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array("\(head)content-length: \(body.count + filler)\r\n\r\n".utf8) + body
    }

    /// Whether the connection can be used again afterwards.
    var keepsConnection: Bool {
        switch transmission {
        case .whole, .drip: true
        case .cut, .truncated, .bare, .withheld: false
        }
    }
}
