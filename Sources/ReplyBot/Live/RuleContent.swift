internal import AlipayClient
internal import RuleEngine

/// What is in the rule files: their bytes, and one checksum of them all.
struct RuleContent: Sendable {
    let files: [SourceFile]
    /// SHA-256 over paths and bytes in hexadecimal digits.
    let checksum: String

    /// Reads a file or a folder.
    ///
    /// - Throws: `CommandFailure` when there is nothing to read.
    init(path: String) throws {
        do {
            files = try RuleFileReader.read(path)
        } catch {
            throw CommandFailure(error)
        }
        var bytes: [UInt8] = []
        for file in files {
            bytes += Array(file.path.utf8) + [0] + Array(String(file.bytes.count).utf8) + [0] + file.bytes
        }
        checksum = try Digest.sha256(bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
