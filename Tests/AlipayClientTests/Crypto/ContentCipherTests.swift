import TestSupport
import Testing

@testable import AlipayClient

/// A plain text and its AES-CBC ciphertext with a zero IV.
struct CipherVector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let keyBase64: String
    let plain: String
    let cipherBase64: String

    var testDescription: String { id }

    static func all() throws -> [CipherVector] { try Vectors.decode("aes.json") }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct ContentCipherTests {
    @Test(arguments: try CipherVector.all())
    func `content is encrypted as every implementation encrypts it`(_ vector: CipherVector) throws {
        let cipher = try ContentCipher(base64: vector.keyBase64)
        #expect(try cipher.encrypt(Array(vector.plain.utf8)) == Array(vector.cipherBase64.utf8))
    }

    @Test(arguments: try CipherVector.all())
    func `content is decrypted to the last byte`(_ vector: CipherVector) throws {
        let cipher = try ContentCipher(base64: vector.keyBase64)
        #expect(try cipher.decrypt(Array(vector.cipherBase64.utf8)) == Array(vector.plain.utf8))
    }

    @Test(arguments: ["", "=", "AAAA", "not base64", "KCifvlDR5/rCvwnJGXnuFg", "KCifvlDR5/rCvwnJGXnuFg==\n"])
    func `bytes that are no ciphertext are not decrypted`(_ text: String) throws {
        let cipher = try ContentCipher(base64: "aYA0GP8JEW+D7/UFaskCWA==")
        #expect(try cipher.decrypt(Array(text.utf8)) == nil)
    }

    @Test func `a ciphertext of another key is not decrypted`() throws {
        let cipher = try ContentCipher(base64: "AAECAwQFBgcICQoLDA0ODw==")
        #expect(try cipher.decrypt(Array("fxrwh8KQEA96UJq+4LPuWg==".utf8)) == nil)
    }

    @Test func `a key shown by the console is read with the white space around it`() throws {
        let cipher = try ContentCipher(base64: " aYA0GP8JEW+D7/UFaskCWA==\r\n")
        #expect(try cipher.encrypt([]) == Array("KCifvlDR5/rCvwnJGXnuFg==".utf8))
    }

    @Test(
        arguments: [
            ("", KeyError.empty), (" \n", .empty), ("?", .notBase64), ("aYA0GP8JEW+D7/UFaskCWA", .notBase64),
            ("AAAA", .wrongLength(bytes: 3)), ("AAECAwQFBgcICQoLDA0ODxA=", .wrongLength(bytes: 17)),
        ]
    )
    func `a text that is no AES key is refused by name`(_ text: String, _ error: KeyError) {
        #expect(throws: error) { try ContentCipher(base64: text) }
    }
}
