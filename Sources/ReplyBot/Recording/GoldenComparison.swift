internal import Foundation

/// Compares the decisions of a replay with a golden file, line by line as they come.
package struct GoldenComparison {
    /// A line that differs; nil where one side has none.
    package struct Difference: Equatable, Sendable {
        package let line: Int
        package let expected: String?
        package let actual: String?
    }

    private var expected: LineFile
    private var line = 0

    /// Opens a golden file.
    ///
    /// - Throws: `CommandFailure` if it cannot be read.
    package init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                "没有 golden 文件 \(path)：先加 --update 生成",
                "there is no golden file \(path): make it with --update"
            )
        }
        expected = LineFile(try RecordingFile(path: path))
    }

    /// Compares the next decision; nil where it is as expected.
    ///
    /// - Throws: `CommandFailure` if the file cannot be read.
    package mutating func compare(_ actual: String) throws -> Difference? {
        line += 1
        let expected = try expected.next()
        return expected == actual ? nil : Difference(line: line, expected: expected, actual: actual)
    }

    /// The next line of the golden file that has no decision; nil behind the last one.
    ///
    /// - Throws: `CommandFailure` if the file cannot be read.
    package mutating func nextMissing() throws -> Difference? {
        line += 1
        return try expected.next().map { Difference(line: line, expected: $0, actual: nil) }
    }
}

/// The texts of a file's lines, blank ones left out.
private struct LineFile {
    private var file: RecordingFile
    private var piece: [UInt8] = []
    private var lines = PieceLines([])

    init(_ file: RecordingFile) {
        self.file = file
    }

    mutating func next() throws -> String? {
        while true {
            if let range = lines.next() { return String(decoding: piece[range], as: UTF8.self) }
            guard let next = try file.nextPiece() else { return nil }
            piece = next
            lines = PieceLines(next)
        }
    }
}

/// Writes a golden file, which appears only when it is complete.
package final class GoldenFile {
    private let path: String
    private let draft: String
    private let file: FileHandle
    private var waiting: [UInt8] = []
    private var isKept = false

    /// Begins a file beside the one to replace.
    ///
    /// - Throws: `CommandFailure` if it cannot be written.
    package init(path: String) throws {
        self.path = path
        draft = path + ".new"
        let isMade = FileManager.default.createFile(atPath: draft, contents: nil)
        guard isMade, let file = FileHandle(forWritingAtPath: draft) else { throw Self.unwritable(path) }
        self.file = file
    }

    package func write(_ line: String) throws {
        waiting += line.utf8
        waiting.append(0x0A)
        if waiting.count >= RecordingFile.pieceSize { try flush() }
    }

    /// Puts the file into its place.
    package func keep() throws {
        try flush()
        guard unsafe rename(draft, path) == 0 else { throw Self.unwritable(path) }
        isKept = true
    }

    private func flush() throws {
        do {
            try file.write(contentsOf: Data(waiting))
        } catch {
            throw Self.unwritable(path)
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private static func unwritable(_ path: String) -> CommandFailure {
        CommandFailure("写不了 golden 文件 \(path)：检查路径和权限", "cannot write the golden file \(path): check path and mode")
    }

    deinit {
        try? file.close()
        if !isKept { try? FileManager.default.removeItem(atPath: draft) }
    }
}
