import BotCore
import Foundation
import TestSupport
import Testing

/// The outcome of each answer.
@Suite(.timeLimit(.minutes(5)), .watched)
struct AfterSendingTests {
    private static func settlement(_ effects: [DeliveryEffect]) -> Settlement? {
        for case .record(_, let settlement) in effects { return settlement }
        return nil
    }

    @Test(arguments: [
        (DeliveryAnswer.accepted, Settlement.sent),
        (.notBegun, .putBack(.notBegun)),
        (Sample.failed(.unproven), .dead(reason: Sample.reason(.unproven), mayHaveArrived: true)),
        (Sample.failed(.refused), .dead(reason: Sample.reason(.refused), mayHaveArrived: false)),
        (Sample.failed(.eventExpired), .dead(reason: Sample.reason(.eventExpired), mayHaveArrived: false)),
        (Sample.failed(.blocked), .retry(after: .zero, reason: Sample.reason(.blocked), cost: .none)),
        (
            Sample.failed(.retry, after: .seconds(9)),
            .retry(after: .seconds(9), reason: Sample.reason(.retry), cost: .aTry)
        ),
        (
            Sample.failed(.throttled, after: .seconds(9)),
            .retry(after: .seconds(9), reason: Sample.reason(.throttled), cost: .none)
        ),
        (Sample.failed(.retry, after: .seconds(299)), .dead(reason: Sample.reason(.retry), mayHaveArrived: false)),
        (Sample.failed(.retry, tries: 1), .dead(reason: Sample.reason(.retry), mayHaveArrived: false)),
    ])
    func `its class decides`(answer: DeliveryAnswer, expected: Settlement) {
        let core = CoreUnderTest()
        core.send(Sample.reply())
        #expect(Self.settlement(core.tell(.answered(Sample.id, answer), at: 1)) == expected)
    }

    @Test(arguments: [
        (Sample.failed(.unreachable), 2.0...5.0, Settlement.Cost.none),
        (Sample.failed(.ambiguous), 0...0.5, .ambiguity),
        (Sample.failed(.retry), 0...0.5, .aTry),
        (Sample.failed(.throttled), 0...0.5, .none),
    ])
    func `a repeat waits, and costs what it must`(
        answer: DeliveryAnswer,
        range: ClosedRange<Double>,
        expected: Settlement.Cost
    ) throws {
        let core = CoreUnderTest()
        core.send(Sample.reply())
        let settlement = try #require(Self.settlement(core.tell(.answered(Sample.id, answer), at: 1)))
        guard case .retry(let wait, _, let cost) = settlement else {
            Issue.record("\(settlement)")
            return
        }
        #expect(range.contains(wait / .seconds(1)))
        #expect(cost == expected)
    }

    @Test(arguments: [(AmbiguityPolicy.resendOnce, 0, false), (.resendOnce, 1, true), (.drop, 0, true)])
    func `an uncertain try is repeated once, under drop never`(policy: AmbiguityPolicy, earlier: Int, isDead: Bool) {
        let core = CoreUnderTest { $0.onAmbiguous = policy }
        core.send(Sample.reply { $0.ambiguousTries = earlier })
        _ = core.tell(.started(Sample.id, isOurs: true))
        let settlement = Self.settlement(core.tell(.answered(Sample.id, Sample.failed(.ambiguous)), at: 1))
        #expect((settlement == .dead(reason: Sample.reason(.ambiguous), mayHaveArrived: true)) == isDead)
    }

    @Test(arguments: [(4, false), (5, true)])
    func `after five tries a reply is given up`(tries: Int, isDead: Bool) {
        let core = CoreUnderTest()
        core.send(Sample.reply { $0.tries = tries })
        let settlement = Self.settlement(core.tell(.answered(Sample.id, Sample.failed(.retry)), at: 1))
        #expect((settlement == .dead(reason: Sample.reason(.retry), mayHaveArrived: false)) == isDead)
    }

    @Test func `an event too old to be named is left out once, within the same lease`() {
        let core = CoreUnderTest()
        core.send(Sample.reply { $0.namesEvent = true })
        let until = Sample.start + .seconds(11)
        let answer = DeliveryEvent.answered(Sample.id, Sample.failed(.eventExpired))
        #expect(core.tell(answer, at: 1).first == .send(Sample.id, namingEvent: false, until: until))
        #expect(
            Self.settlement(core.tell(answer, at: 2))
                == .dead(reason: Sample.reason(.eventExpired), mayHaveArrived: false)
        )
    }

    @Test func `the second half of such a pair needs a lease as well`() {
        let core = CoreUnderTest { $0.requestTime = .seconds(10) }
        core.claim(Sample.reply { $0.namesEvent = true })
        _ = core.tell(.facts(Sample.id, Sample.facts), at: 19)
        let effects = core.tell(.answered(Sample.id, Sample.failed(.eventExpired)), at: 21)
        #expect(Self.settlement(effects) == .dead(reason: Sample.reason(.eventExpired), mayHaveArrived: false))
    }

    @Test func `a probe spends no try`() {
        let core = CoreUnderTest()
        core.send(Sample.reply())
        _ = core.tell(.answered(Sample.id, Sample.failed(.blocked)), at: 1)
        _ = core.tell(.recorded(Sample.id, isOurs: true), at: 1)
        core.send(Sample.reply { $0.tries = 5 }, at: 61)
        let settlement = Self.settlement(core.tell(.answered(Sample.id, Sample.failed(.retry)), at: 62))
        guard case .retry(_, _, cost: .none) = settlement else {
            Issue.record("\(String(describing: settlement))")
            return
        }
    }

    @Test func `of the replies claimed for a probe one is sent, what expired is given up, and the others wait`() {
        let core = CoreUnderTest()
        core.send(Sample.reply())
        _ = core.tell(.answered(Sample.id, Sample.failed(.blocked)), at: 1)
        _ = core.tell(.recorded(Sample.id, isOurs: true), at: 1)
        let expired = Sample.reply(1) { $0.expires = Sample.reading(60).wall }
        let replies = [expired, Sample.reply(2), Sample.reply(3)]
        _ = core.tell(.woken, at: 61)
        _ = core.tell(.claimed(replies, nextDue: nil, at: Sample.reading(61)), at: 61)
        let effects = replies.map { core.tell(.facts($0.id, Sample.facts), at: 61) }
        #expect(Self.settlement(effects[0]) == .dead(reason: .own(.expired), mayHaveArrived: false))
        #expect(effects[1].contains { if case .send(replies[1].id, _, _) = $0 { true } else { false } })
        #expect(Self.settlement(effects[2]) == .putBack(.heldBack))
    }
}
