import TestSupport
import Testing

@testable import AlipayClient

/// Every parameter of a signed request, changed in every way; none here is empty, as empty ones are not always signed.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ParameterTests {
    static let originals = ["verifygw_gbk_rsa2", "text_gbk_rsa2", "text_utf8_rsa2", "follow_gbk", "enter_scene_utf8"]

    private static let verifier = Result { try NotificationVerifier(keys: [VectorKeys.verifying()]) }

    private static func pairs(_ id: String) throws -> [FormDecoder.Pair] {
        let pairs = try FormDecoder.decode(try Vectors.bytes(InboundVector.named(id).bodyFile))
        return try #require(pairs.allSatisfy { !$0.value.isEmpty } ? pairs : nil)
    }

    private static func isAccepted(_ pairs: [FormDecoder.Pair]) throws -> Bool {
        let verifier = try verifier.get()
        guard let form = try? NotificationForm(query: [], body: RequestMutation.write(pairs)) else { return false }
        return (try? verifier.verify(form)) != nil
    }

    @Test(arguments: originals)
    func `a dropped, doubled, emptied or renamed parameter is refused`(_ id: String) throws {
        let pairs = try Self.pairs(id)
        #expect(try Self.isAccepted(pairs))
        for (index, pair) in pairs.enumerated() {
            var dropped = pairs
            dropped.remove(at: index)
            var emptied = pairs
            emptied[index] = FormDecoder.Pair(name: pair.name, value: [])
            var changed = [dropped, emptied, pairs + [pair], [FormDecoder.Pair(name: pair.name, value: [])] + pairs]
            for name in [[], pair.name + [0], pair.name + [0x20], [0x78] + pair.name, Array(pair.name.dropLast())] {
                var renamed = pairs
                renamed[index] = FormDecoder.Pair(name: name, value: pair.value)
                changed.append(renamed)
            }
            for bent in changed {
                #expect(try !Self.isAccepted(bent), "\(String(decoding: pair.name, as: UTF8.self)): \(bent)")
            }
        }
    }

    @Test(arguments: originals)
    func `an added parameter is refused wherever it stands`(_ id: String) throws {
        let pairs = try Self.pairs(id)
        for name in ["a", "sign2", "SIGN", "app_id", "zzz", "biz_content2", "", "\0", "msg_method", "alipay_cert_s"] {
            for place in 0...pairs.count {
                var more = pairs
                more.insert(FormDecoder.Pair(name: Array(name.utf8), value: [0x31]), at: place)
                #expect(try !Self.isAccepted(more), "\(name) at \(place)")
            }
        }
    }

    @Test(arguments: originals, [0, 1, 2, 3, 4, 5, 6, 7])
    func `a flipped bit of a name or a value is refused`(_ id: String, _ bit: Int) throws {
        let pairs = try Self.pairs(id)
        for (place, pair) in pairs.enumerated() {
            // Every byte of names and short values; of a long value, one in eight for each bit.
            let step = pair.value.count > 400 ? 8 : 1
            let names = pair.name.indices.map { (Self.flip(pair.name, $0, bit), pair.value) }
            let values = stride(from: bit % step, to: pair.value.count, by: step)
                .map { (pair.name, Self.flip(pair.value, $0, bit)) }
            for (name, value) in names + values {
                var bent = pairs
                bent[place] = FormDecoder.Pair(name: name, value: value)
                if try Self.isAccepted(bent) { Issue.record("\(id), parameter \(place), bit \(bit): \(name)=\(value)") }
            }
        }
    }

    @Test(arguments: originals, 1...10)
    func `another order and other escapes change nothing`(_ id: String, _ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let verifier = try Self.verifier.get()
        let pairs = try Self.pairs(id)
        let content = try verifier.verify(NotificationForm(query: [], body: RequestMutation.write(pairs))).parts.content
        for _ in 0..<10 {
            let written = pairs.shuffled(using: &generator).map { RequestMutation.respell($0, using: &generator) }
            let cut = Int.random(in: 0...written.count, using: &generator)
            let form = try NotificationForm(
                query: Array(written[..<cut].joined(separator: [0x26])),
                body: Array(written[cut...].joined(separator: [0x26]))
            )
            #expect(try verifier.verify(form).parts.content == content)
        }
    }

    private static func flip(_ bytes: [UInt8], _ index: Int, _ bit: Int) -> [UInt8] {
        var flipped = bytes
        flipped[index] ^= 1 << UInt8(bit)
        return flipped
    }
}
