/// The bytes of one rule file or test file.
public struct SourceFile: Sendable {
    /// The path as the operator named it.
    public let path: String
    /// The content, not yet decoded.
    public let bytes: [UInt8]

    /// Names the content of a file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
