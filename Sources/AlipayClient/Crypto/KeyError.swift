/// Why a text is not the key that its slot needs.
public enum KeyError: Error, Sendable, Hashable {
    /// There is nothing but white space.
    case empty
    /// The base64 has a character that does not belong, or its end is missing.
    case notBase64
    /// The base64 is fine, but what it holds is not a key or certificate.
    case notAKey
    /// The private key is encrypted with a passphrase, which a server that starts alone cannot ask for.
    case encrypted
    /// A public key or a certificate stands where a private key is needed.
    case publicInsteadOfPrivate
    /// A private key stands where a public key is needed. It should be replaced wherever it was shown.
    case privateInsteadOfPublic
    /// A certificate is needed, but this is a bare key.
    case notACertificate
    /// The key is of another kind than RSA.
    case notRSA
    /// The RSA key has fewer bits than the platform asks for.
    case weak(bits: Int)
    /// An AES key has this many bytes, not 16, 24 or 32.
    case wrongLength(bytes: Int)
}

extension KeyError: CustomStringConvertible {
    /// What is wrong; never any part of the key.
    public var description: String {
        switch self {
        case .empty: "the key is empty"
        case .notBase64: "the key is not base64: a character does not belong, or the end is missing"
        case .notAKey: "this is base64, but neither a key nor a certificate"
        case .encrypted: "the private key is encrypted with a passphrase"
        case .publicInsteadOfPrivate: "a private key is needed, and this is a public one"
        case .privateInsteadOfPublic: "a public key is needed, and this is a private one"
        case .notACertificate: "a certificate is needed, and this is a bare key"
        case .notRSA: "the key is not an RSA key"
        case .weak(let bits): "the RSA key has \(bits) bits, and 2048 are needed"
        case .wrongLength(let bytes): "the AES key has \(bytes) bytes, and 16, 24 or 32 are possible"
        }
    }
}
