internal import AlipayClient
internal import Synchronization

/// The keys and certificates that are in use; the one place in which they change while the bot runs.
///
/// Whoever needs keys takes `current` once for a request or an attempt and keeps to it to the end, so a change never
/// hits anything that is under way.
final class KeyRing: Sendable {
    private let identity: Mutex<AlipayIdentity>
    private let listeners = Mutex<[@Sendable () -> Void]>([])

    /// Starts with an identity.
    init(_ identity: AlipayIdentity) {
        self.identity = Mutex(identity)
    }

    /// The keys as they are now.
    var current: AlipayIdentity { identity.withLock { $0 } }

    /// Puts other keys in place of all.
    func replace(with other: AlipayIdentity) {
        identity.withLock { $0 = other }
        for listener in listeners.withLock({ $0 }) { listener() }
    }

    /// Has `listener` called after each change.
    func onReplace(_ listener: @escaping @Sendable () -> Void) {
        listeners.withLock { $0.append(listener) }
    }
}
