import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct DigestTests {
    @Test(
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ]
    )
    func `SHA-256 is that of FIPS 180-4`(_ text: String, _ digest: String) throws {
        #expect(Digest.hex(try Digest.sha256(Array(text.utf8))) == digest)
    }

    @Test(arguments: [("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72")])
    func `MD5 is that of RFC 1321`(_ text: String, _ digest: String) throws {
        #expect(Digest.hex(try Digest.md5(Array(text.utf8))) == digest)
    }

    @Test func `a byte is two digits`() {
        #expect(Digest.hex([0x00, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
    }
}
