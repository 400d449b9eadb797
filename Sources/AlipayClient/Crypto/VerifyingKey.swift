internal import CSSL
internal import Foundation

/// A public RSA key: Alipay's, or our own public half.
public struct VerifyingKey: Sendable {
    let handle: KeyHandle
    private let signatureSize: Int

    /// Reads a public key: SubjectPublicKeyInfo or PKCS#1 with PEM armour, bare base64, or a certificate's key.
    ///
    /// - Parameters:
    ///   - text: the key as the operator pasted it.
    ///   - minimumBits: refuses smaller keys; 1024 lets the key of an old application pass.
    /// - Throws: `KeyError`, which names the mistake.
    public init(_ text: String, minimumBits: Int = SigningKey.minimumBits) throws(KeyError) {
        let pem = try PEMText(text)
        guard let handle = pem.blocks.lazy.compactMap({ VerifyingKey.read($0.der) }).first else {
            let isPrivate = pem.blocks.contains { KeyHandle.privateKey(der: $0.der) != nil }
            throw isPrivate ? .privateInsteadOfPublic : .notAKey
        }
        try self.init(handle, minimumBits: minimumBits)
    }

    init(_ handle: KeyHandle, minimumBits: Int = 0) throws(KeyError) {
        guard handle.isRSA else { throw .notRSA }
        guard handle.bits >= minimumBits else { throw .weak(bits: handle.bits) }
        self.handle = handle
        signatureSize = handle.signatureSize
    }

    /// Whether `signature` is this key's signature over exactly these bytes.
    ///
    /// - Parameters:
    ///   - signature: the raw signature; a wrong size is refused without a computation.
    ///   - message: the signed bytes.
    ///   - type: the digest.
    /// - Returns: true for a valid signature.
    public func isValid(_ signature: [UInt8], for message: [UInt8], as type: SignType = .rsa2) -> Bool {
        guard signature.count == signatureSize else { return false }
        return (try? handle.verify(signature, over: message, as: type)) == true
    }

    /// Whether a text is this key's signature over exactly these bytes, in strict base64.
    ///
    /// - Parameters:
    ///   - text: base64 with the standard alphabet and padding; any other spelling is refused (RELIABILITY T2).
    ///   - message: the signed bytes.
    ///   - type: the digest.
    /// - Returns: true for a valid signature.
    public func isValid(base64 text: String, for message: [UInt8], as type: SignType = .rsa2) -> Bool {
        isValid(base64: Array(text.utf8), for: message, as: type)
    }

    /// Whether a text is this key's signature over exactly these bytes, in strict base64.
    ///
    /// - Parameters:
    ///   - text: the bytes of such base64.
    ///   - message: the signed bytes.
    ///   - type: the digest.
    /// - Returns: true for a valid signature.
    public func isValid(base64 text: [UInt8], for message: [UInt8], as type: SignType = .rsa2) -> Bool {
        isValid(base64: text.span, for: message, as: type)
    }

    func isValid(base64 text: Span<UInt8>, for message: [UInt8], as type: SignType) -> Bool {
        guard let signature = Base64.decode(text) else { return false }
        return isValid(signature, for: message, as: type)
    }

    /// The key as base64 of SubjectPublicKeyInfo; equal keys give equal texts.
    ///
    /// - Throws: `CryptoError` when libcrypto fails.
    public func base64() throws(CryptoError) -> String {
        Data(try handle.publicDER()).base64EncodedString()
    }

    static func isPublic(_ der: [UInt8]) -> Bool {
        read(der) != nil
    }

    private static func read(_ der: [UInt8]) -> KeyHandle? {
        if let key = KeyHandle.publicKey(der: der) { return key }
        return CertificateHandle(der: der)?.publicKey()
    }
}
