package import AlipayClient
package import Foundation
internal import Glibc
internal import NIOCore
internal import NIOPosix

/// The real binary, with its database, rules and log in a folder of their own.
package final class BotUnderLoad {
    /// What to start, and how.
    package struct Options: Sendable {
        package var binary: String
        /// The rules as YAML.
        package var rules: String
        /// Settings beside those that every bot here needs.
        package var environment: [String: String] = [:]
        /// The command under which the bot runs, such as a tracer.
        package var tracer: [String] = []

        package init(binary: String, rules: String) {
            self.binary = binary
            self.rules = rules
        }
    }

    /// Where its database lies; deleted by `stop` after a good end.
    package let folder: URL
    private let process = Process()
    private let isTraced: Bool

    package init(_ options: Options, application: SigningKey, platform: SigningKey, appID: String, apiPort: Int) throws
    {
        folder = FileManager.default.temporaryDirectory.appending(path: "replybot-load-\(UUID().uuidString)")
        isTraced = !options.tracer.isEmpty
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let rules = folder.appending(path: "rules.yaml")
        try Data(options.rules.utf8).write(to: rules)
        try Data().write(to: folder.appending(path: "log"))
        let words = options.tracer + [URL(filePath: options.binary).path, "serve"]
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        let settings = [
            "ALIPAY_APP_ID": appID, "ALIPAY_PRIVATE_KEY": try application.exportedPEM(),
            "ALIPAY_PUBLIC_KEY": try platform.publicKeyBase64(), "ALIPAY_SERVER_URL": "http://127.0.0.1:\(apiPort)",
            "REPLYBOT_TESTING_RELAXED": "true", "CONSOLE_PORT": "0", "RULES_PATH": rules.path,
            "STORE_URL": "sqlite:\(folder.appending(path: "bot.db").path)",
        ]
        process.environment = settings.merging(options.environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "log"))
    }

    /// Starts `serve`; returns the port of the gateway once it listens.
    package func start() async throws -> Int {
        let port = try await Self.freePort()
        process.environment?["HTTP_PORT"] = "\(port)"
        try process.run()
        for _ in 0..<600 {
            if await Self.listens(port) { return port }
            guard process.isRunning else {
                let text = try String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
                throw LoadFailure("the bot did not start:\n\(text)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw LoadFailure("the bot did not start in 30 seconds; its log is \(logPath)")
    }

    /// The process of the bot, which is a child of its tracer if it has one.
    package var identifier: Int32 {
        let starter = process.processIdentifier
        guard isTraced else { return starter }
        let children = try? String(contentsOfFile: "/proc/\(starter)/task/\(starter)/children", encoding: .utf8)
        return children?.split(separator: " ").first.flatMap { Int32($0) } ?? starter
    }

    /// A number of `/proc/PID/status`, in MB.
    package func memory(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return (Double(line?.split { " \t".contains($0) }.dropFirst().first ?? "") ?? 0) / 1_024
    }

    /// Sends SIGTERM and returns the exit status; deletes the folder when it is 0.
    package func stop() async -> Int32 {
        kill(identifier, SIGTERM)
        while process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
        if process.terminationStatus == 0 { try? FileManager.default.removeItem(at: folder) }
        return process.terminationStatus
    }

    /// The log, which is kept after a failure.
    package var logPath: String { folder.appending(path: "log").path }

    /// A port that was free a moment ago.
    ///
    /// The bot would choose one itself, but names it in a line of its log at info.
    private static func freePort() async throws -> Int {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = server.localAddress?.port ?? 0
        try await server.close()
        return port
    }

    private static func listens(_ port: Int) async -> Bool {
        let connection = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        try? await connection?.close()
        return connection != nil
    }
}

/// Why the load could not run.
package struct LoadFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
