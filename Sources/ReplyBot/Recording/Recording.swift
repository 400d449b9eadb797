internal import Foundation

/// A recording read from a file, with the numbers of its lines.
struct Recording {
    /// The requests in the order of the file.
    let lines: [(number: Int, line: RecordedLine)]

    /// Reads a file; every line that cannot be read is named.
    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("读不到录制文件 \(path)：检查路径和权限", "cannot read the recording \(path): check path and mode")
        }
        try self.init(data, name: path)
    }

    init(_ data: Data, name: String) throws {
        var read: [(number: Int, line: RecordedLine)] = []
        for (index, bytes) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
            read.append((number: index + 1, line: try Recording.line(bytes, name: name, number: index + 1)))
        }
        guard !read.isEmpty else {
            throw CommandFailure("录制文件 \(name) 里没有请求", "the recording \(name) has no request")
        }
        lines = read
    }

    private static func line(_ bytes: Data, name: String, number: Int) throws -> RecordedLine {
        guard let line = try? RecordedLine(json: bytes), line.version == 1 else {
            throw CommandFailure(
                "\(name):\(number): 不是第 1 版的录制行（JSON Lines）；请用 replybot events export 重新导出",
                "\(name):\(number): not a line of a recording, version 1; export it again with replybot events export"
            )
        }
        guard line.body != nil else {
            throw CommandFailure(
                "\(name):\(number): 这一行已脱敏，没有签名的原文，无法重放",
                "\(name):\(number): this line is redacted; without the signed body it cannot be replayed"
            )
        }
        return line
    }
}
