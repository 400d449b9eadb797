import AlipaySimulator
import Foundation
import TestSupport
import Testing

/// The oracle finds each kind of fault.
@Suite(.timeLimit(.minutes(5)), .watched)
struct OracleTests {
    private static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
    private static let noon = Date(timeIntervalSince1970: 1_770_696_000)

    private static func oracle(daily: Int = 100) -> DeliveryOracle {
        var oracle = DeliveryOracle(timeZone: zone, daily: daily)
        oracle.note("1", from: "a", replies: ["1a", "1b"])
        oracle.note("2", from: "a", replies: ["2a", "2b"])
        oracle.note("3", from: "b", replies: ["3a", "3b"])
        oracle.noteAcknowledgement(of: "1")
        oracle.noteAcknowledgement(of: "3")
        return oracle
    }

    private static func sends(_ texts: String..., received: [Date] = []) -> [ReceivedSend] {
        texts.enumerated()
            .map { index, text in
                ReceivedSend(
                    userID: text.hasPrefix("3") ? "b" : "a",
                    messageType: "text",
                    text: text,
                    eventType: nil,
                    received: index < received.count ? received[index] : noon,
                    refusal: nil
                )
            }
    }

    @Test func `messages that arrived once and in order are in order`() {
        let findings = Self.oracle().findings(in: Self.sends("1a", "3a", "1b", "3b"))
        #expect(findings == OracleFindings())
        #expect(Self.oracle().owed == ["1a", "1b", "3a", "3b"])
    }

    @Test func `an acknowledged event without a reply is lost, another one is not`() {
        #expect(Self.oracle().findings(in: Self.sends("1a", "1b")).lostEvents == ["3"])
    }

    @Test func `half an answer is a lost reply, acknowledged or not`() {
        let findings = Self.oracle().findings(in: Self.sends("1a", "3a", "3b", "2b"))
        #expect(findings.lostReplies == ["1b", "2a"])
        #expect(findings.lostEvents.isEmpty)
    }

    @Test func `a refused call is no arrival`() {
        let refused = ReceivedSend(
            userID: "b",
            messageType: "text",
            text: "3b",
            eventType: nil,
            received: Self.noon,
            refusal: "SYSTEM_ERROR"
        )
        #expect(Self.oracle().findings(in: Self.sends("1a", "1b", "3a") + [refused]).lostReplies == ["3b"])
    }

    @Test func `a duplicate is told with its places`() {
        let findings = Self.oracle().findings(in: Self.sends("1a", "3a", "1a", "1b", "3b"))
        #expect(findings.duplicates.map(\.text) == ["1a"])
        #expect(findings.duplicates.map(\.arrivals) == [[0, 2]])
        #expect(findings.disorders.isEmpty)
    }

    @Test func `a reply after a later one to the same follower is out of order, to another one not`() {
        #expect(Self.oracle().findings(in: Self.sends("1b", "3a", "1a", "3b")).disorders == ["1a"])
        #expect(Self.oracle().findings(in: Self.sends("1a", "1b", "1a", "3a", "3b")).disorders == ["1a"])
    }

    @Test func `days are counted in the account's zone`() {
        // 23:59 and 00:00 in Shanghai are the same day in London.
        let midnight = Date(timeIntervalSince1970: 1_770_739_200)
        let oracle = Self.oracle(daily: 1)
        let acrossMidnight = Self.sends("1a", "1b", received: [midnight - 60, midnight])
        #expect(oracle.findings(in: acrossMidnight).overQuota.isEmpty)
        let sameDay = Self.sends("1a", "1b", received: [midnight, midnight + 60])
        #expect(oracle.findings(in: sameDay).overQuota == ["a 2026-2-11"])
    }

    @Test func `a message that answers nothing is strange`() {
        #expect(Self.oracle().findings(in: Self.sends("1a", "1b", "3a", "3b", "9a")).strangers == ["9a"])
    }
}
