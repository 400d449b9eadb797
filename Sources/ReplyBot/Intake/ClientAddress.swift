internal import NIOCore

/// Where a client is, as far as limits by address go: an IPv4 address, or the 64 bits of an IPv6 network.
struct ClientAddress: Hashable, Sendable {
    private let text: String

    /// Reads an address; nil where there is none, and for this machine itself unless it is to count.
    init?(_ address: SocketAddress?, countsThisMachine: Bool = false) {
        self.init(ip: address?.ipAddress, countsThisMachine: countsThisMachine)
    }

    /// Reads the text of an address, as the system writes it.
    init?(ip: String?, countsThisMachine: Bool = false) {
        guard let ip, !ip.isEmpty else { return nil }
        let mapped = ip.lowercased().hasPrefix("::ffff:") && ip.contains(".")
        let address = mapped ? String(ip.dropFirst("::ffff:".count)) : ip
        let isThisMachine = address.hasPrefix("127.") || address == "::1"
        guard countsThisMachine || !isThisMachine else { return nil }
        text = address.contains(":") ? ClientAddress.network(address) : address
    }

    /// The first four groups: whoever has one address of a network has all of them.
    private static func network(_ address: String) -> String {
        let halves = address.split(separator: "::", omittingEmptySubsequences: false)
        let start = halves[0].split(separator: ":")
        let end = halves.count > 1 ? halves[1].split(separator: ":") : []
        let zeros = Array(repeating: Substring("0"), count: max(0, 8 - start.count - end.count))
        return (start + zeros + end).prefix(4).joined(separator: ":")
    }
}
