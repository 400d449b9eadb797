internal import CSSL
internal import Foundation

/// The encryption of events and their answers: RSA with PKCS#1 v1.5 in blocks, in base64 (PROTOCOL 1.8).
///
/// An old option of the platform. A block has the size of the key.
public struct EventCipher: Sendable {
    /// More blocks than any event has; each costs as much as a signature.
    private static let blockLimit = 64

    private let own: KeyHandle
    private let platform: KeyHandle

    /// Makes a cipher.
    ///
    /// - Parameters:
    ///   - own: the application's private key, which decrypts events.
    ///   - platform: Alipay's public key, which encrypts answers.
    public init(own: SigningKey, platform: VerifyingKey) {
        self.own = own.handle
        self.platform = platform.handle
    }

    /// Decrypts; nil, without a reason, for anything that was not encrypted for us.
    func decrypt(_ base64: [UInt8]) -> [UInt8]? {
        let size = own.signatureSize
        guard let cipher = Base64.decode(base64), !cipher.isEmpty, cipher.count.isMultiple(of: size),
            cipher.count / size <= EventCipher.blockLimit
        else { return nil }
        return try? EventCipher.blocks(of: cipher, size: size).flatMap { try own.decrypt($0) }
    }

    /// Encrypts to one line of base64.
    func encrypt(_ plain: [UInt8]) throws(CryptoError) -> String {
        var cipher: [UInt8] = []
        // The padding of PKCS#1 v1.5 takes at least eleven bytes of each block.
        for block in EventCipher.blocks(of: plain, size: platform.signatureSize - 11) {
            cipher += try platform.encrypt(block)
        }
        return Data(cipher).base64EncodedString()
    }

    private static func blocks(of bytes: [UInt8], size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }
}

extension EventCipher: CustomStringConvertible, CustomReflectable {
    /// A placeholder, without any part of the keys.
    public var description: String { "EventCipher(<REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension KeyHandle {
    /// Encrypts one block with the public half (RSAES-PKCS1-v1_5, RFC 8017).
    fileprivate func encrypt(_ block: [UInt8]) throws(CryptoError) -> [UInt8] {
        let context = try EncryptionContext(self)
        return try unsafe context.run(
            block,
            as: "encrypting",
            size: signatureSize,
            begin: EVP_PKEY_encrypt_init,
            work: EVP_PKEY_encrypt
        )
    }

    /// Decrypts one block with the private half.
    fileprivate func decrypt(_ block: [UInt8]) throws(CryptoError) -> [UInt8] {
        let context = try EncryptionContext(self)
        return try unsafe context.run(
            block,
            as: "decrypting",
            size: signatureSize,
            begin: EVP_PKEY_decrypt_init,
            work: EVP_PKEY_decrypt
        )
    }
}

/// The one owner of an `EVP_PKEY_CTX` that encrypts or decrypts one block; it never leaves the call that makes it.
@safe
private struct EncryptionContext: ~Copyable {
    private let context: OpaquePointer

    init(_ key: KeyHandle) throws(CryptoError) {
        let made = unsafe key.withPointer { key in unsafe EVP_PKEY_CTX_new(key, nil) }
        guard let context = unsafe made else { throw CryptoError("making a key context") }
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_PKEY_CTX_free(context)
    }

    func run(
        _ block: [UInt8],
        as operation: String,
        size room: Int,
        begin: (OpaquePointer?) -> Int32,
        work: (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?, UnsafePointer<UInt8>?, Int)
            -> Int32
    ) throws(CryptoError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: room)
        var size = room
        guard unsafe begin(context) == 1, unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            unsafe work(context, &output, &size, block, block.count) == 1
        else { throw CryptoError(operation) }
        return Array(output.prefix(size))
    }
}
