internal import Foundation
internal import NIOCore
internal import Synchronization

/// What each address does: its connections, and its forged requests.
final class ClientShares: Sendable {
    private struct State {
        var connections: [ClientAddress: Int] = [:]
        var forgeries: ForgeryLimit
    }

    private let share: IntakeLimits.Share
    private let state: Mutex<State>

    init(_ share: IntakeLimits.Share = .init()) {
        self.share = share
        state = Mutex(State(forgeries: ForgeryLimit(share)))
    }

    /// The address as which a client counts; nil for one that is free of limits.
    func address(of client: SocketAddress?) -> ClientAddress? {
        ClientAddress(client, countsThisMachine: share.countsThisMachine)
    }

    /// Whether an address may have one more connection; if so, `closed` must follow.
    func opened(_ address: ClientAddress) -> Bool {
        state.withLock { state in
            let count = state.connections[address, default: 0]
            guard count < share.connections else { return false }
            state.connections[address] = count + 1
            return true
        }
    }

    /// Notes the end of a connection.
    func closed(_ address: ClientAddress) {
        state.withLock { state in
            let count = state.connections[address, default: 0] - 1
            state.connections[address] = count > 0 ? count : nil
        }
    }

    /// Lets a request pass whose address does not forge all the time.
    func admit(_ address: ClientAddress?, at now: Date) throws(IntakeRefusal) {
        guard let address else { return }
        guard !state.withLock({ $0.forgeries.isExhausted(address, at: now) }) else { throw .forgeries }
    }

    /// Notes a forged request.
    func noteForgery(_ address: ClientAddress?, at now: Date) {
        guard let address else { return }
        state.withLock { $0.forgeries.note(address, at: now) }
    }
}
