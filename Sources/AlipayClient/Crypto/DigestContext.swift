internal import CSSL

/// The one owner of an `EVP_MD_CTX`; it never leaves the call that makes it.
@safe
struct DigestContext: ~Copyable {
    private let context: OpaquePointer

    /// Makes an empty context.
    init() throws(CryptoError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw CryptoError("making a digest context") }
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Signs a message with a borrowed key.
    func sign(_ message: [UInt8], key: OpaquePointer, type: SignType) throws(CryptoError) -> [UInt8] {
        guard unsafe EVP_DigestSignInit(context, nil, type.digest, nil, key) == 1 else {
            throw CryptoError("preparing a signature")
        }
        var size = Int(unsafe EVP_PKEY_get_size(key))
        var signature = [UInt8](repeating: 0, count: size)
        guard unsafe EVP_DigestSign(context, &signature, &size, message, message.count) == 1 else {
            throw CryptoError("signing")
        }
        return Array(signature.prefix(size))
    }

    /// Whether a signature over a message is the borrowed key's.
    func verify(_ signature: [UInt8], over message: [UInt8], key: OpaquePointer, type: SignType) -> Bool {
        // A refused signature leaves its reason in the queue, which the next failure would report as its own.
        defer { CryptoError.takeQueue() }
        guard unsafe EVP_DigestVerifyInit(context, nil, type.digest, nil, key) == 1 else { return false }
        return unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}

extension SignType {
    /// OpenSSL's digest; a constant of the library that nobody frees.
    fileprivate var digest: OpaquePointer? {
        switch self {
        case .rsa2: unsafe EVP_sha256()
        case .rsa: unsafe EVP_sha1()
        }
    }
}
