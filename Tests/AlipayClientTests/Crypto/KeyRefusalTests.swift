import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct KeyRefusalTests {
    /// A throw-away key on the curve P-256, in SEC 1 and in PKCS#8.
    private static let curvePrivate = [
        """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIACRNWNC5l13FD90fkPayZtlh9hYMi6YNmmH1d87eQ5voAoGCCqGSM49
        AwEHoUQDQgAE91V8Exh8+VYYqhMsvZZeWD887lWRz9EJvtHHV+W9/rcxC8WoSS+b
        kdaBGpYAYMtcW2BWHnMWIsekuDuNkAPOyg==
        -----END EC PRIVATE KEY-----
        """,
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAJE1Y0LmXXcUP3R+"
            + "Q9rJm2WH2FgyLpg2aYfV3zt5Dm+hRANCAAT3VXwTGHz5VhiqEyy9ll5YPzzuVZHP"
            + "0Qm+0cdX5b3+tzELxahJL5uR1oEalgBgy1xbYFYecxYix6S4O42QA87K",
    ]

    private static let curvePublic =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE91V8Exh8+VYYqhMsvZZeWD887lWR"
        + "z9EJvtHHV+W9/rcxC8WoSS+bkdaBGpYAYMtcW2BWHnMWIsekuDuNkAPOyg=="

    @Test(arguments: ["app.pub", "attacker.pub", "app_rsa1024.pub"])
    func `a public key in the place of a private one is named`(_ entry: String) throws {
        for spelling in KeySpelling.allCases {
            let text = spelling.write(try VectorKeys.der(entry), label: "PUBLIC KEY")
            #expect(throws: KeyError.publicInsteadOfPrivate) { try SigningKey(text, minimumBits: 0) }
        }
    }

    @Test func `a certificate in the place of a private key is named`() throws {
        let text = try Vectors.text("certs/appCertPublicKey_2021000000000001.crt")
        #expect(throws: KeyError.publicInsteadOfPrivate) { try SigningKey(text) }
    }

    @Test(arguments: ["app.pkcs8", "app.pkcs1", "app_rsa1024.pkcs8", "app_rsa1024.pkcs1"])
    func `a private key in the place of a public one is named`(_ entry: String) throws {
        for spelling in KeySpelling.allCases {
            // A wrong label does not mislead: it is pasted as often as the wrong key.
            let text = spelling.write(try VectorKeys.der(entry), label: "PUBLIC KEY")
            #expect(throws: KeyError.privateInsteadOfPublic) { try VerifyingKey(text, minimumBits: 0) }
        }
    }

    @Test func `keys of another kind than RSA are named`() throws {
        for text in Self.curvePrivate {
            #expect(throws: KeyError.notRSA) { try SigningKey(text) }
            #expect(throws: KeyError.privateInsteadOfPublic) { try VerifyingKey(text) }
        }
        #expect(throws: KeyError.notRSA) { try VerifyingKey(Self.curvePublic) }
        #expect(throws: KeyError.publicInsteadOfPrivate) { try SigningKey(Self.curvePublic) }
        #expect(throws: KeyError.notRSA) { try VerifyingKey(try Vectors.text("certs/root_ec.crt")) }
    }

    @Test func `a key of 1024 bits is accepted only where an old application asks for it`() throws {
        let own = try VectorKeys.base64("app_rsa1024.pkcs8")
        let alipay = try VectorKeys.base64("alipay_platform_rsa1024.pub")
        #expect(throws: KeyError.weak(bits: 1_024)) { try SigningKey(own) }
        #expect(throws: KeyError.weak(bits: 1_024)) { try VerifyingKey(alipay) }
        #expect(throws: KeyError.weak(bits: 1_024)) { try SigningKey(own, minimumBits: 1_025) }
        #expect(throws: Never.self) { try SigningKey(own, minimumBits: 1_024) }
        #expect(throws: Never.self) { try VerifyingKey(alipay, minimumBits: 1_024) }
    }

    @Test(
        arguments: [
            ("", KeyError.empty), (" \r\n\t", .empty), ("\u{FEFF}", .empty),
            ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", .empty),
            ("?", .notBase64), ("MIIE*", .notBase64), ("密钥", .notBase64), ("/etc/replybot/key.pem", .notBase64),
            ("-----BEGIN PRIVATE KEY-----\nAAAA", .notBase64), ("-----BEGIN PRIVATE KEY", .notBase64),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PUBLIC KEY-----", .notBase64),
            ("-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----", .notAKey),
            ("# nothing but a remark", .notBase64), ("// a remark\nAA?A", .notBase64), ("AAAA\nAA-A", .notBase64),
            ("-----BEGIN PRIVATE KEY-----\n# a remark\n-----END PRIVATE KEY-----", .notBase64),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", .encrypted),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                    + "-----END RSA PRIVATE KEY-----", .encrypted
            ),
            ("AAAA", .notAKey), ("bm90IGEga2V5", .notAKey), ("aYA0GP8JEW+D7/UFaskCWA==", .notAKey),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", .notAKey),
        ]
    )
    func `a text that is no key is refused by name`(_ text: String, _ error: KeyError) {
        #expect(throws: error) { try SigningKey(text) }
        #expect(throws: error) { try VerifyingKey(text) }
    }

    @Test(arguments: ["app.pkcs8", "app.pkcs1", "app.pub"])
    func `a key that lost its end is no key`(_ entry: String) throws {
        let der = try VectorKeys.der(entry)
        for length in [1, 2, 30, der.count / 2, der.count - 1] {
            let text = KeySpelling.bareBase64.write(Array(der.prefix(length)), label: "")
            #expect(throws: KeyError.notAKey) { try SigningKey(text) }
            #expect(throws: KeyError.notAKey) { try VerifyingKey(text) }
        }
    }

    @Test(
        arguments: ["app.pkcs8", "app.pkcs1", "app.pub"],
        [[0x00], [0x05, 0x00], [0x0A], [0x30, 0x00]] as [[UInt8]]
    )
    func `a key with anything behind it is no key`(_ entry: String, _ tail: [UInt8]) throws {
        let text = KeySpelling.bareBase64.write(try VectorKeys.der(entry) + tail, label: "")
        #expect(throws: KeyError.notAKey) { try SigningKey(text) }
        #expect(throws: KeyError.notAKey) { try VerifyingKey(text) }
    }

    @Test func `a certificate with anything behind it is none`() throws {
        let der = try #require(try PEMText(try Vectors.text("certs/alipayCertPublicKey.leaf.crt")).blocks.first?.der)
        #expect(throws: Never.self) { try CertificateFile(KeySpelling.pem.write(der, label: "CERTIFICATE")) }
        for tail in [[0x00], [0x0A], [0x30, 0x00]] as [[UInt8]] {
            let text = KeySpelling.pem.write(der + tail, label: "CERTIFICATE")
            #expect(throws: KeyError.notAKey) { try CertificateFile(text) }
            #expect(throws: KeyError.notAKey) { try VerifyingKey(text) }
        }
    }

    @Test func `a line that is lost, or taken for a remark, makes no other key`() throws {
        let lines = KeySpelling.pem.write(try VectorKeys.der("app.pub"), label: "PUBLIC KEY").split(separator: "\n")
        for index in lines.indices.dropFirst().dropLast() {
            var broken = lines.map(String.init)
            broken[index] = "#" + broken[index]
            #expect(throws: KeyError.self) { try VerifyingKey(broken.joined(separator: "\n")) }
        }
    }
}
