/// An answer of the simulated API, and how it goes over the wire.
struct PlatformAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// Bytes of nothing after the body; they are never all in memory.
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
