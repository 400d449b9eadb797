import Foundation
import Synchronization
import Testing

/// The real binary as a child process.
final class BotProcess: Sendable {
    /// What a finished command said.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    private let process: Mutex<Process>
    private let lines: AsyncStream<String>

    /// Where the build put the binary: beside the tests.
    static let binary: URL = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "replybot")
    }()

    /// Starts the binary; its log is read line by line.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = BotProcess.binary
        process.arguments = arguments
        process.environment = environment
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        let (lines, input) = AsyncStream.makeStream(of: String.self)
        let rest = Mutex(Data())
        errors.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                return input.finish()
            }
            rest.withLock { rest in
                rest += data
                while let end = rest.firstIndex(of: 0x0A) {
                    input.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest = Data(rest[(end + 1)...])
                }
            }
        }
        try process.run()
        self.process = Mutex(process)
        self.lines = lines
    }

    /// The first log line that contains a text.
    func line(containing text: String) async throws -> String {
        for await line in lines where line.contains(text) {
            return line
        }
        throw CancellationError()
    }

    /// `kill -9`.
    func kill() {
        process.withLock { process in
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// SIGTERM; the exit status.
    func terminate() -> Int32 {
        process.withLock { process in
            process.terminate()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    /// Runs a command to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = Repository.root
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Both ends are short here; one is read after the other.
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let noted = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: said, as: UTF8.self),
            errors: String(decoding: noted, as: UTF8.self)
        )
    }
}

/// A folder that is deleted afterwards.
func withTemporaryFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "replybot-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
