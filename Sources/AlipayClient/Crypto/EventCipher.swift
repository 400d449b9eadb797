internal import Foundation

/// The encryption of events and their answers: RSA with PKCS#1 v1.5 in blocks, in base64 (PROTOCOL 1.8).
///
/// An old option of the platform. Blocks are as large as the keys make them.
public struct EventCipher: Sendable {
    /// More blocks than any event has; each costs as much as a signature.
    private static let blockLimit = 64

    private let own: KeyHandle
    private let platform: KeyHandle

    /// Makes a cipher.
    ///
    /// - Parameters:
    ///   - own: the application's private key, which decrypts events.
    ///   - platform: Alipay's public key, which encrypts answers.
    public init(own: SigningKey, platform: VerifyingKey) {
        self.own = own.handle
        self.platform = platform.handle
    }

    /// Decrypts; nil, with no reason given, for all that was not encrypted for us.
    func decrypt(_ base64: [UInt8]) -> [UInt8]? {
        let size = own.signatureSize
        guard let cipher = Base64.decode(base64), !cipher.isEmpty, cipher.count.isMultiple(of: size),
            cipher.count / size <= EventCipher.blockLimit
        else { return nil }
        return try? EventCipher.blocks(of: cipher, size: size).flatMap { try own.decrypt($0) }
    }

    /// Encrypts to one line of base64.
    func encrypt(_ plain: [UInt8]) throws(CryptoError) -> String {
        var cipher: [UInt8] = []
        // PKCS#1 v1.5 takes at least eleven bytes of each block.
        for block in EventCipher.blocks(of: plain, size: platform.signatureSize - 11) {
            cipher += try platform.encrypt(block)
        }
        return Data(cipher).base64EncodedString()
    }

    private static func blocks(of bytes: [UInt8], size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }
}

extension EventCipher: CustomStringConvertible, CustomReflectable {
    /// Says that these are keys, and nothing of them.
    public var description: String { "EventCipher(<REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
