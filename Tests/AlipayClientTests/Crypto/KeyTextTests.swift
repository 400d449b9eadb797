import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct KeyTextTests {
    /// The private keys of `keys.json` with the label of their PEM.
    static let privateKeys =
        ["app", "attacker", "alipay_platform", "app_rsa1024", "alipay_platform_rsa1024"]
        .flatMap { [("\($0).pkcs8", "PRIVATE KEY"), ("\($0).pkcs1", "RSA PRIVATE KEY")] }
        + [("alipay_platform_next.pkcs8", "PRIVATE KEY")]

    static let publicKeys = [
        "app.pub", "attacker.pub", "alipay_platform.pub", "alipay_platform_next.pub", "app_rsa1024.pub",
        "alipay_platform_rsa1024.pub",
    ]

    @Test(arguments: privateKeys, KeySpelling.allCases)
    func `a private key is read in every spelling`(
        _ key: (entry: String, label: String),
        _ spelling: KeySpelling
    ) throws {
        let text = spelling.write(try VectorKeys.der(key.entry), label: key.label)
        let read = try SigningKey(text, minimumBits: 1_024)
        let name = key.entry.prefix { $0 != "." }
        #expect(try read.publicKeyBase64() == VectorKeys.base64("\(name).pub"))
    }

    @Test(arguments: publicKeys, KeySpelling.allCases)
    func `a public key is read in every spelling`(_ entry: String, _ spelling: KeySpelling) throws {
        let der = try VectorKeys.der(entry)
        let expected = try VectorKeys.base64(entry)
        #expect(try VerifyingKey(spelling.write(der, label: "PUBLIC KEY"), minimumBits: 1_024).base64() == expected)
        let pkcs1 = Self.pkcs1(of: der)
        #expect(
            try VerifyingKey(spelling.write(pkcs1, label: "RSA PUBLIC KEY"), minimumBits: 1_024).base64() == expected
        )
    }

    @Test(arguments: KeySpelling.allCases.filter { $0 != .bareBase64 })
    func `a certificate is read for its key`(_ spelling: KeySpelling) throws {
        let text = try Vectors.text("certs/alipayCertPublicKey.leaf.crt")
        let der = try #require(try PEMText(text).blocks.first?.der)
        let key = try VerifyingKey(spelling.write(der, label: "CERTIFICATE"))
        #expect(try key.base64() == VectorKeys.base64("alipay_platform.pub"))
    }

    @Test func `a private key is found beside its certificate`() throws {
        let text = try Vectors.text("certs/appCertPublicKey_2021000000000001.crt")
        let key = KeySpelling.pem.write(try VectorKeys.der("app.pkcs8"), label: "PRIVATE KEY")
        #expect(try SigningKey(text + key).publicKeyBase64() == VectorKeys.base64("app.pub"))
    }

    @Test func `an exported key is read again`() throws {
        let key = try VectorKeys.signing()
        #expect(try SigningKey(try key.exportedPEM()).publicKeyBase64() == key.publicKeyBase64())
    }

    @Test func `a made key signs and verifies`() throws {
        let key = try SigningKey.generate()
        let signature = try key.sign([1, 2, 3])
        #expect(signature.count == 256)
        #expect(try key.verifyingKey().isValid(signature, for: [1, 2, 3]))
        #expect(try key.publicKeyBase64() != SigningKey.generate().publicKeyBase64())
    }

    /// SubjectPublicKeyInfo wraps the PKCS#1 form in its last bit string.
    private static func pkcs1(of subjectPublicKeyInfo: [UInt8]) -> [UInt8] {
        Array(subjectPublicKeyInfo.dropFirst(subjectPublicKeyInfo.count > 200 ? 24 : 22))
    }
}
