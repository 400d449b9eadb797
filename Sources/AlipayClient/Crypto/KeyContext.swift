internal import CSSL
internal import Synchronization

/// The prepared contexts of one key, one for each thread that is using it (PERFORMANCE 4).
///
/// A context never leaves the lock that guards it, so two threads cannot share one.
final class KeyContexts: Sendable {
    private final class Slot: Sendable {
        let contexts = Mutex<[KeyUse: KeyContext]>([:])
    }

    /// A thread that finds all of them taken makes a context for one use.
    private let slots = (0..<8).map { _ in Slot() }
    /// The slot that is tried first, another one each time: a try of one that is taken is a call of the system.
    private let next = Atomic(0)

    /// Signs or verifies with a free context.
    func run<Result: Sendable>(
        _ key: KeyHandle,
        for use: KeyUse,
        _ body: (KeyContext) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        let first = next.wrappingAdd(1, ordering: .relaxed).oldValue
        for offset in slots.indices {
            let slot = slots[Int(bitPattern: UInt(bitPattern: first &+ offset) % UInt(slots.count))]
            let result = try slot.contexts.withLockIfAvailable { contexts throws(CryptoError) in
                if let context = contexts[use] { return try body(context) }
                let context = try KeyContext(key, for: use)
                let result = try body(context)
                contexts[use] = context
                return result
            }
            if let result { return result }
        }
        return try body(KeyContext(key, for: use))
    }
}

/// The use that a context is prepared for.
struct KeyUse: Hashable {
    let isSigning: Bool
    let type: SignType
}

/// The one owner of an `EVP_PKEY_CTX` that is prepared for one key and one use.
///
/// Not Sendable: two threads must never use a context at once, which `KeyContexts` ensures.
@safe
final class KeyContext {
    private let context: OpaquePointer
    private let digest: OpaquePointer
    private let signatureSize: Int

    /// Prepares a context, which retains the key.
    init(_ key: KeyHandle, for use: KeyUse) throws(CryptoError) {
        let made = unsafe key.withPointer { key in unsafe EVP_PKEY_CTX_new(key, nil) }
        guard let context = unsafe made, let digest = unsafe EVP_MD_CTX_new() else {
            unsafe EVP_PKEY_CTX_free(made)
            throw CryptoError("making a key context")
        }
        unsafe self.context = context
        unsafe self.digest = digest
        signatureSize = key.signatureSize
        let type = unsafe use.type.digest
        let begun = unsafe use.isSigning ? EVP_PKEY_sign_init(context) : EVP_PKEY_verify_init(context)
        guard begun == 1, unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            unsafe EVP_PKEY_CTX_set_signature_md(context, type) == 1,
            unsafe EVP_DigestInit_ex(digest, type, nil) == 1
        else { throw CryptoError("preparing a key context") }
    }

    deinit {
        unsafe EVP_MD_CTX_free(digest)
        unsafe EVP_PKEY_CTX_free(context)
    }

    /// Signs a message; the context must be prepared for signing.
    func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        let hash = try hash(of: message)
        var size = signatureSize
        var signature = [UInt8](repeating: 0, count: size)
        guard unsafe EVP_PKEY_sign(context, &signature, &size, hash, hash.count) == 1, size == signature.count else {
            throw CryptoError("signing")
        }
        return signature
    }

    /// Whether a signature over a message is the key's; the context must be prepared for verifying.
    func verify(_ signature: [UInt8], over message: [UInt8]) throws(CryptoError) -> Bool {
        let hash = try hash(of: message)
        let isValid = unsafe EVP_PKEY_verify(context, signature, signature.count, hash, hash.count) == 1
        // A refused signature leaves its reason in the queue, and the next failure would report it.
        if !isValid { CryptoError.takeQueue() }
        return isValid
    }

    private func hash(of message: [UInt8]) throws(CryptoError) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Int(unsafe EVP_MD_get_size(EVP_MD_CTX_get0_md(digest))))
        // Without a type the context reuses its own and looks nothing up.
        guard unsafe EVP_DigestInit_ex(digest, nil, nil) == 1,
            unsafe EVP_DigestUpdate(digest, message, message.count) == 1,
            unsafe EVP_DigestFinal_ex(digest, &hash, nil) == 1
        else { throw CryptoError("digesting") }
        return hash
    }
}

extension SignType {
    /// OpenSSL's digest, a constant of the library.
    fileprivate var digest: OpaquePointer? {
        switch self {
        case .rsa2: unsafe EVP_sha256()
        case .rsa: unsafe EVP_sha1()
        }
    }
}
