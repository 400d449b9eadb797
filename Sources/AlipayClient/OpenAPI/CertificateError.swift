/// Why a set of certificates cannot be used.
///
/// A serial identifies the certificate, and is no secret.
public enum CertificateError: Error, Sendable, Hashable {
    /// The root file has no certificate that is signed with RSA.
    case rootWithoutRSA
    /// No certificate of Alipay's was given.
    case noAlipayCertificate
    /// None of Alipay's certificates is valid now; this is the first.
    case expired(serial: String)
    /// One of Alipay's certificates does not lead to the root file.
    case untrusted(serial: String)
    /// The key of one of Alipay's certificates is not RSA, or too small.
    case unusableKey(serial: String)
}
