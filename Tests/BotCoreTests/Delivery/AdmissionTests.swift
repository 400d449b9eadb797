import Foundation
import TestSupport
import Testing

@testable import BotCore

/// The pause, the retry budget, the lease watch, and the gates together.
@Suite(.timeLimit(.minutes(5)), .watched)
struct AdmissionTests {
    private static let stop = DeliveryAnswer.failed(DeliveryFailure(.blocked, code: "invalid-signature"))

    private static func hear(
        _ answer: DeliveryAnswer,
        _ admission: inout AdmissionControl,
        isProbe: Bool = false,
        at second: Int
    )
        -> [DeliveryNotice]
    {
        hear(answer, to: attempt(admission, isProbe: isProbe, at: second), &admission, at: second)
    }

    private static func hear(
        _ answer: DeliveryAnswer,
        to attempt: Attempt,
        _ admission: inout AdmissionControl,
        at second: Int
    )
        -> [DeliveryNotice]
    {
        admission.hear(answer, to: attempt, at: .seconds(second))
    }

    /// A request that is begun at that time.
    private static func attempt(_ admission: AdmissionControl, isProbe: Bool = false, at second: Int) -> Attempt {
        Attempt(began: .seconds(second), namesEvent: false, isProbe: isProbe, keys: admission.pause.epoch)
    }

    @Test func `a wrong key closes the admission for a minute, and says so once`() {
        var admission = AdmissionControl(DeliveryPolicy())
        let first = Self.hear(Self.stop, &admission, at: 10)
        #expect(first == [.paused(code: "invalid-signature")])
        let second = Self.hear(Self.stop, &admission, at: 11)
        #expect(second == [])
        #expect(admission.closed(at: .seconds(70)) == .seconds(71))
        let third = admission.capacity(inFlight: 1, of: 32, at: .seconds(71))
        #expect(third == .full)
        let fourth = admission.capacity(inFlight: 0, of: 32, at: .seconds(71))
        #expect(fourth == .open(32))
    }

    @Test(arguments: [
        (DeliveryAnswer.accepted, true),
        (.failed(DeliveryFailure(.refused, code: "MSG_TYPE_ILLEGAL")), true),
        (.failed(DeliveryFailure(.retry, code: "SYSTEM_ERROR")), true),
        (.failed(DeliveryFailure(.retry, code: "http-500", isSigned: false)), false),
        (.failed(DeliveryFailure(.unreachable, code: "x")), false),
        (.failed(DeliveryFailure(.ambiguous, code: "x")), false),
        (.failed(DeliveryFailure(.unproven, code: "x")), false),
        (stop, false),
    ])
    func `a pause ends with any answer that proves the keys, and a probe without one waits again`(
        answer: DeliveryAnswer,
        ends: Bool
    ) {
        var admission = AdmissionControl(DeliveryPolicy())
        _ = Self.hear(Self.stop, &admission, at: 10)
        let notices = Self.hear(answer, &admission, isProbe: true, at: 80)
        #expect(notices.contains(.resumed) == ends)
        #expect(admission.pause.closed(at: .seconds(80)) == (ends ? nil : .seconds(140)))
    }

    @Test func `a refusal of the old keys does not stop the new ones`() {
        var admission = AdmissionControl(DeliveryPolicy())
        let (first, second) = (Self.attempt(admission, at: 10), Self.attempt(admission, at: 10))
        _ = Self.hear(Self.stop, to: first, &admission, at: 11)
        let resumed = admission.pause.changeKeys()
        #expect(resumed)
        let late = Self.hear(Self.stop, to: second, &admission, at: 12)
        #expect(late == [] && !admission.pause.isOn)
        // Under the new ones it does.
        let again = Self.hear(Self.stop, to: Self.attempt(admission, at: 13), &admission, at: 14)
        #expect(again == [.paused(code: "invalid-signature")])
    }

    @Test func `a message that passed before a stop does not end it`() {
        var admission = AdmissionControl(DeliveryPolicy())
        let early = Self.attempt(admission, at: 10)
        _ = Self.hear(Self.stop, &admission, at: 11)
        let late = Self.hear(.accepted, to: early, &admission, at: 12)
        #expect(late == [] && admission.pause.isOn)
        let probe = Self.hear(.accepted, &admission, isProbe: true, at: 80)
        #expect(probe == [.resumed])
    }

    @Test func `a complaint slows everything down`() {
        var admission = AdmissionControl(DeliveryPolicy())
        let answer = DeliveryAnswer.failed(
            DeliveryFailure(.throttled, code: "app-call-limited", retryAfter: .seconds(3))
        )
        let first = Self.hear(answer, &admission, at: 10)
        #expect(first == [.slowedDown(rate: 50)])
        let second = admission.capacity(inFlight: 0, of: 32, at: .seconds(10))
        #expect(second == .opens(at: .seconds(13)))
    }

    @Test(arguments: [(0, 4, Capacity.open(4)), (3, 4, .open(1)), (4, 4, .full)])
    func `no more are begun than there are slots`(underWay: Int, slots: Int, capacity: Capacity) {
        var admission = AdmissionControl(DeliveryPolicy())
        let first = admission.capacity(inFlight: underWay, of: slots, at: .zero)
        #expect(first == capacity)
    }

    @Test(arguments: [(0, 0, 10, true), (0, 10, 10, false), (100, 19, 10, true), (100, 20, 10, false)])
    func `a fifth of what is sent may be repeats, and ten in any case`(
        firsts: Int,
        repeats: Int,
        least: Int,
        admits: Bool
    ) {
        var budget = RetryBudget(RetryBudgetPolicy(least: least))
        for _ in 0..<firsts { budget.note(isRepeat: false, at: .seconds(5)) }
        for _ in 0..<repeats { budget.note(isRepeat: true, at: .seconds(6)) }
        let first = budget.admitsRepeat(at: .seconds(7))
        #expect(first == admits)
        let second = budget.admitsRepeat(at: .seconds(90))
        #expect(second)
    }

    @Test(arguments: [(0, true), (20_000, true), (20_001, false), (40_000, false)])
    func `a request is begun only if its lease outlasts it`(milliseconds: Int, allows: Bool) {
        let lease = LeaseWatch(claimed: .seconds(100), lease: .seconds(30))
        #expect(lease.allows(.seconds(10), at: .seconds(100) + .milliseconds(milliseconds)) == allows)
    }
}
