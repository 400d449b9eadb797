import Foundation
import TestSupport

/// Another program that locks a database for writing, in spite of the lock file.
final class ForeignProcess: Sendable {
    private static let script = """
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
        connection.execute("BEGIN IMMEDIATE")
        print("held", flush=True)
        sys.stdin.read()
        connection.execute("ROLLBACK")
        connection.close()
        print("gone", flush=True)
        """

    private let input: FileHandle
    private let output: PipeLines

    /// Returns once it holds the lock.
    init(holding path: String) async throws {
        let (input, output) = (Pipe(), Pipe())
        var command = ChildProcess.Command("/usr/bin/env", ["python3", "-c", Self.script, path])
        command.input = input.fileHandleForReading
        command.output = output.fileHandleForWriting
        _ = try ChildProcess(command)
        try input.fileHandleForReading.close()
        try output.fileHandleForWriting.close()
        self.input = input.fileHandleForWriting
        self.output = PipeLines(output.fileHandleForReading)
        _ = try await self.output.line(containing: "held")
    }

    deinit {
        // A failed test leaves no process behind.
        try? input.close()
    }

    /// Returns once it has released the lock.
    func end() async throws {
        try? input.close()
        _ = try await output.line(containing: "gone")
    }
}
