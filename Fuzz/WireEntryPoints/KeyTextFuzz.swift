import AlipayClient
import Foundation

/// For any pasted text: it is refused by name, or is a key that survives its own export.
enum KeyTextFuzz {
    static func fault(in bytes: [UInt8]) -> String? {
        // DER begins with a sequence; converting it to base64 here lets the fuzzer change its bytes.
        let isDER = bytes.first == 0x30 && !bytes.starts(with: Array("0123456789".utf8))
        let text = isDER ? Data(bytes).base64EncodedString() : String(decoding: bytes, as: UTF8.self)
        return privateFault(text) ?? publicFault(text) ?? certificateFault(text) ?? cipherFault(text)
    }

    private static func privateFault(_ text: String) -> String? {
        guard let key = try? SigningKey(text, minimumBits: 0) else { return nil }
        guard "\(key)" == "SigningKey(<REDACTED>)" else { return "a key that prints" }
        guard let own = try? key.publicKeyBase64(), let pem = try? key.exportedPEM() else { return nil }
        guard let again = try? SigningKey(pem, minimumBits: 0) else { return "a key that cannot be read again" }
        return (try? again.publicKeyBase64()) == own ? nil : "a key that comes back as another one"
    }

    private static func publicFault(_ text: String) -> String? {
        guard let key = try? VerifyingKey(text, minimumBits: 0), let own = try? key.base64() else { return nil }
        guard let again = try? VerifyingKey(own, minimumBits: 0) else {
            return "a public key that cannot be read again"
        }
        return (try? again.base64()) == own ? nil : "a public key that comes back as another one"
    }

    private static func certificateFault(_ text: String) -> String? {
        guard let file = try? CertificateFile(text) else { return nil }
        for certificate in file.certificates {
            let isSerial = certificate.serial.utf8.count == 32 && certificate.serial.allSatisfy(\.isHexDigit)
            if !isSerial { return "the SN \(certificate.serial)" }
            if certificate.validity.lowerBound > certificate.validity.upperBound { return "a validity backwards" }
            _ = try? certificate.verifyingKey(minimumBits: 0)
        }
        _ = file.isTrusted(by: file, at: file.leaf.validity.lowerBound)
        return file.rootSerial.utf8.count % 33 == (file.rootSerial.isEmpty ? 0 : 32) ? nil : "SN \(file.rootSerial)"
    }

    private static func cipherFault(_ text: String) -> String? {
        guard let cipher = try? ContentCipher(base64: text) else { return nil }
        let plain = Array(text.utf8)
        guard let secret = try? cipher.encrypt(plain) else { return "a cipher that does not encrypt" }
        return (try? cipher.decrypt(secret)) == plain ? nil : "a cipher that does not decrypt its own"
    }
}
