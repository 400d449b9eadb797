internal import CSSL

/// Message digests by libcrypto.
public enum Digest {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    ///
    /// - Parameter bytes: the input.
    /// - Returns: the digest.
    /// - Throws: `CryptoError` when libcrypto fails.
    public static func sha256(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        try unsafe digest(bytes, type: fetchedSHA256 ?? EVP_sha256())
    }

    /// The algorithm, never changed and never freed: libcrypto looks `EVP_sha256()` up under a lock at each use, which
    /// takes longer than the digest of a few words.
    nonisolated(unsafe) private static let fetchedSHA256: OpaquePointer? = unsafe EVP_MD_fetch(nil, "SHA256", nil)

    /// MD5, which only names certificates here.
    static func md5(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        try unsafe digest(bytes, type: EVP_md5())
    }

    /// Two lower-case hexadecimal digits a byte.
    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }

    private static func digest(_ bytes: [UInt8], type: OpaquePointer?) throws(CryptoError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: max(0, Int(unsafe EVP_MD_get_size(type))))
        guard !result.isEmpty, unsafe EVP_Digest(bytes, bytes.count, &result, nil, type, nil) == 1 else {
            throw CryptoError("computing a digest")
        }
        return result
    }
}
