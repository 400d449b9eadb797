import AlipayClient
import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ReplyBot
import ServiceLifecycle
import TestSupport
import Testing

/// The bot as a service of another program, without `@testable`.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct EmbeddingTests {
    /// Throw-away keys.
    private static func identity(appID: String) throws -> AlipayIdentity {
        let (own, platform) = (try SigningKey.generate(), try SigningKey.generate())
        let credentials = OpenAPICredentials(
            appID: appID,
            signingKey: own,
            mode: .key(try platform.verifyingKey())
        )
        return try AlipayIdentity(credentials: credentials, signType: .rsa2, handshakeForm: .withPublicKey)
    }

    @Test func `a bot starts on free ports in a service group, answers, and stops with the group`() async throws {
        try await withTemporaryFolder { folder in
            let rules = folder.appending(path: "rules.yaml")
            try Data("version: 1\nrules: [{id: 问候, match: [你好], reply: 您好}]\n".utf8).write(to: rules)
            var configuration = BotConfiguration(alipay: BotConfiguration.Alipay(appID: "2021000000000001"))
            (configuration.http.port, configuration.console.port) = (0, 0)
            configuration.rulesPath = rules.path
            configuration.storePath = folder.appending(path: "replybot.db").path
            let (ports, announce) = AsyncStream.makeStream(of: Int.self)
            let logger = LogCollection().logger(level: .error)
            var bot = BotApplication(
                configuration: configuration,
                identity: try Self.identity(appID: configuration.alipay.appID),
                logger: logger
            )
            bot.onListening = { announce.yield($0) }
            let group = ServiceGroup(configuration: .init(services: [bot], logger: logger))
            async let running: Void = {
                defer { announce.finish() }
                try await group.run()
            }()
            let port = try #require(await ports.first { _ in true })
            let status = try await HTTPClient.withHTTPClient { client in
                var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/gateway")
                request.method = .POST
                request.body = .bytes(Array("biz_content=%3Cxml%2F%3E".utf8))
                return try await client.execute(request, timeout: .hours(1)).status.code
            }
            // Alipay has not signed the request.
            #expect(status == 400)
            await group.triggerGracefulShutdown()
            try await running
            #expect(FileManager.default.fileExists(atPath: configuration.storePath))
        }
    }
}
