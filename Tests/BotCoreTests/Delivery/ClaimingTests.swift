import BotCore
import Foundation
import TestSupport
import Testing

/// Claims, and the recording of outcomes.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ClaimingTests {
    private static func claim(_ limit: Int) -> DeliveryEffect { .claim(limit: limit, lease: .seconds(30)) }

    @Test func `no more is claimed than there are free slots`() {
        let core = CoreUnderTest { $0.concurrency = 3 }
        #expect(core.tell(.woken) == [Self.claim(3)])
        let effects = core.tell(.claimed([Sample.reply(1), Sample.reply(2)], nextDue: nil, at: Sample.reading(0)))
        #expect(effects == [.readFacts(ReplyID(rawValue: 1)), .readFacts(ReplyID(rawValue: 2))])
        #expect(core.tell(.woken) == [Self.claim(1)])
    }

    @Test func `one claim is under way at a time, and a call meanwhile is not forgotten`() {
        let core = CoreUnderTest()
        #expect(core.tell(.woken) == [Self.claim(32)])
        #expect(core.tell(.woken) == [])
        #expect(core.tell(.claimed([], nextDue: nil, at: Sample.reading(0))) == [Self.claim(32)])
        #expect(core.tell(.claimed([], nextDue: nil, at: Sample.reading(0))) == [])
    }

    @Test func `the next claim is made when the next reply is due`() {
        let core = CoreUnderTest()
        _ = core.tell(.woken)
        let claimed = DeliveryEvent.claimed([], nextDue: Sample.wall + 7, at: Sample.reading(0))
        let effects = core.step(claimed, at: Sample.reading(0))
        #expect(effects == [.wake(at: Sample.start + .seconds(7))])
        #expect(core.tell(.alarm, at: 7) == [Self.claim(32)])
    }

    @Test func `a claim that failed is made again a second later`() {
        let core = CoreUnderTest()
        _ = core.tell(.woken)
        #expect(core.tell(.claimFailed) == [])
        #expect(core.tell(.alarm, at: 0.9) == [])
        #expect(core.tell(.alarm, at: 1) == [Self.claim(32)])
    }

    @Test func `an outcome that could not be kept is kept later, and the slot stays taken`() {
        let core = CoreUnderTest { $0.concurrency = 1 }
        core.send(Sample.reply())
        _ = core.tell(.answered(Sample.id, .accepted), at: 1)
        #expect(core.tell(.recordFailed(Sample.id), at: 2) == [])
        #expect(core.tell(.woken, at: 2.5) == [])
        #expect(core.tell(.alarm, at: 3) == [.record(Sample.id, .sent)])
        #expect(core.tell(.recorded(Sample.id, isOurs: true), at: 3) == [Self.claim(1)])
    }

    @Test func `a reply that we claim again while it is sent is not sent twice`() {
        let core = CoreUnderTest()
        core.send(Sample.reply())
        _ = core.tell(.woken, at: 31)
        #expect(core.tell(.claimed([Sample.reply()], nextDue: nil, at: Sample.reading(31)), at: 31) == [])
        #expect(core.tell(.answered(Sample.id, .accepted), at: 32).contains(.record(Sample.id, .sent)))
    }

    @Test(arguments: [true, false])
    func `an outcome refused because of our own claim is kept under it`(isClaimFirst: Bool) {
        let core = CoreUnderTest()
        core.send(Sample.reply())
        _ = core.tell(.answered(Sample.id, .accepted), at: 31)
        _ = core.tell(.woken, at: 31)
        let claimed = DeliveryEvent.claimed([Sample.reply()], nextDue: nil, at: Sample.reading(31))
        let refused = DeliveryEvent.recorded(Sample.id, isOurs: false)
        _ = core.tell(isClaimFirst ? claimed : refused, at: 31)
        #expect(core.tell(isClaimFirst ? refused : claimed, at: 31).contains(.record(Sample.id, .sent)))
    }

    @Test func `an outcome that belongs to somebody else is let go`() {
        let core = CoreUnderTest()
        core.send(Sample.reply())
        _ = core.tell(.answered(Sample.id, .accepted), at: 31)
        let effects = core.tell(.recorded(Sample.id, isOurs: false), at: 31)
        #expect(effects.first == .announce(.outcomeTooLate(Sample.id)))
    }

    @Test func `closing gives back what was not begun and waits for what was`() {
        let core = CoreUnderTest()
        core.send(Sample.reply(1))
        core.claim(Sample.reply(2))
        #expect(core.tell(.closing) == [])
        let second = ReplyID(rawValue: 2)
        let release = DeliveryEffect.record(second, .putBack(.closing))
        #expect(core.tell(.facts(second, Sample.facts)) == [release])
        #expect(core.tell(.recorded(second, isOurs: true)) == [])
        #expect(!core.core.isClosed)
        #expect(core.tell(.answered(Sample.id, .accepted), at: 1) == [.record(Sample.id, .sent)])
        #expect(core.tell(.recorded(Sample.id, isOurs: true), at: 1) == [])
        #expect(core.core.isClosed)
    }

    @Test func `when the clock was set nothing is claimed before the stored times follow`() {
        let core = CoreUnderTest()
        _ = core.tell(.alarm, at: 0)
        let set = ClockReading(wall: Sample.wall + 3_601, monotonic: Sample.start + .seconds(1))
        let step = ClockStep(seconds: 3_600)
        #expect(core.tell(.woken, at: set) == [.announce(.clockStepped(step)), .shiftDues(step)])
        #expect(core.tell(.duesShifted, at: set) == [Self.claim(32)])
    }

    @Test func `new keys end a pause at once`() {
        let core = CoreUnderTest()
        core.send(Sample.reply())
        _ = core.tell(.answered(Sample.id, Sample.failed(.blocked)), at: 1)
        #expect(core.tell(.recorded(Sample.id, isOurs: true), at: 1) == [])
        #expect(core.tell(.keysChanged, at: 2) == [.announce(.resumed), Self.claim(32)])
    }
}
