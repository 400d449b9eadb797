public import Foundation

/// The parts of certificate mode's certificates that requests and answers need.
public struct CertificateIdentity: Sendable {
    /// One of Alipay's keys, and the SN that names it in answers.
    struct AlipayKey: Sendable {
        let serial: String
        let key: VerifyingKey
    }

    /// The SN of the application's certificate.
    public let appCertificateSerial: String
    /// The SN of the platform's root file.
    public let rootCertificateSerial: String
    /// Every certificate in use with its validity, the earliest end first.
    ///
    /// It includes Alipay's certificates that are not valid now, whose keys are not used.
    public let terms: [CertificateTerm]
    let alipayKeys: [AlipayKey]

    /// Reads the three kinds of certificate files.
    ///
    /// While one of Alipay's certificates replaces another, one of them may be invalid: it is ignored as long as another
    /// is valid (PROTOCOL 2.3). The platform judges the application's own certificate.
    ///
    /// - Parameters:
    ///   - application: the application's certificate.
    ///   - alipay: Alipay's certificates; several while one replaces another.
    ///   - root: the platform's root file.
    ///   - date: the moment at which Alipay's certificates must lead to the root file.
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

    /// The key that an answer names, or the first one when it names none (PROTOCOL 2.3).
    func key(named serial: String?) -> VerifyingKey? {
        guard let serial else { return alipayKeys.first?.key }
        return alipayKeys.first { $0.serial == serial }?.key
    }
}

/// The validity of a certificate on which calls or the checks of answers depend.
public struct CertificateTerm: Sendable, Hashable {
    /// The roles of certificates.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// The application's own.
        case application
        /// The one that Alipay signs with.
        case alipay
        /// A certificate between Alipay's or the application's and the root.
        case intermediate
        /// A root of one of the others.
        case root
    }

    /// Its role.
    public let role: Role
    /// Its SN.
    public let serial: String
    /// The period in which it is valid.
    public let validity: ClosedRange<Date>

    /// Whether it is valid now and expires soon.
    ///
    /// - Parameters:
    ///   - days: the meaning of "soon"; 30 is enough to get a new certificate.
    ///   - date: now.
    /// - Returns: true when both hold.
    public func ends(within days: Int, of date: Date) -> Bool {
        validity.contains(date) && validity.upperBound < date.addingTimeInterval(TimeInterval(days) * 86_400)
    }

    /// The certificates in use, each once, the earliest end first.
    static func all(
        application: CertificateFile,
        alipay: [CertificateFile],
        root: CertificateFile,
        at date: Date
    ) -> [CertificateTerm] {
        var terms = [CertificateTerm(application.leaf, role: .application)]
        terms += alipay.map { CertificateTerm($0.leaf, role: .alipay) }
        for file in [application] + alipay {
            guard let chain = file.chain(to: root, at: date) else { continue }
            terms += chain.between.map { CertificateTerm($0, role: .intermediate) }
            terms.append(CertificateTerm(chain.root, role: .root))
        }
        var known: Set<String> = []
        return terms.filter { known.insert($0.serial).inserted }
            .sorted { ($0.validity.upperBound, $0.serial) < ($1.validity.upperBound, $1.serial) }
    }

    private init(_ certificate: Certificate, role: Role) {
        self.role = role
        serial = certificate.serial
        validity = certificate.validity
    }
}

/// Why a set of certificates cannot be used.
///
/// A serial identifies the certificate and is not secret.
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
