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
    let alipayKeys: [AlipayKey]

    /// Reads the three kinds of certificate files.
    ///
    /// - Parameters:
    ///   - application: the application's certificate.
    ///   - alipay: Alipay's certificates; several while one replaces another.
    ///   - root: the platform's root file.
    ///   - date: the moment at which Alipay's certificates must be trusted by the root file.
    /// - Throws: `CertificateError`, which names the file's role.
    public init(
        application: CertificateFile,
        alipay: [CertificateFile],
        root: CertificateFile,
        at date: Date
    ) throws(CertificateError) {
        guard !root.rootSerial.isEmpty else { throw .rootWithoutRSA }
        guard !alipay.isEmpty else { throw .noAlipayCertificate }
        var keys: [AlipayKey] = []
        for file in alipay {
            guard file.leaf.validity.contains(date) else { throw .expired(serial: file.leaf.serial) }
            guard file.isTrusted(by: root, at: date) else { throw .untrusted(serial: file.leaf.serial) }
            guard let key = try? file.leaf.verifyingKey() else { throw .unusableKey(serial: file.leaf.serial) }
            keys.append(AlipayKey(serial: file.leaf.serial, key: key))
        }
        appCertificateSerial = application.leaf.serial
        rootCertificateSerial = root.rootSerial
        alipayKeys = keys
    }

    /// The key of an answer: the one it names, or the first one when it names none (PROTOCOL 2.3).
    func key(named serial: String?) -> VerifyingKey? {
        guard let serial else { return alipayKeys.first?.key }
        return alipayKeys.first { $0.serial == serial }?.key
    }
}

/// Why a set of certificates cannot be used.
///
/// A serial identifies the certificate, and is no secret.
public enum CertificateError: Error, Sendable, Hashable {
    /// The root file has no certificate that is signed with RSA.
    case rootWithoutRSA
    /// No certificate of Alipay's was given.
    case noAlipayCertificate
    /// One of Alipay's certificates is not, or no longer, valid.
    case expired(serial: String)
    /// One of Alipay's certificates does not lead to the root file.
    case untrusted(serial: String)
    /// The key of one of Alipay's certificates is not RSA, or too small.
    case unusableKey(serial: String)
}
