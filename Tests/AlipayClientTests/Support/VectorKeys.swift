import Foundation
import Testing

@testable import AlipayClient

/// The throw-away keys of `keys.json`.
enum VectorKeys {
    private struct File: Decodable {
        let keys: [String: String]
    }

    /// The DER of an entry such as `app.pkcs8`.
    static func der(_ entry: String) throws -> [UInt8] {
        let file: File = try Vectors.decode("keys.json")
        let hex = try #require(file.keys[entry], "no key \(entry)")
        return try #require([UInt8](hex: hex))
    }

    static func base64(_ entry: String) throws -> String {
        Data(try der(entry)).base64EncodedString()
    }

    /// Our own key, or another party's.
    static func signing(_ name: String = "app") throws -> SigningKey {
        try SigningKey(try base64("\(name).pkcs8"), minimumBits: 1_024)
    }

    static func verifying(_ name: String = "alipay_platform") throws -> VerifyingKey {
        try VerifyingKey(try base64("\(name).pub"), minimumBits: 1_024)
    }

    /// The name of a key from a vector's path: `keys/app.pkcs8.pem` is `app`.
    static func name(inPath path: String) -> String {
        path.replacingOccurrences(of: "keys/", with: "").prefix { $0 != "." }.description
    }
}
