import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct Base64Tests {
    @Test func `Foundation's encoding is decoded`() {
        var generator = SeededGenerator(seed: 1)
        for size in 0...300 {
            let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(Base64.decode([UInt8](Data(bytes).base64EncodedData())) == bytes)
        }
    }

    @Test(arguments: [
        "A", "AA", "AAA", "AAAAA", "=", "==", "====", "A===", "AA=A", "A=AA", "=AAA", "AB==", "AAB=", "AA==AAAA", "AA=",
        "AA A", "AAAA\n", "AA-_", "AAA\u{0}", "AAAé",
    ])
    func `any other spelling is refused`(_ text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }

    @Test func `a byte that is no digit is refused at every place`() {
        let digits = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let text = Array("QUJDREVG".utf8)
        for place in text.indices {
            for byte in UInt8.min...UInt8.max where !digits.contains(byte) && byte != UInt8(ascii: "=") {
                var other = text
                other[place] = byte
                #expect(Base64.decode(other) == nil, "\(byte) at \(place)")
            }
        }
    }
}
