import GRDB
import Synchronization

/// Whether events can be stored now.
package enum StoreHealth: Sendable, Hashable {
    /// Events can be stored.
    case working
    /// Events cannot be stored, for this reason.
    case failing(StoreError)
}

extension ReplyStore {
    /// The health as of the last writes.
    package var health: StoreHealth { writer.health.current }

    /// The health now and each change of it, until the store is closed.
    package func healthChanges() -> AsyncStream<StoreHealth> {
        writer.health.changes()
    }

    /// The writes that were refused during the present failure, or during the last one.
    package var refusedWrites: Int { writer.health.refused }

    /// Makes a write to find out whether events can be stored again, and repairs what it can.
    ///
    /// Call it once a second while the store is failing, so that it recovers without traffic.
    package func probe() async throws {
        try await writer.keepUp(isProof: true) { database in
            try await database.write { try $0.execute(sql: "UPDATE probe SET writes = writes + 1") }
        }
    }

    /// Whether a write reaches the disk now, found out by making one.
    package func isWritable() async -> Bool {
        (try? await probe()) != nil
    }
}

/// Holds the health of a store and publishes its changes.
final class HealthMonitor: Sendable {
    private struct State {
        var health = StoreHealth.working
        var refused = 0
    }

    private let state = Mutex(State())
    private let broadcast = Broadcast<StoreHealth>()

    /// The health now.
    var current: StoreHealth { state.withLock { $0.health } }
    /// The cause of the present failure.
    var failure: StoreError? {
        guard case .failing(let error) = current else { return nil }
        return error
    }
    /// The writes that were refused during this failure or the last one.
    var refused: Int { state.withLock { $0.refused } }

    /// The health now and each later one.
    func changes() -> AsyncStream<StoreHealth> {
        state.withLock { broadcast.subscribe(first: $0.health) }
    }

    /// Counts refused writes.
    func countRefused(_ writes: Int) {
        state.withLock { $0.refused += writes }
    }

    /// A failure begins or goes on; a continued failure is published only when it has become graver.
    func fail(_ error: StoreError) {
        state.withLock { state in
            switch state.health {
            case .working:
                state.refused = 0
                set(.failing(error), in: &state)
            case .failing(let known) where error.gravity > known.gravity:
                set(.failing(error), in: &state)
            case .failing:
                break
            }
        }
    }

    /// The store works again.
    func recover() {
        state.withLock { state in
            if state.health != .working { set(.working, in: &state) }
        }
    }

    /// Ends all streams.
    func close() {
        broadcast.finish()
    }

    private func set(_ health: StoreHealth, in state: inout State) {
        state.health = health
        broadcast.publish(health)
    }
}
