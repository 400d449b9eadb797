package import Foundation

/// The real binary as a child process; nothing here blocks a thread of the tests or the simulator.
package final class BotProcess: Sendable {
    /// The result of a finished command.
    package struct Outcome: Sendable {
        package let status: Int32
        /// Its standard output.
        package let output: String
        /// Its standard error, with the log.
        package let errors: String
    }

    private let identifier: Int32
    private let log: PipeLines
    private let exits: AsyncStream<Int32>

    /// The binary named by `CRASH_BINARY`, or the one that the build put beside the tests.
    package static let binary: URL = {
        if let path = namedBinary { return URL(filePath: path) }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "replybot")
    }()

    private static let namedBinary = ProcessInfo.processInfo.environment["CRASH_BINARY"]

    /// Whether the binary has fault points; a release build has none.
    package static let hasFaultPoints = namedBinary?.contains("release") != true

    private static let repository = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

    /// Starts the binary, under another command such as a tracer if there is one; its log is read line by line.
    package init(
        _ arguments: [String],
        environment: [String: String] = [:],
        under command: [String] = []
    ) throws {
        let errors = Pipe()
        var child = BotProcess.command(command + [BotProcess.binary.path] + arguments, environment)
        child.errors = errors.fileHandleForWriting
        let (exits, announceExit) = AsyncStream.makeStream(of: Int32.self)
        identifier = try ChildProcess(child) { announceExit.yield($0) }.identifier
        try errors.fileHandleForWriting.close()
        log = PipeLines(errors.fileHandleForReading)
        self.exits = exits
    }

    deinit {
        // A failed test leaves no server behind.
        for traced in children { Foundation.kill(traced, SIGKILL) }
        Foundation.kill(identifier, SIGKILL)
    }

    /// The children of a tracer; killing the tracer alone would set them free.
    private var children: [Int32] {
        let list = try? String(contentsOfFile: "/proc/\(identifier)/task/\(identifier)/children", encoding: .utf8)
        return (list ?? "").split(separator: " ").compactMap { Int32($0) }
    }

    /// The first log line that contains a text.
    package func line(containing text: String) async throws -> String {
        try await log.line(containing: text)
    }

    /// All log lines up to the first one that contains a text.
    ///
    /// - Throws: `PipeLines.Ended` when the process ends without it.
    package func lines(upTo text: String) async throws -> [String] {
        try await log.lines(upTo: text)
    }

    /// A number from `/proc`, such as `VmHWM` of `status` or `rchar` of `io`.
    package func kernelNumber(_ name: String, of file: String) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(identifier)/\(file)", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        guard let number = line?.split(whereSeparator: { $0 == ":" || $0.isWhitespace }).dropFirst().first,
            let number = Int(number)
        else { throw CocoaError(.fileReadCorruptFile) }
        return number
    }

    /// `kill -9`.
    package func kill() async {
        let traced = children
        for process in traced.isEmpty ? [identifier] : traced { Foundation.kill(process, SIGKILL) }
        _ = await exits.first { _ in true }
    }

    /// Waits for the end; returns the exit status, or the number of the signal.
    package func end() async -> Int32? {
        await exits.first { _ in true }
    }

    /// SIGHUP.
    package func hangUp() {
        Foundation.kill(identifier, SIGHUP)
    }

    /// Sends SIGTERM and does not wait.
    package func beginToTerminate() {
        Foundation.kill(identifier, SIGTERM)
    }

    /// Sends SIGTERM and returns the exit status.
    package func terminate() async -> Int32? {
        Foundation.kill(identifier, SIGTERM)
        return await exits.first { _ in true }
    }

    /// Runs a command to its end, and kills it when the waiting task is cancelled.
    package static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
        let (output, errors) = (Pipe(), Pipe())
        var command = command([binary.path] + arguments, environment)
        command.output = output.fileHandleForWriting
        command.errors = errors.fileHandleForWriting
        let (exits, announceExit) = AsyncStream.makeStream(of: Int32.self)
        let child = try ChildProcess(command) { announceExit.yield($0) }
        try output.fileHandleForWriting.close()
        try errors.fileHandleForWriting.close()
        return try await withTaskCancellationHandler {
            let (said, noted) = (PipeLines(output.fileHandleForReading), PipeLines(errors.fileHandleForReading))
            let (text, log) = await (said.rest(), noted.rest())
            guard let status = await exits.first(where: { _ in true }) else { throw CancellationError() }
            return Outcome(status: status, output: text, errors: log)
        } onCancel: {
            Foundation.kill(child.identifier, SIGKILL)
        }
    }

    private static func command(_ words: [String], _ environment: [String: String]) -> ChildProcess.Command {
        var command = ChildProcess.Command("/usr/bin/env", ["-C", repository.path] + words)
        // Tests listen on any free port.
        command.environment = environment.merging(["REPLYBOT_TESTING_RELAXED": "true"]) { own, _ in own }
        return command
    }
}

/// A folder that is deleted afterwards.
package func withTemporaryFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "replybot-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
