internal import Foundation
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle

/// Looks at the rule files once a second, and has them read again when they have changed.
///
/// Looking works on every kind of file system and through links, which notices of the kernel do not.
struct RuleWatch: Service {
    /// Seconds between two looks.
    static let period: TimeInterval = 1
    /// Seconds for which nothing may change before the files are read: somebody may still be writing.
    static let quiet: TimeInterval = 0.3
    /// Looks after which files that never rest are read all the same.
    static let patience = 100

    let reloader: RuleReloader
    let clock: any BotClock

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            // They may have changed since they were read for the start.
            var seen = try await listing()
            await reloader.reload()
            while true {
                try await sleep(Self.period)
                guard try await listing() != seen else { continue }
                seen = try await settledListing()
                await reloader.reload()
            }
        }
    }

    private func settledListing() async throws -> RuleListing {
        var settled = try await listing()
        for _ in 0..<Self.patience {
            try await sleep(Self.quiet)
            let again = try await listing()
            if again == settled { break }
            settled = again
        }
        return settled
    }

    private func listing() async throws -> RuleListing {
        try await runBlocking { [path = reloader.path] in RuleListing(of: path) }
    }

    private func sleep(_ seconds: TimeInterval) async throws {
        try await clock.sleep(until: clock.now().addingTimeInterval(seconds))
    }
}
