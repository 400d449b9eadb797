internal import Foundation

/// The lines of a recording in the order of the file, read as they are asked for.
package struct Recording {
    private var file: RecordingFile
    private var piece: [UInt8] = []
    private var lines = PieceLines([])
    /// The lines before the piece.
    private var before = 0
    private var isEmpty = true

    /// Opens a file.
    ///
    /// - Throws: `CommandFailure` if it cannot be read.
    package init(path: String) throws {
        file = try RecordingFile(path: path)
    }

    init(_ data: Data, name: String) {
        file = RecordingFile([UInt8](data), name: name)
    }

    /// The size of the file in bytes; nil where it is not known, as of a pipe.
    package var size: Int? { file.size }
    /// The bytes that were read so far.
    package var bytesRead: Int { file.bytesRead }

    /// The next line; nil at the end.
    ///
    /// - Throws: `CommandFailure` with the number of a line that cannot be read, or for a recording without lines.
    package mutating func next() throws -> NumberedLine? {
        while true {
            if let range = lines.next() {
                isEmpty = false
                let number = before + lines.count
                guard range.count <= RecordingFile.lineLimit,
                    let line = try? RecordedLine(bytes: piece.span.extracting(range))
                else { throw file.noLine(number) }
                return NumberedLine(number: number, line: line, bytes: Array(piece[range]))
            }
            before += lines.count
            guard let next = try file.nextPiece() else {
                guard !isEmpty else { throw file.hasNoLines }
                return nil
            }
            piece = next
            lines = PieceLines(next)
        }
    }
}
