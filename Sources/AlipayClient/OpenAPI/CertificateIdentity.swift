public import Foundation

/// The certificates of certificate mode, reduced to what requests and answers need.
public struct CertificateIdentity: Sendable {
    /// One of Alipay's keys with the SN by which an answer names it.
    struct AlipayKey: Sendable {
        let serial: String
        let key: VerifyingKey
    }

    /// The SN of the application's certificate.
    public let appCertificateSerial: String
    /// The SN of the platform's root file.
    public let rootCertificateSerial: String
    /// Every certificate that is in use, with the end of its validity, the earliest end first.
    ///
    /// Certificates of Alipay's that are not valid now are among them, although their keys are left out.
    public let terms: [CertificateTerm]
    let alipayKeys: [AlipayKey]

    /// Reads the three kinds of certificate files.
    ///
    /// While one certificate of Alipay's replaces another, one of them is not valid: it is left out, as long as another
    /// one is valid (PROTOCOL 2.3). The application's own certificate is not judged: the platform does that.
    ///
    /// - Parameters:
    ///   - application: the application's certificate.
    ///   - alipay: Alipay's certificates; several while one replaces another.
    ///   - root: the platform's root file.
    ///   - date: the moment at which Alipay's certificates must be trusted by the root file.
    ///   - minimumBits: refuses smaller keys of Alipay's; 1024 lets the key of an old application pass.
    /// - Throws: `CertificateError`, which names the file's role.
    public init(
        application: CertificateFile,
        alipay: [CertificateFile],
        root: CertificateFile,
        at date: Date,
        minimumBits: Int = SigningKey.minimumBits
    ) throws(CertificateError) {
        guard !root.rootSerial.isEmpty else { throw .rootWithoutRSA }
        guard let first = alipay.first else { throw .noAlipayCertificate }
        let valid = alipay.filter { $0.leaf.validity.contains(date) }
        guard !valid.isEmpty else { throw .expired(serial: first.leaf.serial) }
        var keys: [AlipayKey] = []
        for file in valid {
            guard file.isTrusted(by: root, at: date) else { throw .untrusted(serial: file.leaf.serial) }
            guard let key = try? file.leaf.verifyingKey(minimumBits: minimumBits) else {
                throw .unusableKey(serial: file.leaf.serial)
            }
            keys.append(AlipayKey(serial: file.leaf.serial, key: key))
        }
        appCertificateSerial = application.leaf.serial
        rootCertificateSerial = root.rootSerial
        alipayKeys = keys
        terms = CertificateTerm.all(application: application, alipay: alipay, root: root, at: date)
    }

    /// The key of an answer: the one it names, or the first one when it names none (PROTOCOL 2.3).
    func key(named serial: String?) -> VerifyingKey? {
        guard let serial else { return alipayKeys.first?.key }
        return alipayKeys.first { $0.serial == serial }?.key
    }
}
