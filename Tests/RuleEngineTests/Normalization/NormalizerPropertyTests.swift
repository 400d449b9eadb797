import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct NormalizerPropertyTests {
    /// Blocks in which foldings, marks, jamo, compatibility forms, invisible characters and emoji are found.
    private static let blocks: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0x20...0x7E, 0x00...0x2FF, 0x300...0x3FF, 0x300...0x345, 0x400...0x58F, 0x600...0x6FF,
        0x900...0xDFF, 0x1100...0x11FF, 0x13A0...0x13FF, 0x1C80...0x1CBF, 0x1E00...0x1FFF, 0x2000...0x206F,
        0x2100...0x218F, 0x2460...0x24FF, 0x3000...0x33FF, 0x4E00...0x9FFF, 0x4E00...0x9FFF, 0xA640...0xABFF,
        0xAC00...0xAD00, 0xF900...0xFFFF, 0x10400...0x104FF, 0x1F100...0x1F6FF, 0x20000...0x2FA1F, 0xE0000...0xE01EF,
    ]

    private static func text(seed: Int) -> String {
        var generator = SeededGenerator(seed: UInt64(seed))
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...16, using: &generator) {
            guard let block = blocks.randomElement(using: &generator) else { continue }
            if let scalar = Unicode.Scalar(UInt32.random(in: block, using: &generator)) { text.append(scalar) }
        }
        return String(text)
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
    }

    @Test func `folding a folded text changes nothing`() {
        for seed in 0..<4_000 {
            let once = TextNormalizer.normalize(Self.text(seed: seed))
            let twice = TextNormalizer.normalize(once.foldedText)
            #expect(twice.folded == once.folded, "seed \(seed): \(Self.escaped(once.rawText))")
        }
    }

    @Test func `folding the raw form gives the same as folding the text`() {
        for seed in 0..<4_000 {
            let once = TextNormalizer.normalize(Self.text(seed: seed))
            let again = TextNormalizer.normalize(once.rawText)
            #expect(again.raw == once.raw && again.folded == once.folded, "seed \(seed): \(Self.escaped(once.rawText))")
        }
    }

    @Test func `the way back never decreases and stays inside the raw form`() {
        for seed in 0..<4_000 {
            let text = TextNormalizer.normalize(Self.text(seed: seed))
            let origins = text.originIndexes
            #expect(origins.count == text.folded.count + 1)
            #expect(origins.last == text.raw.count)
            #expect(zip(origins, origins.dropFirst()).allSatisfy(<=), "seed \(seed)")
            #expect(origins.allSatisfy { 0...text.raw.count ~= $0 })
        }
    }

    @Test func `the original of every range is a part of the raw form, of a character at least one`() {
        for seed in 0..<500 {
            let text = TextNormalizer.normalize(Self.text(seed: seed))
            for start in 0..<text.folded.count {
                for end in start...text.folded.count {
                    let range = text.rawRange(start..<end)
                    #expect(0 <= range.lowerBound && range.upperBound <= text.raw.count)
                    #expect(range.isEmpty == (start == end), "seed \(seed)")
                    #expect(text.original(start..<end) == String(text.raw[range]))
                }
            }
        }
    }

    @Test func `the trimmed range lies in the folded text and is empty only with it`() {
        for seed in 0..<4_000 {
            let text = TextNormalizer.normalize(Self.text(seed: seed))
            #expect(text.trimmed.clamped(to: 0..<text.folded.count) == text.trimmed)
            #expect(text.trimmed.isEmpty == text.folded.isEmpty, "seed \(seed)")
        }
    }

    @Test func `the short way to NFKC gives what the long one gives`() throws {
        let scalars = (UInt32(0)...0x3_FFFF).compactMap(Unicode.Scalar.init).filter { $0.plainCompatibilityForm != nil }
        #expect(scalars.count > 20_000)
        let plain = try #require(TextNormalizer.plainForm(of: scalars))
        #expect(plain == TextNormalizer.compatibilityForm(of: scalars))
    }

    @Test func `every scalar with a plain form is in its ranges`() {
        let scalars = (UInt32(0)...0x3_FFFF).compactMap(Unicode.Scalar.init).filter { $0.plainCompatibilityForm != nil }
        let ranges = Unicode.Scalar.plainCompatibilityRanges
        #expect(scalars.allSatisfy { scalar in ranges.contains { $0.contains(scalar.value) } })
    }
}
