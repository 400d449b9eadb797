internal import CSSL
internal import Foundation

/// The application's own private key.
///
/// Threads may share it. It prints as a placeholder.
public struct SigningKey: Sendable {
    /// The smallest modulus that the platform accepts today, in bits.
    public static let minimumBits = 2_048

    let handle: KeyHandle

    /// Reads a private key: PKCS#8 or PKCS#1, with PEM armour or as bare base64 (PROTOCOL 3.8).
    ///
    /// - Parameters:
    ///   - text: the key as the operator pasted it.
    ///   - minimumBits: refuses smaller keys; 1024 lets a key of an old application pass.
    /// - Throws: `KeyError`, which names the mistake.
    public init(_ text: String, minimumBits: Int = SigningKey.minimumBits) throws(KeyError) {
        let pem = try PEMText(text)
        for block in pem.blocks {
            if let handle = KeyHandle.privateKey(der: block.der) {
                try self.init(handle, minimumBits: minimumBits)
                return
            }
        }
        throw pem.blocks.contains { VerifyingKey.isPublic($0.der) } ? .publicInsteadOfPrivate : .notAKey
    }

    private init(_ handle: KeyHandle, minimumBits: Int) throws(KeyError) {
        guard handle.isRSA else { throw .notRSA }
        guard handle.bits >= minimumBits else { throw .weak(bits: handle.bits) }
        self.handle = handle
    }

    /// Generates a key, for tests and simulations.
    ///
    /// - Parameter bits: the size of the modulus.
    /// - Returns: the key.
    /// - Throws: `CryptoError` when the system has no randomness.
    public static func generate(bits: Int = SigningKey.minimumBits) throws -> SigningKey {
        guard let key = unsafe cssl_generate_rsa(bits) else { throw CryptoError("making an RSA key") }
        return try unsafe SigningKey(KeyHandle(owning: key), minimumBits: bits)
    }

    /// Signs bytes (RSASSA-PKCS1-v1_5, RFC 8017).
    ///
    /// - Parameters:
    ///   - message: the bytes to sign.
    ///   - type: the digest.
    /// - Returns: the signature, as long as the modulus.
    /// - Throws: `CryptoError` when libcrypto fails, which no message can cause.
    public func sign(_ message: [UInt8], as type: SignType = .rsa2) throws(CryptoError) -> [UInt8] {
        try handle.sign(message, as: type)
    }

    /// The signature as one line of base64, the form of every protocol field.
    ///
    /// - Parameters:
    ///   - message: the bytes to sign.
    ///   - type: the digest.
    /// - Returns: the signature.
    /// - Throws: as `sign`.
    public func signBase64(_ message: [UInt8], as type: SignType = .rsa2) throws(CryptoError) -> String {
        Data(try sign(message, as: type)).base64EncodedString()
    }

    /// The public half as the console shows it: one line of base64 of SubjectPublicKeyInfo (PROTOCOL 1.4).
    ///
    /// - Throws: `CryptoError` when libcrypto fails.
    public func publicKeyBase64() throws(CryptoError) -> String {
        Data(try handle.publicDER()).base64EncodedString()
    }

    /// The key as PEM, for files of throw-away keys.
    ///
    /// - Throws: `CryptoError` when libcrypto fails.
    public func exportedPEM() throws(CryptoError) -> String {
        PEMText.armoured(try handle.privateDER(), label: "RSA PRIVATE KEY")
    }

    /// The public half.
    ///
    /// - Throws: `CryptoError` when libcrypto fails.
    public func verifyingKey() throws -> VerifyingKey {
        try VerifyingKey(try publicKeyBase64(), minimumBits: 0)
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    /// A placeholder, without any part of the key.
    public var description: String { "SigningKey(<REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The signature algorithms of the platform, RSA with PKCS#1 v1.5 padding (PROTOCOL 1.2).
public enum SignType: String, Sendable, CaseIterable {
    /// SHA-256 with RSA; the only one of the v3 API.
    case rsa2 = "RSA2"
    /// SHA-1 with RSA, of old applications; used only where it is configured.
    case rsa = "RSA"
}
