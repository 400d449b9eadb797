import BotCore
import Foundation
import TestSupport
import Testing

/// The checks before a request.
@Suite(.timeLimit(.minutes(5)), .watched)
struct BeforeSendingTests {
    private static let hour: TimeInterval = 3_600
    private static let sent = DeliveryEffect.send(Sample.id, namingEvent: false, until: Sample.start + .seconds(11))

    private static func dead(_ reason: ReasonCode, mayHaveArrived: Bool = false) -> DeliveryEffect {
        .record(Sample.id, .dead(reason: .own(reason), mayHaveArrived: mayHaveArrived))
    }

    private static func facts(idle: TimeInterval? = 0, handoff: TimeInterval? = nil) -> DeliveryFacts {
        DeliveryFacts(lastInteraction: idle.map { Sample.wall - $0 }, handoffUntil: handoff.map { Sample.wall + $0 })
    }

    @Test(arguments: [
        (Sample.reply(), facts(), sent),
        (Sample.reply { $0.expires = Sample.wall + 1 }, facts(), dead(.expired)),
        (Sample.reply { $0.sendsToday = 95 }, facts(), sent),
        (Sample.reply { $0.sendsToday = 96 }, facts(), dead(.dailyQuota)),
        (Sample.reply { ($0.sendsToday, $0.priority) = (91, .low) }, facts(), dead(.dailyQuota)),
        (Sample.reply { ($0.sendsToday, $0.priority) = (100, .essential) }, facts(), sent),
        (Sample.reply(), facts(idle: 48 * hour - 61), sent),
        (Sample.reply(), facts(idle: 48 * hour - 60), dead(.outsideWindow)),
        (Sample.reply(), facts(idle: nil), dead(.outsideWindow)),
        (Sample.reply(), facts(handoff: 2), dead(.handoff)),
        (Sample.reply(), facts(handoff: 1), sent),
        (Sample.reply { $0.ignoresHandoff = true }, facts(handoff: 600), sent),
        (Sample.reply { $0.ambiguousTries = 1 }, facts(), sent),
        (Sample.reply { $0.ambiguousTries = 2 }, facts(), dead(.ambiguous, mayHaveArrived: true)),
        (
            Sample.reply { ($0.ambiguousTries, $0.sendsToday) = (1, 96) }, facts(),
            dead(.dailyQuota, mayHaveArrived: true)
        ),
    ])
    func `the limits are looked at again`(reply: ClaimedReply, facts: DeliveryFacts, expected: DeliveryEffect) {
        let core = CoreUnderTest()
        core.claim(reply)
        #expect(core.tell(.facts(reply.id, facts), at: 1).first == expected)
    }

    @Test(arguments: [(20.0, true), (20.1, false), (45, false)])
    func `nothing is sent that its lease may not outlast`(seconds: Double, isSent: Bool) {
        let core = CoreUnderTest()
        core.claim(Sample.reply())
        let effects = core.tell(.facts(Sample.id, Sample.facts), at: seconds)
        let release = DeliveryEffect.record(Sample.id, .putBack(.lease))
        #expect(effects.contains(release) == !isSent)
    }

    @Test func `a store that cannot say what it knows is asked again a second later`() {
        let core = CoreUnderTest()
        core.claim(Sample.reply())
        let expected = DeliveryEffect.record(Sample.id, .retry(after: .seconds(1), reason: .own(.store), cost: .none))
        #expect(core.tell(.facts(Sample.id, nil)).first == expected)
    }

    @Test func `a reply claimed before a gate closed does not slip through`() {
        let core = CoreUnderTest()
        core.send(Sample.reply(1))
        core.claim(Sample.reply(2))
        _ = core.tell(.answered(Sample.id, Sample.failed(.blocked)), at: 1)
        let second = ReplyID(rawValue: 2)
        let expected = DeliveryEffect.record(second, .putBack(.heldBack))
        #expect(core.tell(.facts(second, Sample.facts), at: 1).first == expected)
    }

    @Test func `under drop the beginning of a try is on record before the try`() {
        let core = CoreUnderTest { $0.onAmbiguous = .drop }
        core.claim(Sample.reply())
        #expect(core.tell(.facts(Sample.id, Sample.facts)) == [.markStarted(Sample.id)])
        let until = Sample.start + .seconds(11)
        let expected = DeliveryEffect.send(Sample.id, namingEvent: false, until: until)
        #expect(core.tell(.started(Sample.id, isOurs: true), at: 1) == [expected])
    }

    @Test func `a lease that ended is noticed before the try`() {
        let core = CoreUnderTest { $0.onAmbiguous = .drop }
        core.claim(Sample.reply())
        _ = core.tell(.facts(Sample.id, Sample.facts))
        let effects = core.tell(.started(Sample.id, isOurs: false))
        #expect(effects.first == .announce(.outcomeTooLate(Sample.id)))
    }
}
