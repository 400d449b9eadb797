internal import CSSL

/// The one owner of an `EVP_PKEY`.
///
/// `@unchecked Sendable`: the pointer never changes, OpenSSL does not change a key after it was made, and its
/// reference count is atomic, and no two threads share a context.
@safe
final class KeyHandle: @unchecked Sendable {
    private let key: OpaquePointer
    private let contexts = KeyContexts()

    /// Takes ownership of `key`.
    init(owning key: OpaquePointer) {
        unsafe self.key = key
    }

    deinit {
        unsafe EVP_PKEY_free(key)
    }

    /// Lends the pointer to `body`.
    func withPointer<Result, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(key)
    }

    /// Signs a message.
    func sign(_ message: [UInt8], as type: SignType) throws(CryptoError) -> [UInt8] {
        try contexts.run(self, for: KeyUse(isSigning: true, type: type)) { context throws(CryptoError) in
            try context.sign(message)
        }
    }

    /// Whether a signature over a message is this key's.
    func verify(_ signature: [UInt8], over message: [UInt8], as type: SignType) throws(CryptoError) -> Bool {
        try contexts.run(self, for: KeyUse(isSigning: false, type: type)) { context throws(CryptoError) in
            try context.verify(signature, over: message)
        }
    }

    /// The size of the modulus in bits.
    var bits: Int { Int(unsafe EVP_PKEY_get_bits(key)) }

    /// The size of a signature in bytes.
    var signatureSize: Int { Int(unsafe EVP_PKEY_get_size(key)) }

    /// Whether this is an RSA key.
    var isRSA: Bool { unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA }

    /// The DER of the public half as SubjectPublicKeyInfo (RFC 5280, 4.1).
    func publicDER() throws(CryptoError) -> [UInt8] {
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_PUBKEY(key, &buffer)
        guard count > 0, let start = unsafe buffer else { throw CryptoError("encoding the public key") }
        defer { unsafe cssl_free(start) }
        return unsafe [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
    }

    /// The DER of the private half, PKCS#8 or PKCS#1 as libcrypto prefers.
    func privateDER() throws(CryptoError) -> [UInt8] {
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_PrivateKey(key, &buffer)
        guard count > 0, let start = unsafe buffer else { throw CryptoError("encoding the private key") }
        defer { unsafe cssl_free(start) }
        return unsafe [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
    }

    /// Reads a private key, PKCS#8 or PKCS#1; nil for other bytes, and when anything follows it.
    static func privateKey(der: [UInt8]) -> KeyHandle? {
        guard DER.isWhole(der) else { return nil }
        defer { CryptoError.takeQueue() }
        let key = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_AutoPrivateKey(nil, &cursor, buffer.count)
        }
        return unsafe key.map { unsafe KeyHandle(owning: $0) }
    }

    /// Reads a public key, SubjectPublicKeyInfo or bare PKCS#1; nil for other bytes, and when anything follows it.
    static func publicKey(der: [UInt8]) -> KeyHandle? {
        guard DER.isWhole(der) else { return nil }
        defer { CryptoError.takeQueue() }
        let key = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            if let key = unsafe d2i_PUBKEY(nil, &cursor, buffer.count) { return unsafe Optional(key) }
            unsafe cursor = buffer.baseAddress
            return unsafe d2i_PublicKey(EVP_PKEY_RSA, nil, &cursor, buffer.count)
        }
        return unsafe key.map { unsafe KeyHandle(owning: $0) }
    }
}

/// A check before OpenSSL's readers, which accept BER's indefinite lengths and ignore trailing bytes.
enum DER {
    /// Whether `bytes` are one element of DER (X.690) without trailing bytes.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        defer { CryptoError.takeQueue() }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            var content: UnsafePointer<UInt8>? = unsafe start
            var (length, tag, tagClass) = (0, Int32(0), Int32(0))
            // The result has the bit 80 for a broken header and the bit 1 for an indefinite length.
            let form = unsafe ASN1_get_object(&content, &length, &tag, &tagClass, bytes.count)
            guard form & 0x81 == 0, let content = unsafe content else { return false }
            // No key or certificate needs more than three octets of length.
            let header = unsafe content - start
            return header <= 5 && header + length == bytes.count
        }
    }
}
