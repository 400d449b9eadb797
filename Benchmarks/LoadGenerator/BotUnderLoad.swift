internal import AlipayClient
internal import Foundation
internal import Glibc

/// The real binary, with its database, rules and log in a folder of their own.
final class BotUnderLoad {
    private let process = Process()
    private let folder: URL
    private let log: URL

    init(_ binary: String, application: SigningKey, platform: SigningKey, appID: String, apiPort: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "replybot-load-\(UUID().uuidString)")
        log = folder.appending(path: "log")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let rules = "version: 1\nrules:\n  - {id: 退款, match: [退款], reply: 退款一般 1-3 个工作日原路退回。}\n"
        try Data(rules.utf8).write(to: folder.appending(path: "rules.yaml"))
        try Data().write(to: log)
        process.executableURL = URL(filePath: binary)
        process.arguments = ["serve"]
        process.environment = [
            "ALIPAY_APP_ID": appID, "ALIPAY_PRIVATE_KEY": try application.exportedPEM(),
            "ALIPAY_PUBLIC_KEY": try platform.publicKeyBase64(), "ALIPAY_SERVER_URL": "http://127.0.0.1:\(apiPort)",
            "REPLYBOT_TESTING_RELAXED": "true", "HTTP_PORT": "0", "CONSOLE_PORT": "0",
            "RULES_PATH": folder.appending(path: "rules.yaml").path,
            "STORE_URL": "sqlite:\(folder.appending(path: "bot.db").path)",
        ]
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
    }

    /// Starts `serve`; returns the port of the gateway.
    func start() async throws -> Int {
        try process.run()
        for _ in 0..<200 {
            let text = try String(contentsOf: log, encoding: .utf8)
            if let port = text.firstMatch(of: /gateway=127\.0\.0\.1:(\d+)/)?.1 { return Int(port) ?? 0 }
            guard process.isRunning else { throw LoadFailure("the bot did not start:\n\(text)") }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw LoadFailure("the bot did not start in ten seconds; its log is \(log.path)")
    }

    /// A number of `/proc/PID/status`, in MB.
    func memory(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return (Double(line?.split { " \t".contains($0) }.dropFirst().first ?? "") ?? 0) / 1_024
    }

    /// Seconds of CPU so far.
    var processorTime: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ") ").last?.split(separator: " ") ?? []
        guard fields.count > 12 else { return 0 }
        return ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / 100
    }

    /// Sends SIGTERM and returns the exit status; deletes the folder when it is 0.
    func stop() async -> Int32 {
        process.terminate()
        while process.isRunning { try? await Task.sleep(for: .milliseconds(50)) }
        if process.terminationStatus == 0 { try? FileManager.default.removeItem(at: folder) }
        return process.terminationStatus
    }

    /// The log, which is kept after a failure.
    var logPath: String { log.path }
}
