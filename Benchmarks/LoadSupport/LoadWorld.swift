package import AlipayClient
package import AlipaySimulator
internal import Foundation
internal import Glibc

/// A simulated Alipay in this process, with an API that all followers of a load have just written to.
package struct LoadWorld: Sendable {
    package static let appID = "2021000000000001"

    package let platform: SimulatedPlatform
    package let sender: SimulatedSender
    package let application: SigningKey
    /// Alipay's key.
    package let platformKey: SigningKey
    private let apiPort: Int

    /// Runs `body` beside the API's server.
    package static func run<Value: Sendable>(
        followers: Int,
        _ body: @escaping @Sendable (LoadWorld) async throws -> Value
    ) async throws -> Value {
        let (application, platformKey) = (try SigningKey.generate(), try SigningKey.generate())
        let platform = SimulatedPlatform(
            .init(
                appID: appID,
                applicationKey: try application.verifyingKey(),
                platformKey: platformKey,
                otherKey: platformKey
            ),
            now: { Date() }
        )
        for number in 0..<followers { await platform.noteInteraction(userID: EventSupply.follower(number)) }
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let server = SimulatedServer(platform) { announce.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await server.run() }
            guard let apiPort = await ports.first(where: { _ in true }) else { throw CancellationError() }
            let sender = SimulatedSender(appID: appID, platformKey: platformKey, otherKey: application)
            return try await body(
                LoadWorld(
                    platform: platform,
                    sender: sender,
                    application: application,
                    platformKey: platformKey,
                    apiPort: apiPort
                )
            )
        }
    }

    /// A bot with these keys, not yet started.
    package func bot(_ options: BotUnderLoad.Options) throws -> BotUnderLoad {
        try BotUnderLoad(
            options,
            application: application,
            platform: platformKey,
            appID: Self.appID,
            apiPort: apiPort
        )
    }

    /// The check of acknowledgements.
    package func answerCheck() throws -> AnswerCheck {
        AnswerCheck(applicationKey: try application.verifyingKey())
    }
}

/// The limit of open files, and so of connections, of this process and the bot.
package enum OpenFiles {
    /// Raises the limit as far as the system allows, and returns it.
    package static func raise() throws(LoadFailure) -> Int {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(kind, &limit) == 0 else { throw LoadFailure("the limit of open files is unknown") }
        limit.rlim_cur = limit.rlim_max
        guard unsafe setrlimit(kind, &limit) == 0 else { throw LoadFailure("the limit of open files is fixed") }
        return Int(clamping: limit.rlim_cur)
    }
}
