import Foundation

@testable import AlipayClient

/// The throw-away certificates in `certs/`.
enum VectorCertificates {
    /// A moment at which every certificate but the expired one is valid.
    static let validDate = Date(timeIntervalSince1970: 1_900_000_000)

    static let application = "appCertPublicKey_2021000000000001"

    static func file(_ name: String) throws -> CertificateFile {
        try CertificateFile(try Vectors.text("certs/\(name).crt"))
    }

    static func identity(
        alipay: [String] = ["alipayCertPublicKey"],
        minimumBits: Int = SigningKey.minimumBits
    ) throws -> CertificateIdentity {
        try CertificateIdentity(
            application: try file(application),
            alipay: try alipay.map(file),
            root: try file("alipayRootCert"),
            at: validDate,
            minimumBits: minimumBits
        )
    }
}
