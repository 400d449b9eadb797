import Foundation
import Testing

/// The golden vectors, read from the files that are copied beside the tests.
enum Vectors {
    static func bytes(_ path: String) throws -> [UInt8] {
        let folder = try #require(Bundle.module.resourceURL)
        return [UInt8](try Data(contentsOf: folder.appending(path: "Vectors/\(path)")))
    }

    static func text(_ path: String) throws -> String {
        try #require(String(validating: try bytes(path), as: UTF8.self))
    }

    /// Decodes a file of vectors; `body_file` is read into `bodyFile`.
    static func decode<Content: Decodable>(_ path: String) throws -> Content {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Content.self, from: Data(try bytes(path)))
    }
}

extension Array where Element == UInt8 {
    /// Reads two hexadecimal digits a byte; nil for any other text.
    init?(hex: String) {
        let digits = hex.unicodeScalars.map { Int(String($0), radix: 16) }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        let values = digits.compactMap(\.self)
        self = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) }
    }
}
