internal import CSSL

/// A failure of libcrypto, which no input should be able to cause.
public struct CryptoError: Error, Sendable, CustomStringConvertible {
    /// The operation that failed.
    public let operation: String
    /// OpenSSL's messages, oldest first; empty when there are none.
    public let details: [String]

    /// Takes the details from this thread's queue of OpenSSL errors, which it empties.
    init(_ operation: String) {
        self.operation = operation
        details = CryptoError.takeQueue()
    }

    /// The operation and OpenSSL's messages.
    public var description: String {
        details.isEmpty ? "\(operation) failed" : "\(operation) failed (OpenSSL: \(details.joined(separator: "; ")))"
    }

    /// Returns this thread's queued OpenSSL errors and empties the queue.
    @discardableResult
    static func takeQueue() -> [String] {
        var lines: [String] = []
        while case let code = ERR_get_error(), code != 0 {
            lines.append(text(of: code))
        }
        return lines
    }

    private static func text(of code: UInt) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        unsafe ERR_error_string_n(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
