import AlipaySimulator
import BotCore
import Foundation
import OperatorText
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand
@testable import ReplyStore

/// The wording of tries and codes in the queue.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct QueueWordingTests {
    /// A reply after some tries, of which some may have arrived.
    struct Case: Sendable {
        let state: ReplyRecord.State
        let attempts: Int
        let ambiguous: Int
        var interrupted = 0
        let english: String
    }

    static let cases = [
        Case(state: .sent, attempts: 1, ambiguous: 0, english: "1: the last one arrived"),
        Case(
            state: .sent,
            attempts: 2,
            ambiguous: 1,
            english: "2: the last one arrived, 1 before it may have arrived, too"
        ),
        Case(state: .sending, attempts: 1, ambiguous: 0, english: "1: the last one is under way"),
        Case(state: .queued, attempts: 0, ambiguous: 0, english: "none counted"),
        Case(state: .queued, attempts: 2, ambiguous: 0, english: "2: it did not arrive"),
        Case(state: .queued, attempts: 2, ambiguous: 1, english: "2: 1 may have arrived"),
        Case(state: .dead, attempts: 0, ambiguous: 0, english: "none counted"),
        Case(state: .dead, attempts: 5, ambiguous: 0, english: "5: it did not arrive"),
        Case(state: .dead, attempts: 2, ambiguous: 1, english: "2: it may have arrived"),
        Case(
            state: .dead,
            attempts: 0,
            ambiguous: 0,
            interrupted: 1,
            english: "none counted; 1 more ended with the process, and may have arrived"
        ),
    ]

    @Test(arguments: cases)
    func `a count of tries says nothing that the state contradicts`(_ example: Case) {
        let record = Self.record(example)
        #expect(record.triesPhrase.english == example.english)
        #expect(record.triesPhrase.chinese.hasPrefix(example.attempts == 0 ? "没有算数的" : "\(example.attempts)："))
    }

    @Test func `a reply that was tried without reaching Alipay is not said to be untried`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            await world.platform.failAlways(.refusal(status: 400, code: "app-call-limited"))
            try await world.deliver(.say("我要退款"))
            try await world.until(#"replybot_sends_total{code="app-call-limited",outcome="retry"}"#, is: 1)
            let waiting = try #require(try await operated.reader.replies(in: [.queued], limit: 1).first)
            #expect(
                waiting.attempts == 0 && waiting.triesPhrase.english.hasPrefix("0: those that did not reach Alipay")
            )
        }
    }

    @Test func `a reply given up before its request began was not tried`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            await world.platform.inject([.refusal(status: 500, code: "SYSTEM_ERROR")])
            try await world.deliver(.say("我要退款"))
            try await world.until(#"replybot_sends_total{code="SYSTEM_ERROR",outcome="retry"}"#, is: 1)
            let order = ControlRequest.startHandoff(user: TestWorld.user, seconds: 3_600)
            #expect(try await operated.perform(order) == [.handoffStarted])
            try await world.clock.untilSomebodySleeps(atMost: 15)
            world.clock.advance(by: 15)
            try await world.until(#"replybot_sends_total{code="handoff",outcome="dead"}"#, is: 1)
            let dead = try #require(try await operated.reader.replies(in: [.dead], limit: 1).first)
            #expect(dead.triesPhrase.english == "1: it did not arrive")
        }
    }

    @Test func `a reply given up because it may have arrived says so`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            await world.platform.inject([.unsignedSuccess])
            try await world.deliver(.say("我要退款"))
            try await world.until(#"replybot_sends_total{code="unverified-answer",outcome="dead"}"#, is: 1)
            let dead = try #require(try await operated.reader.replies(in: [.dead], limit: 1).first)
            #expect(dead.triesPhrase.english == "1: it may have arrived")
        }
    }

    @Test(arguments: ReasonCode.allCases)
    func `every code of our own has its remedy`(code: ReasonCode) {
        #expect(DeliveryCode(code.rawValue).remedy == code.remedy)
        #expect(DeliveryCode(code.rawValue).label == code.rawValue)
    }

    private static func record(_ example: Case) -> ReplyRecord {
        ReplyRecord(
            id: ReplyID(rawValue: 1),
            eventID: EventID(rawValue: 1),
            userID: "u",
            state: example.state,
            attempts: example.attempts,
            ambiguousAttempts: example.ambiguous,
            interruptedAttempts: example.interrupted,
            created: TestWorld.start,
            due: TestWorld.start,
            expires: TestWorld.start,
            tried: example.attempts > 0 ? TestWorld.start : nil,
            settled: [.sent, .dead].contains(example.state) ? TestWorld.start : nil,
            code: nil,
            failure: nil,
            traceID: nil,
            message: Data()
        )
    }
}
