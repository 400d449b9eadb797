internal import CSSL

extension KeyHandle {
    /// Encrypts one block with the public half (RSAES-PKCS1-v1_5, RFC 8017).
    func encrypt(_ block: [UInt8]) throws(CryptoError) -> [UInt8] {
        let context = try EncryptionContext(self)
        return try unsafe context.run("encrypting", block, room: signatureSize, EVP_PKEY_encrypt_init, EVP_PKEY_encrypt)
    }

    /// Decrypts one block with the private half.
    func decrypt(_ block: [UInt8]) throws(CryptoError) -> [UInt8] {
        let context = try EncryptionContext(self)
        return try unsafe context.run("decrypting", block, room: signatureSize, EVP_PKEY_decrypt_init, EVP_PKEY_decrypt)
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
        _ operation: String,
        _ block: [UInt8],
        room: Int,
        _ begin: (OpaquePointer?) -> Int32,
        _ work: (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?, UnsafePointer<UInt8>?, Int)
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
