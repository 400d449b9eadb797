public import Foundation

/// An X.509 certificate of the platform's certificate mode.
public struct Certificate: Sendable {
    let handle: CertificateHandle
    /// What the platform calls the certificate's SN: MD5 over issuer and serial number (PROTOCOL 2.5).
    public let serial: String
    /// When the certificate holds.
    public let validity: ClosedRange<Date>
    /// Whether its issuer signed with RSA; only such certificates count for a root file's SN.
    public let isSignedWithRSA: Bool

    init(der: [UInt8]) throws(KeyError) {
        guard let handle = CertificateHandle(der: der), let validity = handle.validity(),
            let serial = try? Certificate.serial(of: handle)
        else {
            let isKey = KeyHandle.publicKey(der: der) != nil || KeyHandle.privateKey(der: der) != nil
            throw isKey ? .notACertificate : .notAKey
        }
        self.handle = handle
        self.validity = validity
        self.serial = serial
        isSignedWithRSA = handle.signatureAlgorithm().hasPrefix("1.2.840.113549.1.1")
    }

    /// The certified key.
    ///
    /// - Parameter minimumBits: refuses smaller keys.
    /// - Returns: the key.
    /// - Throws: `KeyError` when the key is not RSA, or too small.
    public func verifyingKey(minimumBits: Int = SigningKey.minimumBits) throws(KeyError) -> VerifyingKey {
        guard let key = handle.publicKey() else { throw .notRSA }
        return try VerifyingKey(key, minimumBits: minimumBits)
    }

    private static func serial(of handle: CertificateHandle) throws(CryptoError) -> String {
        let digest = try Digest.md5(Array((try handle.issuerName() + handle.serialNumber()).utf8))
        return Digest.hex(digest)
    }
}
