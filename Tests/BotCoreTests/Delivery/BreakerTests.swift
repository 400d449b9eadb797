import TestSupport
import Testing

@testable import BotCore

@Suite(.timeLimit(.minutes(5)), .watched)
struct BreakerTests {
    private static func open() -> Breaker {
        var breaker = Breaker(BreakerPolicy())
        for _ in 0..<5 { _ = breaker.note(.unreachable, isProbe: false, at: .zero) }
        return breaker
    }

    @Test(arguments: [
        (10, 10, true), (11, 9, false), (0, 19, false), (0, 20, true), (30, 10, false),
    ])
    func `it opens when half of twenty calls in ten seconds failed`(answered: Int, failed: Int, isOpen: Bool) {
        var breaker = Breaker(BreakerPolicy())
        for _ in 0..<answered { _ = breaker.note(.answers, isProbe: false, at: .seconds(50)) }
        for _ in 0..<failed { _ = breaker.note(.fails, isProbe: false, at: .seconds(51)) }
        #expect(breaker.isProbing == isOpen)
    }

    @Test func `failures that are long ago do not count`() {
        var breaker = Breaker(BreakerPolicy())
        for second in 0..<60 { _ = breaker.note(.fails, isProbe: false, at: .seconds(second)) }
        #expect(!breaker.isProbing)
    }

    @Test func `five calls in a row without a connection open it, and an answer between them does not`() {
        var breaker = Breaker(BreakerPolicy())
        for sign in [Breaker.Sign.unreachable, .unreachable, .unreachable, .unreachable, .answers, .unreachable] {
            let first = breaker.note(sign, isProbe: false, at: .zero)
            #expect(first == nil)
        }
        #expect(Self.open().closed(at: .zero) == .seconds(1))
    }

    @Test func `probes are let through after 1, 2, 4, 8, 16, 30 and 30 seconds`() {
        var breaker = Self.open()
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<7 {
            guard let until = breaker.closed(at: now) else { break }
            waits.append(until - now)
            now = until
            #expect(breaker.closed(at: now) == nil)
            _ = breaker.note(.fails, isProbe: true, at: now)
        }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
    }

    @Test func `three probes that succeed close it`() {
        var breaker = Self.open()
        let notices = (1...3).map { breaker.note(.answers, isProbe: true, at: .seconds($0)) }
        #expect(notices == [nil, nil, .breakerClosed])
        #expect(!breaker.isProbing)
    }

    @Test func `a probe that fails after two that succeeded begins again, with a longer wait`() {
        var breaker = Self.open()
        for second in 1...2 { _ = breaker.note(.answers, isProbe: true, at: .seconds(second)) }
        _ = breaker.note(.fails, isProbe: true, at: .seconds(3))
        #expect(breaker.closed(at: .seconds(3)) == .seconds(5))
    }

    @Test(arguments: [Breaker.Sign.answers, .fails, .unreachable])
    func `calls made before it opened say nothing new`(sign: Breaker.Sign) {
        var breaker = Self.open()
        let before = breaker
        _ = breaker.note(sign, isProbe: false, at: .milliseconds(500))
        #expect(breaker == before)
    }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct SlidingCountTests {
    @Test(arguments: [(0, 2), (5, 2), (9, 2), (10, 0), (1_000, 0)])
    func `an event is counted until the window has passed`(later: Int, expected: Int) {
        var count = SlidingCount(window: .seconds(10))
        count.add(at: .seconds(100))
        count.add(at: .milliseconds(100_500))
        let first = count.total(at: .seconds(100 + later))
        #expect(first == expected)
    }

    @Test func `the older reply goes first`() {
        var count = SlidingCount(window: .seconds(10))
        for second in 0..<10 { count.add(at: .seconds(second)) }
        let first = count.total(at: .seconds(9))
        #expect(first == 10)
        let second = count.total(at: .seconds(12))
        #expect(second == 7)
        let third = count.total(at: .seconds(3))
        #expect(third == 7)
    }
}
