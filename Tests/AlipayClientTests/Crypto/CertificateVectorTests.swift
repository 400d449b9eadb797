import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// The serial numbers of a certificate file, by other implementations.
struct CertificateVector: Decodable, Sendable, CustomTestStringConvertible {
    struct Entry: Decodable, Sendable {
        let sn: String
        let inRootSn: Bool
    }

    let file: String
    let certs: Int
    let certSn: String
    let rootSnOfFile: String
    let perCert: [Entry]

    var testDescription: String { file }

    static func all() throws -> [CertificateVector] { try Vectors.decode("cert_sn.json") }

    func read() throws -> CertificateFile { try CertificateFile(try Vectors.text(file)) }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct CertificateVectorTests {
    @Test(arguments: try CertificateVector.all())
    func `a certificate file has the SNs that every implementation computes`(_ vector: CertificateVector) throws {
        let file = try vector.read()
        #expect(file.certificates.count == vector.certs)
        #expect(file.leaf.serial == vector.certSn)
        #expect(file.rootSerial == vector.rootSnOfFile)
        #expect(file.certificates.map(\.serial) == vector.perCert.map(\.sn))
        #expect(file.certificates.map(\.isSignedWithRSA) == vector.perCert.map(\.inRootSn))
    }

    @Test(arguments: try CertificateVector.all())
    func `line ends, line lengths and remarks do not change an SN`(_ vector: CertificateVector) throws {
        let text = try Vectors.text(vector.file)
        let spellings = [
            text.replacingOccurrences(of: "\n", with: "\r\n"),
            "\u{FEFF}# 备注\nsubject=CN\n" + text + "\n# end\n",
            text.replacingOccurrences(of: "-----END", with: "\n\n-----END"),
        ]
        for spelling in spellings {
            #expect(try CertificateFile(spelling).rootSerial == vector.rootSnOfFile)
        }
    }

    @Test(
        arguments: [
            ("", KeyError.empty), (" \n ", .empty), ("?", .notBase64), ("AAAA", .notAKey),
            ("-----BEGIN CERTIFICATE-----\nAAAA", .notBase64),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", .notAKey),
            ("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", .empty),
        ]
    )
    func `a text without certificates is refused by name`(_ text: String, _ error: KeyError) {
        #expect(throws: error) { try CertificateFile(text) }
    }

    @Test(arguments: ["app.pub", "app.pkcs8"])
    func `a bare key in the place of a certificate is named`(_ entry: String) throws {
        let base64 = try VectorKeys.base64(entry)
        let label = entry == "app.pub" ? "PUBLIC KEY" : "PRIVATE KEY"
        for text in [base64, "-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n"] {
            #expect(throws: KeyError.notACertificate) { try CertificateFile(text) }
        }
    }
}
