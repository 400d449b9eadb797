internal import Foundation
internal import SystemPackage

/// The bytes of a recording, in pieces that end where a line ends.
struct RecordingFile {
    /// The greatest length of a line in bytes; a request has at most 128 KiB.
    static let lineLimit = 1 << 20
    /// The bytes that are read at a time, unless a test needs smaller pieces.
    static let pieceSize = 1 << 18

    let name: String
    /// The size of the file; nil where it is not known, as of a pipe.
    let size: Int?
    private let file: FileHandle?
    private let pieceSize: Int
    /// What was read behind the last end of a line.
    private var rest: [UInt8]
    private var isRead: Bool
    /// The bytes read so far.
    private(set) var bytesRead = 0

    /// Opens a file.
    ///
    /// - Throws: `CommandFailure` if it cannot be read.
    init(path: String, pieceSize: Int = RecordingFile.pieceSize) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw RecordingFile.unreadable(path) }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let isRegular = attributes?[.type] as? FileAttributeType == .typeRegular
        size = isRegular ? (attributes?[.size] as? NSNumber)?.intValue : nil
        self.file = file
        self.pieceSize = pieceSize
        name = path
        rest = []
        isRead = false
    }

    /// A recording in memory.
    init(_ bytes: [UInt8], name: String) {
        self.name = name
        size = bytes.count
        file = nil
        pieceSize = RecordingFile.pieceSize
        rest = bytes
        isRead = true
    }

    /// The next lines, all whole; nil at the end.
    ///
    /// A line longer than the limit is cut off behind it, and ends the file.
    ///
    /// - Throws: `CommandFailure` if the file cannot be read.
    mutating func nextPiece() throws -> [UInt8]? {
        var piece = rest
        rest = []
        while !isRead {
            let start = piece.count
            piece = try read(behind: piece)
            if let end = piece[start...].lastIndex(of: 0x0A) {
                rest = Array(piece[(end + 1)...])
                piece.removeSubrange((end + 1)...)
                return piece
            }
            if piece.count > RecordingFile.lineLimit { isRead = true }
        }
        return piece.isEmpty ? nil : piece
    }

    /// At most `count` further pieces; none at the end.
    mutating func nextPieces(_ count: Int) throws -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        while pieces.count < count, let piece = try nextPiece() { pieces.append(piece) }
        return pieces
    }

    /// The bytes with those behind them in the file.
    private mutating func read(behind bytes: [UInt8]) throws -> [UInt8] {
        guard let file else { return bytes }
        let descriptor = FileDescriptor(rawValue: file.fileDescriptor)
        do {
            let capacity = bytes.count + pieceSize
            let more = try unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                _ = unsafe buffer.update(fromContentsOf: bytes)
                let space = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[bytes.count...]
                )
                count = bytes.count + (try unsafe descriptor.read(into: space))
            }
            isRead = more.count == bytes.count
            bytesRead += more.count - bytes.count
            return more
        } catch {
            throw RecordingFile.unreadable(name)
        }
    }

    /// The failure to report when the line with this number holds no record.
    func noLine(_ number: Int) -> CommandFailure {
        if file != nil, number == 1, StoreOpening.isDatabase(name) == true {
            return CommandFailure(
                "\(name) 是数据库：用 --store 给出，或先用 replybot events export 导出",
                "\(name) is a database: give it with --store, or export it with replybot events export"
            )
        }
        return CommandFailure(
            "\(name):\(number): 不是第 1 版的录制行（JSON Lines）；请用 replybot events export 重新导出",
            "\(name):\(number): not a line of a recording, version 1; export it again with replybot events export"
        )
    }

    /// The failure of a recording without lines.
    var hasNoLines: CommandFailure {
        CommandFailure("录制文件 \(name) 里没有请求", "the recording \(name) has no request")
    }

    private static func unreadable(_ path: String) -> CommandFailure {
        CommandFailure("读不到录制文件 \(path)：检查路径和权限", "cannot read the recording \(path): check path and mode")
    }
}

/// Walks through the lines of a piece.
struct PieceLines {
    private let bytes: [UInt8]
    private var place = 0
    /// The lines so far.
    private(set) var count = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The place of the next line without its end, blank lines left out; nil behind the last one.
    mutating func next() -> Range<Int>? {
        while place < bytes.count {
            let start = place
            let end = unsafe bytes.withUnsafeBytes { buffer -> Int in
                guard let base = buffer.baseAddress,
                    let found = unsafe memchr(base + start, 0x0A, buffer.count - start)
                else { return buffer.count }
                return unsafe UnsafeRawPointer(found) - base
            }
            count += 1
            place = end + 1
            if bytes[start..<end].contains(where: { $0 != 0x20 && $0 != 0x0D }) { return start..<end }
        }
        return nil
    }
}
