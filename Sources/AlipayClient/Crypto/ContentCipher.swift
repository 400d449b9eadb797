internal import CSSL
internal import Foundation

/// The content encryption of the v3 API: AES-CBC with a zero IV and PKCS#7 padding, in base64 (PROTOCOL 2.4).
///
/// Threads may share it. It prints as a placeholder.
public struct ContentCipher: Sendable {
    private let key: [UInt8]

    /// Reads the key that the console shows.
    ///
    /// - Parameter base64: 16, 24 or 32 bytes in base64.
    /// - Throws: `KeyError.notBase64` or `.wrongLength`.
    public init(base64: String) throws(KeyError) {
        let trimmed = base64.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else { throw .empty }
        guard let data = Data(base64Encoded: trimmed) else { throw .notBase64 }
        guard [16, 24, 32].contains(data.count) else { throw .wrongLength(bytes: data.count) }
        key = [UInt8](data)
    }

    /// Encrypts to one line of base64.
    ///
    /// - Parameter plain: the bytes to encrypt.
    /// - Returns: the ciphertext.
    /// - Throws: `CryptoError` when libcrypto fails.
    public func encrypt(_ plain: [UInt8]) throws(CryptoError) -> [UInt8] {
        let cipher = try CipherContext().run(plain, key: key, encrypts: true)
        return [UInt8](Data(cipher).base64EncodedData())
    }

    /// Decrypts one line of base64; nil when this key did not encrypt it.
    ///
    /// - Parameter base64: the ciphertext.
    /// - Returns: the plain bytes.
    /// - Throws: `CryptoError` when libcrypto fails.
    public func decrypt(_ base64: [UInt8]) throws(CryptoError) -> [UInt8]? {
        guard let cipher = Data(base64Encoded: Data(base64)), !cipher.isEmpty, cipher.count % 16 == 0 else {
            return nil
        }
        let context = try CipherContext()
        defer { CryptoError.takeQueue() }
        return try? context.run([UInt8](cipher), key: key, encrypts: false)
    }
}

extension ContentCipher: CustomStringConvertible, CustomReflectable {
    /// A placeholder, without any part of the key.
    public var description: String { "ContentCipher(<REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The one owner of an `EVP_CIPHER_CTX`; it never leaves the call that makes it.
@safe
private struct CipherContext: ~Copyable {
    private let context: OpaquePointer

    init() throws(CryptoError) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw CryptoError("making a cipher context") }
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    func run(_ input: [UInt8], key: [UInt8], encrypts: Bool) throws(CryptoError) -> [UInt8] {
        let cipher =
            switch key.count {
            case 16: unsafe EVP_aes_128_cbc()
            case 24: unsafe EVP_aes_192_cbc()
            default: unsafe EVP_aes_256_cbc()
            }
        let zeroVector = [UInt8](repeating: 0, count: 16)
        guard unsafe EVP_CipherInit_ex(context, cipher, nil, key, zeroVector, encrypts ? 1 : 0) == 1 else {
            throw CryptoError("preparing AES")
        }
        var output = [UInt8](repeating: 0, count: input.count + 32)
        var first: Int32 = 0
        var last: Int32 = 0
        guard unsafe EVP_CipherUpdate(context, &output, &first, input, Int32(input.count)) == 1 else {
            throw CryptoError("running AES")
        }
        let finished = unsafe output.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return unsafe EVP_CipherFinal_ex(context, start + Int(first), &last) == 1
        }
        guard finished else { throw CryptoError("finishing AES") }
        return Array(output.prefix(Int(first + last)))
    }
}
