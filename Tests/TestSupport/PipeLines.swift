package import Foundation

/// The output of another process, line by line as it comes.
///
/// A thread of its own reads. A `readabilityHandler` would need none, but on Linux it sometimes misses the end of a pipe
/// whose file descriptor had another owner before, and a wait for the end never returns.
package final class PipeLines: Sendable {
    /// The other side closed the pipe before it wrote the awaited text.
    package struct Ended: Error, CustomStringConvertible {
        let awaited: String
        let last: [String]

        /// The awaited text, and the last lines.
        package var description: String {
            "the process closed its output without \"\(awaited)\"; it ended with:\n\(last.joined(separator: "\n"))"
        }
    }

    private let lines: AsyncStream<String>

    /// Starts to read.
    package init(_ handle: FileHandle) {
        let (lines, input) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        let thread = Thread {
            Self.read(handle, into: input)
        }
        thread.start()
    }

    /// The first line that contains a text.
    package func line(containing text: String) async throws -> String {
        try await lines(upTo: text).last ?? ""
    }

    /// All lines up to the first one that contains a text.
    package func lines(upTo text: String) async throws -> [String] {
        var passed: [String] = []
        for await line in lines {
            passed.append(line)
            if line.contains(text) { return passed }
        }
        try Task.checkCancellation()
        throw Ended(awaited: text, last: passed.suffix(5))
    }

    /// Everything up to the end, with its line ends.
    package func rest() async -> String {
        var text = ""
        for await line in lines { text += line + "\n" }
        return text
    }

    private static func read(_ handle: FileHandle, into lines: AsyncStream<String>.Continuation) {
        var rest = Data()
        while case let data = handle.availableData, !data.isEmpty {
            rest += data
            while let end = rest.firstIndex(of: 0x0A) {
                lines.yield(String(decoding: rest[..<end], as: UTF8.self))
                rest = Data(rest[(end + 1)...])
            }
        }
        if !rest.isEmpty { lines.yield(String(decoding: rest, as: UTF8.self)) }
        try? handle.close()
        lines.finish()
    }
}
