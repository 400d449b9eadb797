public import Foundation

/// How long a certificate holds that calls or their checks depend on.
public struct CertificateTerm: Sendable, Hashable {
    /// What the certificate is for.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// The application's own.
        case application
        /// The one with which Alipay signs.
        case alipay
        /// One between Alipay's, or the application's, and the root.
        case intermediate
        /// A root that one of the others leads to.
        case root
    }

    /// What it is for.
    public let role: Role
    /// Its SN.
    public let serial: String
    /// From when until when it holds.
    public let validity: ClosedRange<Date>

    /// Whether it holds now, but not for so long any more.
    ///
    /// - Parameters:
    ///   - days: the time of warning; 30 is enough to get a new certificate.
    ///   - date: now.
    /// - Returns: whether somebody should be told.
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
        var terms = [CertificateTerm(.application, application.leaf)]
        terms += alipay.map { CertificateTerm(.alipay, $0.leaf) }
        for file in [application] + alipay {
            guard let chain = file.chain(to: root, at: date) else { continue }
            terms += chain.between.map { CertificateTerm(.intermediate, $0) }
            terms.append(CertificateTerm(.root, chain.root))
        }
        var known: Set<String> = []
        return terms.filter { known.insert($0.serial).inserted }
            .sorted { ($0.validity.upperBound, $0.serial) < ($1.validity.upperBound, $1.serial) }
    }

    private init(_ role: Role, _ certificate: Certificate) {
        self.role = role
        serial = certificate.serial
        validity = certificate.validity
    }
}
