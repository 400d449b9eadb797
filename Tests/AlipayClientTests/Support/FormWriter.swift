@testable import AlipayClient

/// Writes forms, the opposite of `FormDecoder`.
enum FormWriter {
    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*".utf8)

    static func write(_ parameters: [(name: String, value: [UInt8])]) -> [UInt8] {
        Array(parameters.map { escape(Array($0.name.utf8)) + [0x3D] + escape($0.value) }.joined(separator: [0x26]))
    }

    static func escape(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { unreserved.contains($0) ? [$0] : escape($0) }
    }

    /// One byte as `%XX`.
    static func escape(_ byte: UInt8, upperCase: Bool = true) -> [UInt8] {
        let hex = String(byte, radix: 16, uppercase: upperCase)
        return Array("%\(hex.utf8.count == 1 ? "0" : "")\(hex)".utf8)
    }
}
