internal import Foundation

/// The lines of a recording in the order of the file, read as they are asked for.
package struct Recording {
    /// The greatest length of a line in bytes; a request has at most 128 KiB.
    static let lineLimit = 1 << 20

    private let name: String
    private let file: FileHandle?
    private var buffer: Data
    private var position: Data.Index
    private var isRead: Bool
    private var number = 0
    private var isEmpty = true

    /// Opens a file.
    ///
    /// - Throws: `CommandFailure` if it cannot be read.
    package init(path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw Recording.unreadable(path) }
        self.init(file, buffer: Data(), name: path)
    }

    init(_ data: Data, name: String) {
        self.init(nil, buffer: data, name: name)
    }

    private init(_ file: FileHandle?, buffer: Data, name: String) {
        self.name = name
        self.file = file
        self.buffer = buffer
        position = buffer.startIndex
        isRead = file == nil
    }

    /// The next line; nil at the end.
    ///
    /// - Throws: `CommandFailure` with the number of a line that cannot be read, or for a recording without lines.
    package mutating func next() throws -> NumberedLine? {
        while let bytes = try nextLine() {
            guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) else { continue }
            isEmpty = false
            guard let line = try? RecordedLine(json: bytes) else { throw noLine }
            return NumberedLine(number: number, line: line, bytes: [UInt8](bytes))
        }
        guard !isEmpty else {
            throw CommandFailure("录制文件 \(name) 里没有请求", "the recording \(name) has no request")
        }
        return nil
    }

    /// The next line without its end.
    private mutating func nextLine() throws -> Data? {
        while true {
            if let end = buffer[position...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                number += 1
                return buffer[position..<end]
            }
            if isRead {
                guard position < buffer.endIndex else { return nil }
                defer { position = buffer.endIndex }
                number += 1
                return buffer[position...]
            }
            guard buffer.endIndex - position <= Recording.lineLimit else {
                number += 1
                throw noLine
            }
            try readOn()
        }
    }

    private mutating func readOn() throws {
        let more: Data?
        do { more = try file?.read(upToCount: Recording.lineLimit) } catch { throw Recording.unreadable(name) }
        isRead = more?.isEmpty ?? true
        buffer = Data(buffer[position...]) + (more ?? Data())
        position = buffer.startIndex
    }

    private var noLine: CommandFailure {
        CommandFailure(
            "\(name):\(number): 不是第 1 版的录制行（JSON Lines）；请用 replybot events export 重新导出",
            "\(name):\(number): not a line of a recording, version 1; export it again with replybot events export"
        )
    }

    private static func unreadable(_ path: String) -> CommandFailure {
        CommandFailure("读不到录制文件 \(path)：检查路径和权限", "cannot read the recording \(path): check path and mode")
    }
}
