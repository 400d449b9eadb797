import Evidence
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// Every kind of line is read as it was written.
@Suite(.timeLimit(.minutes(5)), .watched)
struct RecordedLineTests {
    private static let received = Date(timeIntervalSince1970: 1_770_688_800.123)
    private static let follower = FollowerKey(account: "2021000000000001", user: "2088000000000099")
    private static let key = String(repeating: "0aF9", count: 16)

    private static func event(
        _ content: RuleEvent.Content,
        name: String? = nil,
        isStale: Bool = false
    ) throws
        -> TrafficEvent
    {
        TrafficEvent(
            follower: follower,
            key: try #require(EventKey(hex: key)),
            isStale: isStale,
            event: RuleEvent(content, userID: follower.user, messageID: "7:message", userName: name)
        )
    }

    private static func samples() throws -> [RecordedLine] {
        let contents: [RuleEvent.Content] = [
            .text("“退款”\n\\ \u{202E}喂"), .image, .follow(scene: nil), .follow(scene: "门店"), .unfollow,
            .enter(scene: "s1"), .click(menu: "ORDER"), .unknown, .text(""),
        ]
        return try contents.map { .event(try event($0), received: received) }
            + [
                .event(try event(.text("喂"), name: "*小明", isStale: true), received: received),
                .request(
                    RecordedRequest(query: "a=%C4\"", contentType: "", body: [0, 255, 10, 13]),
                    received: received
                ),
                .handoff(follower, until: received + 60, received: received),
                .handoff(follower, until: nil, received: received),
                .reload(rules: "0123abcd", received: received),
                .redaction(["users": "pseudonyms", "digits": "replaced"]),
                .redaction([:]),
            ]
    }

    @Test func `every kind of line is read as it was written`() throws {
        for line in try Self.samples() {
            let json = line.json()
            #expect(try RecordedLine(json: json.utf8) == line, "\(json)")
            #expect(!json.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" }, "\(json)")
        }
    }

    @Test func `the lines of the manual are read`() throws {
        let event = """
            {"v":1,"received":"2026-02-10T02:00:00.000Z","event":{"account":"a","user":"u","key":"\(Self.key)",\
            "stale":false,"kind":"click","menu":"ORDER","message":"m","name":"*n"}}
            """
        guard case .event(let read, _) = try RecordedLine(json: event.utf8) else {
            Issue.record("not an event")
            return
        }
        #expect(read.event == RuleEvent(.click(menu: "ORDER"), userID: "u", messageID: "m", userName: "*n"))
        #expect(read.key == EventKey(digest: (0..<16).flatMap { _ in [0x0A, 0xF9] as [UInt8] }))
        #expect(read.key.hex == String(repeating: "0af9", count: 8))
    }

    private static let time = "\"received\":\"2026-02-10T02:00:00.000Z\""

    @Test(arguments: [
        "{\"v\":1}", "{\"v\":1,\(time)}", "{\"v\":1,\(time),\"query\":\"\",\"content_type\":\"\"}",
        "{\"v\":1,\(time),\"query\":\"\",\"content_type\":\"\",\"body\":\"=\"}",
        "{\"v\":2,\(time),\"reload\":{\"rules\":\"a\"}}", "{\"v\":1,\"reload\":{\"rules\":\"a\"}}",
        "{\"v\":1,\"received\":\"today\",\"reload\":{\"rules\":\"a\"}}", "{\"v\":1,\(time),\"reload\":{}}",
        "{\"v\":1,\(time),\"reload\":{\"rules\":\"a\"},\"redacted\":{}}",
        "{\"v\":1,\(time),\"handoff\":{\"account\":\"a\",\"user\":\"u\"}}",
        "{\"v\":1,\(time),\"handoff\":{\"account\":\"a\",\"user\":\"u\",\"until\":\"later\"}}",
        "{\"v\":1,\(time),\"event\":{\"account\":\"a\",\"user\":\"u\",\"key\":\"0\",\"stale\":false,"
            + "\"kind\":\"image\",\"message\":\"m\"}}",
        "{\"v\":1,\(time),\"event\":{\"account\":\"a\",\"user\":\"u\",\"key\":\"\(key)\",\"stale\":false,"
            + "\"kind\":\"text\",\"message\":\"m\"}}",
        "{\"v\":1,\(time),\"event\":{\"account\":\"a\",\"user\":\"u\",\"key\":\"\(key)\",\"stale\":false,"
            + "\"kind\":\"shout\",\"text\":\"m\",\"message\":\"m\"}}",
        "{\"v\":1,\(time),\"event\":{\"account\":\"a\",\"user\":\"u\",\"key\":\"\(key)\","
            + "\"kind\":\"image\",\"message\":\"m\"}}",
    ])
    func `a line that lacks a part, or is of two kinds, is none`(text: String) {
        #expect(throws: (any Error).self) { try RecordedLine(json: text.utf8) }
    }

    @Test func `a copied line keeps its unknown keys`() throws {
        let text = "{ \"v\":1, \(Self.time), \"note\": [1, {\"a\": null}], \"reload\":{\"rules\":\"a\",\"by\":\"b\"}}"
        let line = try #require(try Recording(Data("\(text)\n".utf8), name: "x").lines().first)
        #expect(line.line == .reload(rules: "a", received: Date(timeIntervalSince1970: 1_770_688_800)))
        #expect(String(decoding: line.bytes, as: UTF8.self) == text)
    }

    @Test func `every kind of line becomes traffic, and the header none`() throws {
        let entries = try Self.samples()
            .enumerated()
            .map { place, line -> TrafficEntry? in
                // The signed request of the samples is no form.
                if case .request = line { return nil }
                return try TrafficReader().entry(NumberedLine(number: place + 1, line: line, bytes: []))
            }
        #expect(entries.count { $0 == nil } == 3)
        #expect(
            entries[0]
                == TrafficEntry(
                    number: 1,
                    at: Self.received,
                    action: .event(try Self.event(.text("“退款”\n\\ \u{202E}喂")))
                )
        )
        #expect(entries[11]?.action == .handoff(Self.follower, until: Self.received + 60))
        #expect(entries[12]?.action == .handoff(Self.follower, until: nil))
        #expect(entries[13]?.action == .reload(rules: "0123abcd"))
    }
}
