internal import AlipayClient
internal import Foundation
internal import Logging
internal import RuleEngine
internal import ServiceLifecycle
internal import Synchronization

/// The keys and certificates that are in use; the one place in which they change while the bot runs.
///
/// Whoever needs keys takes `current` once for a request or an attempt and keeps to it to the end, so a change never
/// hits anything that is under way.
final class CurrentKeys: Sendable {
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

/// Tells once a day of certificates that end within 30 days, or do not hold any more.
struct CertificateWatch: Service {
    let keys: CurrentKeys
    let clock: any BotClock
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                // The first time everything was told when the keys were loaded.
                try await clock.sleep(until: clock.now().addingTimeInterval(86_400))
                tell()
            }
        }
    }

    private func tell() {
        let now = clock.now()
        for warning in keys.current.terms.compactMap({ $0.warning(at: now) }) {
            logger.warning("\(warning[.current])")
        }
    }
}
