import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct CertificateChainTests {
    @Test(
        arguments: [
            ("alipayCertPublicKey", true),
            ("alipayCertPublicKey_next", true),
            ("appCertPublicKey_2021000000000001", true),
            ("intermediate", true),
            ("root_rsa_a", true),
            // The intermediate is missing, and the root file did not sign the leaf itself (PROTOCOL 2.5).
            ("alipayCertPublicKey.leaf", false),
            ("alipayCertPublicKey_expired", false),
            // Names are copied, keys are not.
            ("forged_alipay", false),
            ("forged_alipay.leaf", false),
            ("forged_intermediate", false),
            ("root_pss", false),
        ]
    )
    func `a file is trusted when it leads to a root by signatures`(_ name: String, _ isTrusted: Bool) throws {
        let roots = try VectorCertificates.file("alipayRootCert")
        let file = try VectorCertificates.file(name)
        #expect(file.isTrusted(by: roots, at: VectorCertificates.validDate) == isTrusted)
    }

    @Test func `the certificates behind the leaf may come in any order`() throws {
        let roots = try VectorCertificates.file("alipayRootCert")
        let texts = try ["alipayCertPublicKey.leaf", "forged_intermediate", "root_ec", "intermediate"]
            .map { try Vectors.text("certs/\($0).crt") }
        #expect(try CertificateFile(texts.joined()).isTrusted(by: roots, at: VectorCertificates.validDate))
    }

    @Test func `a name alone leads nowhere`() throws {
        let roots = try VectorCertificates.file("alipayRootCert")
        // The forged leaf names the genuine intermediate as its issuer, which never signed it.
        let texts = try ["forged_alipay.leaf", "intermediate"].map { try Vectors.text("certs/\($0).crt") }
        #expect(try !CertificateFile(texts.joined()).isTrusted(by: roots, at: VectorCertificates.validDate))
    }

    @Test func `a root must hold at the moment too`() throws {
        let roots = try VectorCertificates.file("intermediate")
        let file = try VectorCertificates.file("alipayCertPublicKey_expired.leaf")
        let inside2020 = Date(timeIntervalSince1970: 1_590_000_000)
        #expect(!file.isTrusted(by: roots, at: inside2020))
        let current = try VectorCertificates.file("alipayCertPublicKey.leaf")
        #expect(current.isTrusted(by: roots, at: VectorCertificates.validDate))
    }

    @Test(arguments: [(1_600_000_000.0, false), (1_900_000_000, true), (2_200_000_000, false)])
    func `every certificate of a chain must hold at the moment`(_ seconds: Double, _ isTrusted: Bool) throws {
        let roots = try VectorCertificates.file("alipayRootCert")
        let file = try VectorCertificates.file("alipayCertPublicKey")
        #expect(file.isTrusted(by: roots, at: Date(timeIntervalSince1970: seconds)) == isTrusted)
    }

    @Test func `an expired certificate does not become valid by an expired moment`() throws {
        let roots = try VectorCertificates.file("alipayRootCert")
        let file = try VectorCertificates.file("alipayCertPublicKey_expired")
        let inside2020 = Date(timeIntervalSince1970: 1_590_000_000)
        #expect(file.leaf.validity.contains(inside2020))
        #expect(!file.isTrusted(by: roots, at: inside2020), "its issuer and root were not valid then")
    }

    @Test(
        arguments: [
            (["alipayCertPublicKey_expired"], CertificateError.expired(serial: "1c3b68832f673178fbeb8f00579036ba")),
            (["forged_alipay"], .untrusted(serial: "c18d5ab20e9e31b9b857d6572b294025")),
            (["alipayCertPublicKey", "forged_alipay"], .untrusted(serial: "c18d5ab20e9e31b9b857d6572b294025")),
            ([], .noAlipayCertificate),
        ]
    )
    func `an identity is made of trusted certificates only`(_ alipay: [String], _ error: CertificateError) {
        #expect(throws: error) { try VectorCertificates.identity(alipay: alipay) }
    }

    @Test(arguments: ["root_ec", "root_sm2"])
    func `a root file without RSA is refused`(_ root: String) throws {
        #expect(throws: CertificateError.rootWithoutRSA) {
            try CertificateIdentity(
                application: try VectorCertificates.file(VectorCertificates.application),
                alipay: [try VectorCertificates.file("alipayCertPublicKey")],
                root: try VectorCertificates.file(root),
                at: VectorCertificates.validDate
            )
        }
    }

    @Test func `a certificate certifies the key that signs its answers`() throws {
        let certified = try VectorCertificates.file("alipayCertPublicKey").leaf.verifyingKey()
        #expect(try certified.base64() == VectorKeys.base64("alipay_platform.pub"))
        #expect(throws: KeyError.notRSA) { try VectorCertificates.file("root_ec").leaf.verifyingKey() }
    }
}
