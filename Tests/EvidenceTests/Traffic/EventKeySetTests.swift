import Evidence
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct EventKeySetTests {
    private static func key(_ high: UInt64, _ low: UInt64) -> EventKey {
        EventKey(digest: [high, low].flatMap { half in (0..<8).map { UInt8(half >> (56 - 8 * $0) & 0xFF) } })
    }

    /// Keys that differ in few bits, as a redacted recording may have them, and keys at random.
    private static let keys: [EventKey] = {
        var random = SeededGenerator(seed: 11)
        let counted = (0..<2_000 as Range<UInt64>)
            .flatMap { [key(0, $0), key($0, 0), key($0 << 48, $0), key(0, $0 << 44)] }
        let others = (0..<20_000).map { _ in key(random.next(), random.next()) }
        return (counted + others).shuffled(using: &random)
    }()

    @Test func `a key is new once, as in a set of the standard library`() {
        var (keys, known) = (EventKeySet(), Set<EventKey>())
        for key in Self.keys + Self.keys {
            let isNew = known.insert(key).inserted
            let isAdded = keys.insert(key)
            #expect(isAdded == isNew)
        }
        #expect(known.count > 20_000)
    }

    @Test func `sixteen zeros are a key like any other`() {
        var keys = EventKeySet()
        let areNew = [0, 1, 0, 1].map { keys.insert(Self.key(0, $0)) }
        #expect(areNew == [true, true, false, false])
    }
}
