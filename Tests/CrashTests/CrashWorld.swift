import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import Foundation
import TestSupport

@testable import ReplyBot
@testable import ReplyBotCommand

/// A simulator in this process, and a folder with the store and rules of a bot in another one.
struct CrashWorld: Sendable {
    /// A bot that was started.
    struct Running: Sendable {
        let process: BotProcess
        /// The address of the gateway; nil when the process ended before it listened.
        let gateway: String?
    }

    let platform: SimulatedPlatform
    let keys: SimulationKeys
    let folder: URL
    private let apiPort: Int

    /// Every event has two replies of its own.
    static let rules = """
        version: 1
        rules:
          - id: 编号
            match: [{regex: '问(?<号>[0-9]+)'}]
            replies: ["答{{号}}甲", "答{{号}}乙"]
            pick: all
        """

    /// The replies that the rules give to an event.
    static func replies(to number: Int) -> [String] { ["答\(number)甲", "答\(number)乙"] }

    static func run<Value: Sendable>(
        rules: String = rules,
        _ body: @escaping @Sendable (CrashWorld) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryFolder { folder in
            try Data(rules.utf8).write(to: folder.appending(path: "rules.yaml"))
            let keys = try SimulationKeys.generate()
            let platform = try keys.simulatedPlatform(now: { Date() })
            let (ports, announce) = AsyncStream.makeStream(of: Int.self)
            let simulator = SimulatedServer(platform) { announce.yield($0) }
            return try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await simulator.run() }
                guard let port = await ports.first(where: { _ in true }) else { throw CancellationError() }
                return try await body(CrashWorld(platform: platform, keys: keys, folder: folder, apiPort: port))
            }
        }
    }

    /// Starts `serve` under a plan for its end.
    func start(_ plan: KillPlan? = nil) async throws -> Running {
        let process = try launch(plan)
        return Running(process: process, gateway: await gateway(of: process))
    }

    /// Starts `serve` and does not wait for it.
    func launch(_ plan: KillPlan? = nil) throws -> BotProcess {
        let environment = try environment().merging(plan?.environment ?? [:]) { $1 }
        return try BotProcess(["serve"], environment: environment, under: plan?.tracer ?? [])
    }

    /// Starts `serve` under another command and does not wait for it.
    func launch(under tracer: [String]) throws -> BotProcess {
        try BotProcess(["serve"], environment: environment(), under: tracer)
    }

    /// The address of the gateway, once it listens; nil when the process ended before.
    func gateway(of process: BotProcess) async -> String? {
        let line = try? await process.line(containing: "listening")
        let gateway = line?.split(separator: " ").first { $0.hasPrefix("gateway=") }?.dropFirst(8)
        return gateway.map { "http://\($0)" }
    }

    /// Waits up to four minutes for replies; returns the missing ones.
    func missing(of owed: Set<String>) async throws -> Set<String> {
        _ = try await TimeLimit.run(seconds: 240) {
            try await platform.wait { owed.isSubset(of: $0.lazy.filter { $0.refusal == nil }.map(\.text)) }
            return true
        }
        return owed.subtracting(await platform.delivered.map(\.text))
    }

    func snapshot() throws -> StoreSnapshot {
        try StoreSnapshot(of: folder.appending(path: "bot.db"))
    }

    private func environment() throws -> [String: String] {
        [
            "ALIPAY_APP_ID": SimulationKeys.appID,
            "ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
            "ALIPAY_PUBLIC_KEY": try keys.platform.publicKeyBase64(),
            "ALIPAY_SERVER_URL": "http://127.0.0.1:\(apiPort)",
            "HTTP_PORT": "0", "CONSOLE_PORT": "0",
            "RULES_PATH": folder.appending(path: "rules.yaml").path,
            "STORE_URL": "sqlite:\(folder.appending(path: "bot.db").path)",
        ]
    }
}

/// Numbers from the environment, such as the number of kills.
enum Asked {
    static func number(_ variable: String, default fallback: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? fallback
    }
}
