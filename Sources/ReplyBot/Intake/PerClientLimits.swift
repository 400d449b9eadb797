internal import Foundation
internal import NIOCore
internal import Synchronization

/// Counts the connections and the forged requests of each client address.
final class PerClientLimits: Sendable {
    private struct State {
        var connections: [ClientAddress: Int] = [:]
        var forgeries: ForgeryLimit
    }

    private let limits: IntakeLimits.PerClient
    private let state: Mutex<State>

    init(_ limits: IntakeLimits.PerClient = .init()) {
        self.limits = limits
        state = Mutex(State(forgeries: ForgeryLimit(limits)))
    }

    /// The address under which a client counts; nil for a client without limits.
    func address(of client: SocketAddress?) -> ClientAddress? {
        ClientAddress(client, countsThisMachine: limits.countsThisMachine)
    }

    /// Counts one more connection, if the address may have it; then `closed` must follow.
    func opened(_ address: ClientAddress) -> Bool {
        state.withLock { state in
            let count = state.connections[address, default: 0]
            guard count < limits.connections else { return false }
            state.connections[address] = count + 1
            return true
        }
    }

    /// Counts the end of a connection.
    func closed(_ address: ClientAddress) {
        state.withLock { state in
            let count = state.connections[address, default: 0] - 1
            state.connections[address] = count > 0 ? count : nil
        }
    }

    /// Refuses a request whose address keeps forging.
    func admit(_ address: ClientAddress?, at now: Date) throws(IntakeRefusal) {
        guard let address else { return }
        guard !state.withLock({ $0.forgeries.isExhausted(address, at: now) }) else { throw .forgeries }
    }

    /// Counts a forged request.
    func noteForgery(_ address: ClientAddress?, at now: Date) {
        guard let address else { return }
        state.withLock { $0.forgeries.note(address, at: now) }
    }
}

/// A token bucket of forged requests for each address, in bounded memory (RELIABILITY T14).
///
/// Verifying costs only 20 µs, so this saves the rest: reading, decoding, logging.
struct ForgeryLimit: Sendable {
    private struct Bucket {
        var tokens: Double
        var updated: Date
    }

    private let limits: IntakeLimits.PerClient
    private var buckets: [ClientAddress: Bucket] = [:]

    init(_ limits: IntakeLimits.PerClient = .init()) {
        self.limits = limits
    }

    /// The number of remembered addresses.
    var count: Int { buckets.count }

    /// Whether the bucket of an address is empty.
    func isExhausted(_ address: ClientAddress, at now: Date) -> Bool {
        buckets[address].map { refilled($0, at: now).tokens < 1 } ?? false
    }

    /// Takes a token for a forged request.
    mutating func note(_ address: ClientAddress, at now: Date) {
        if buckets[address] == nil, buckets.count >= limits.addresses { forgetTheFull(at: now) }
        guard buckets[address] != nil || buckets.count < limits.addresses else { return }
        var bucket = buckets[address].map { refilled($0, at: now) } ?? Bucket(tokens: limits.forgeries, updated: now)
        bucket.tokens = max(0, bucket.tokens - 1)
        buckets[address] = bucket
    }

    private func refilled(_ bucket: Bucket, at now: Date) -> Bucket {
        // A clock that was set back refills nothing; the next refill starts at the new time.
        let passed = max(0, now.timeIntervalSince(bucket.updated))
        return Bucket(tokens: min(limits.forgeries, bucket.tokens + passed * limits.forgeriesPerSecond), updated: now)
    }

    private mutating func forgetTheFull(at now: Date) {
        buckets = buckets.filter { refilled($0.value, at: now).tokens < limits.forgeries }
    }
}

/// The address under which a client counts: an IPv4 address, or the 64 bits of an IPv6 network.
struct ClientAddress: Hashable, Sendable {
    private let text: String

    /// Reads an address; nil where there is none, and for this machine itself unless that counts.
    init?(_ address: SocketAddress?, countsThisMachine: Bool = false) {
        self.init(ip: address?.ipAddress, countsThisMachine: countsThisMachine)
    }

    /// Reads the text of an address.
    init?(ip: String?, countsThisMachine: Bool = false) {
        guard let ip, !ip.isEmpty else { return nil }
        let mapped = ip.lowercased().hasPrefix("::ffff:") && ip.contains(".")
        let address = mapped ? String(ip.dropFirst("::ffff:".count)) : ip
        let isThisMachine = address.hasPrefix("127.") || address == "::1"
        guard countsThisMachine || !isThisMachine else { return nil }
        text = address.contains(":") ? ClientAddress.network(address) : address
    }

    /// The first four groups: a client with one address of a network has all of them.
    private static func network(_ address: String) -> String {
        let halves = address.split(separator: "::", omittingEmptySubsequences: false)
        let start = halves[0].split(separator: ":")
        let end = halves.count > 1 ? halves[1].split(separator: ":") : []
        let zeros = Array(repeating: Substring("0"), count: max(0, 8 - start.count - end.count))
        return (start + zeros + end).prefix(4).joined(separator: ":")
    }
}
