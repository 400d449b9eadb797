package import AlipayClient
internal import Foundation

/// The secret from which all pseudonyms of a redaction are drawn; without it they cannot be traced back.
package struct RedactionKey: Sendable {
    /// The least number of bytes of a key file.
    static let leastBytes = 16

    private let inner: [UInt8]
    private let outer: [UInt8]

    /// A key that nobody knows: the pseudonyms of two redactions have nothing in common.
    package init() throws(CryptoError) {
        var generator = SystemRandomNumberGenerator()
        try self.init(secret: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// The key in a file of at least 16 bytes; redactions with the same key agree.
    ///
    /// - Throws: `CommandFailure` if it cannot be read or is too short.
    package init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("读不到密钥文件 \(path)：检查路径和权限", "cannot read the key file \(path): check path and mode")
        }
        guard data.count >= Self.leastBytes else {
            throw CommandFailure(
                "密钥文件 \(path) 太短：至少 \(Self.leastBytes) 字节，例如 head -c 32 /dev/urandom > \(path)",
                "the key file \(path) is too short: at least \(Self.leastBytes) bytes, such as "
                    + "head -c 32 /dev/urandom > \(path)"
            )
        }
        try self.init(secret: [UInt8](data))
    }

    init(secret: [UInt8]) throws(CryptoError) {
        let block = try Digest.sha256(secret) + [UInt8](repeating: 0, count: 32)
        inner = block.map { $0 ^ 0x36 }
        outer = block.map { $0 ^ 0x5C }
    }

    /// HMAC-SHA-256 (RFC 2104) of a text under a label; texts of different labels have nothing in common.
    func code(_ label: String, _ text: String) -> [UInt8] {
        let message = Array(label.utf8) + [0] + Array(text.utf8)
        // A digest of memory fails only where libcrypto has none at all, and then the key could not be made.
        guard let first = try? Digest.sha256(inner + message), let code = try? Digest.sha256(outer + first) else {
            return []
        }
        return code
    }

    /// The first 64 bits of a code.
    func number(_ label: String, _ text: String) -> UInt64 {
        code(label, text).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A digest in hexadecimal digits, 16 bytes long.
    func token(_ label: String, _ text: String) -> String {
        code(label, text).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension RedactionKey {
    /// Rounds of the Feistel network.
    private static let rounds = 8

    /// Other digits of the same number: no two texts of the same length get the same one, and none keeps its own.
    ///
    /// A keyed permutation P of all numbers of that length (a Feistel network over the two halves) takes the digits to
    /// P⁻¹(P(x) + 1), which is a permutation without a fixed point.
    func digits(_ digits: [Int], label: String) -> [Int] {
        guard digits.count > 1 else { return digits.map { ($0 + 1 + Int(number(label, "") % 9)) % 10 } }
        var state = digits
        for round in 0..<Self.rounds { feistel(&state, round, label, sign: 1) }
        for index in state.indices.reversed() {
            state[index] = (state[index] + 1) % 10
            if state[index] != 0 { break }
        }
        for round in (0..<Self.rounds).reversed() { feistel(&state, round, label, sign: -1) }
        return state
    }

    /// Adds to one half a number that depends on the other one, digit by digit.
    private func feistel(_ state: inout [Int], _ round: Int, _ label: String, sign: Int) {
        let middle = state.count / 2
        let (changed, seen) =
            round.isMultiple(of: 2)
            ? (0..<middle, middle..<state.count) : (middle..<state.count, 0..<middle)
        let text = "\(state.count) \(round) " + state[seen].map(String.init).joined()
        var code = self.code(label, text)
        while code.count < changed.count { code += self.code(label, text + " \(code.count)") }
        for (offset, index) in changed.enumerated() {
            // 256 is no multiple of 10; the bias is of no use to anyone who does not know the key.
            state[index] = ((state[index] + sign * Int(code[offset])) % 10 + 10) % 10
        }
    }
}
