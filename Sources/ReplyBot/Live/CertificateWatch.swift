internal import AlipayClient
internal import Foundation
internal import Logging
internal import RuleEngine
internal import ServiceLifecycle

/// Tells once a day of certificates that end within 30 days, or do not hold any more.
struct CertificateWatch: Service {
    let keys: KeyRing
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
