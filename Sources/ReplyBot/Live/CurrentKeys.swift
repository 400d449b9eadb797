internal import AlipayClient
internal import Foundation
internal import Logging
internal import OperatorText
internal import RuleEngine
internal import ServiceLifecycle
internal import Synchronization

/// The current keys and certificates; the one place in which they change while the bot runs.
///
/// Each request and each attempt reads `current` once and uses that to its end, so a change never affects work under way.
final class CurrentKeys: Sendable {
    private let identity: Mutex<AlipayIdentity>
    private let listeners = Mutex<[@Sendable () -> Void]>([])

    init(_ identity: AlipayIdentity) {
        self.identity = Mutex(identity)
    }

    var current: AlipayIdentity { identity.withLock { $0 } }

    /// Replaces all keys at once.
    func replace(with other: AlipayIdentity) {
        identity.withLock { $0 = other }
        for listener in listeners.withLock({ $0 }) { listener() }
    }

    /// Calls `listener` after each change.
    func onReplace(_ listener: @escaping @Sendable () -> Void) {
        listeners.withLock { $0.append(listener) }
    }
}

/// Warns once a day of certificates that expire within 30 days or are not valid any more.
struct CertificateWatch: Service {
    let keys: CurrentKeys
    let clock: any BotClock
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                // The first warning came when the keys were loaded.
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
