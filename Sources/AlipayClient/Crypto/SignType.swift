/// The signature algorithms of the platform, RSA with PKCS#1 v1.5 padding (PROTOCOL 1.2).
public enum SignType: String, Sendable, CaseIterable {
    /// SHA-256 with RSA; the only one of the v3 API.
    case rsa2 = "RSA2"
    /// SHA-1 with RSA, of old applications; used only where it is configured.
    case rsa = "RSA"
}
