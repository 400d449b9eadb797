internal import Foundation

/// The lines of a recording or of a store, in pieces.
struct ReplayInput {
    private enum Lines {
        case file(RecordingFile)
        case store(RecordingExport, path: String)
    }

    private var lines: Lines

    /// Opens a source; the pieces of a file have `pieceSize` bytes.
    ///
    /// - Throws: `CommandFailure` if it cannot be read.
    init(_ source: TrafficSource, pieceSize: Int) throws {
        switch source {
        case .recording(let path): lines = .file(try RecordingFile(path: path, pieceSize: pieceSize))
        case .store(let path): lines = .store(RecordingExport(try StoreOpening.openReadOnly(path)), path: path)
        }
    }

    /// The size of a file; nil where it is not known, as of a store.
    var size: Int? { if case .file(let file) = lines { file.size } else { nil } }

    /// The next pieces, at most `count`, all of whole lines; none at the end.
    mutating func nextPieces(_ count: Int) async throws -> [[UInt8]] {
        switch lines {
        case .file(var file):
            defer { lines = .file(file) }
            return try file.nextPieces(count)
        case .store(var export, let path):
            defer { lines = .store(export, path: path) }
            var pieces: [[UInt8]] = []
            while pieces.count < count, case let chunk = try await export.next(), !chunk.isEmpty {
                pieces.append(Array(chunk.map(\.bytes).joined(separator: [0x0A])))
            }
            return pieces
        }
    }

    /// The failure to report when the line with this number holds no record.
    func noLine(_ number: Int) -> CommandFailure {
        switch lines {
        case .file(let file): file.noLine(number)
        case .store(_, let path):
            CommandFailure(
                "数据库 \(path) 里的第 \(number) 条记录读不出来",
                "entry \(number) of the database \(path) cannot be read"
            )
        }
    }

    /// The failure of a source without lines.
    var hasNoLines: CommandFailure {
        switch lines {
        case .file(let file): file.hasNoLines
        case .store(_, let path):
            CommandFailure("数据库 \(path) 里没有事件", "the database \(path) has no event")
        }
    }
}

extension Replayer {
    /// Replays a file, as ``replay(_:as:report:emit:)`` does.
    package func replay(
        _ path: String,
        as forms: Forms = [],
        report: (Progress) -> Void = { _ in },
        emit: (ReplayedLine) throws -> Void = { _ in }
    ) async throws -> ReplaySummary {
        try await replay(.recording(path: path), as: forms, report: report, emit: emit)
    }
}
