import BotCore
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// What `events ls` finds.
@Suite(.timeLimit(.minutes(5)), .watched)
struct EventFilterTests {
    private static let rules = TestRules.parse(
        """
        version: 1
        rules:
          - {id: 退款, match: [退款], reply: 请发单号。, cooldown: 60s}
          - {id: 送货, match: [送货], reply: 请发地址。}
        """
    )

    private static let other = "2088102122459941"

    /// Eight events, the last half an hour apart from the others.
    private static func withReader(_ body: (JournalReader) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "replybot.db").path
            let store = try ReplyStore(path: path, options: .unhurried)
            let current = CurrentRules(try rules.get(), loaded: TestWorld.start)
            try await store.decide(["我要退款", "退款", "隨便", "送货"], of: TestWorld.user, by: current)
            try await store.decide(["送货到家", "你好"], of: other, by: current)
            let late = TestWorld.start + 1_800
            try await store.decide(["退款吗"], of: "2088102122459942", by: current, at: late)
            try await body(try ReplyStore.openReadOnly(path: path))
            try await store.close()
        }
    }

    private static func found(
        _ search: EventSearch = EventSearch(),
        limit: Int = 100,
        reach: Int64 = EventListing.reach,
        _ change: (inout EventFilter) throws -> Void = { _ in }
    ) async throws -> (numbers: [Int64], listing: EventListing) {
        var (numbers, last): ([Int64], EventListing?) = ([], nil)
        var filter = EventFilter(search)
        try change(&filter)
        try await withReader { reader in
            let listing = try await EventListing.find(filter, in: reader, limit: limit, reach: reach)
            (numbers, last) = (listing.events.map(\.id.rawValue), listing)
        }
        return (numbers, try #require(last))
    }

    @Test func `each filter finds its events, the newest last`() async throws {
        #expect(try await Self.found().numbers == [1, 2, 3, 4, 5, 6, 7])
        #expect(try await Self.found(EventSearch(userID: Self.other)).numbers == [5, 6])
        #expect(try await Self.found { $0.rule = "送货" }.numbers == [4, 5])
        #expect(try await Self.found { $0.silence = .any }.numbers == [2, 3, 6])
        #expect(try await Self.found { $0.silence = .because(.cooldown) }.numbers == [2])
        #expect(try await Self.found(EventSearch(since: TestWorld.start + 60)).numbers == [7])
        #expect(try await Self.found(EventSearch(until: TestWorld.start + 60)).numbers == [1, 2, 3, 4, 5, 6])
        #expect(try await Self.found(EventSearch(userID: Self.other)) { $0.rule = "送货" }.numbers == [5])
    }

    @Test func `an expression looks at the message as written and as rules compare it`() async throws {
        #expect(try await Self.found { try $0.require(text: "^退款") }.numbers == [2, 7])
        #expect(try await Self.found { try $0.require(text: "随便") }.numbers == [3])
        #expect(try await Self.found { try $0.require(text: "隨") }.numbers == [3])
        #expect(throws: CommandFailure.self) {
            var filter = EventFilter()
            try filter.require(text: "(退")
        }
    }

    @Test func `no expression can hold the search up`() throws {
        var filter = EventFilter()
        try filter.require(text: "(a*)*(a|a)*b")
    }

    @Test func `what was not listed and what was not searched is said`() async throws {
        let cut = try await Self.found(limit: 2)
        #expect(cut.numbers == [6, 7] && cut.listing.isCut && cut.listing.unsearched == nil)
        let exact = try await Self.found(limit: 7)
        #expect(exact.numbers.count == 7 && !exact.listing.isCut)
        let near = try await Self.found(reach: 3)
        #expect(near.numbers == [5, 6, 7] && near.listing.unsearched?.rawValue == 4 && !near.listing.isCut)
        let old = try await Self.found(EventSearch(until: TestWorld.start + 60), reach: 3)
        #expect(old.numbers == [4, 5, 6] && old.listing.unsearched?.rawValue == 3)
    }

    @Test func `moments are read in the account's zone`() throws {
        let zone = RuleAccount().timeZone
        // 2026-02-10 10:00 in Shanghai.
        let now = TestWorld.start
        func date(_ text: String) -> TimeInterval? {
            EventTime.date(text, now: now, in: zone).map { $0.timeIntervalSince(now) }
        }
        #expect(date("09:30") == -1_800)
        #expect(date("10:00") == 0)
        #expect(date("20:00") == -50_400)
        #expect(date("2026-02-10T20:00") == 36_000)
        #expect(date("2026-02-10") == -36_000)
        #expect(date("7d") == -604_800)
        #expect(date("2026-02-10T02:00:00Z") == 0)
        for text in ["", "25:00", "soon", "7", "2026-02-30"] { #expect(date(text) == nil, "\(text)") }
        #expect(throws: CommandFailure.self) { try EventTime.date("x", of: "--since", now: now, in: zone) }
    }

    @Test func `the place of the rules does not change their checksum, and their content does`() async throws {
        try await withTemporaryFolder { folder in
            let yaml = "version: 1\nrules: [{id: a, match: [喂], reply: 在}]\n"
            var checksums: [String] = []
            for (name, text) in [("one", yaml), ("two", yaml), ("three", yaml + "\n")] {
                let place = folder.appending(path: name)
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try text.write(to: place.appending(path: "a.yaml"), atomically: true, encoding: .utf8)
                checksums.append(try LoadedRuleFiles(path: place.path).shortChecksum)
            }
            checksums.append(try LoadedRuleFiles(path: folder.appending(path: "one").path + "/").shortChecksum)
            #expect(checksums[0] == checksums[1] && checksums[0] != checksums[2] && checksums[0] == checksums[3])
        }
    }

    @Test func `a changed rule is told from the one that decided`() async throws {
        try await Self.withReader { reader in
            let story = try #require(try await EventStory.read(EventID(rawValue: 1), from: reader))
            let recorded = try #require(DecisionReview(story, by: .init(rules: Self.rules.get(), shortChecksum: "x")))
            #expect(recorded.answer == .same && recorded.rules == .unknown && recorded.isStateKnown)
            let yaml = "version: 1\nrules: [{id: 退款, match: [退款], reply: 换了。}]\n"
            let text = try #require(
                DecisionReview(story, by: .init(rules: TestRules.parse(yaml).get(), shortChecksum: "x"))
            )
            #expect(text.answer == .otherText)
            let none = "version: 1\nrules: [{id: 退款, match: [退货], reply: 换了。}]\n"
            let other = try #require(
                DecisionReview(story, by: .init(rules: TestRules.parse(none).get(), shortChecksum: "x"))
            )
            #expect(other.answer == .other)
            // The second was silent because of the first: only its own state tells so.
            let second = try #require(try await EventStory.read(EventID(rawValue: 2), from: reader))
            let review = try #require(DecisionReview(second, by: .init(rules: Self.rules.get(), shortChecksum: "x")))
            #expect(review.decision.outcome == .silent(.cooldown) && review.answer == .same)
        }
    }
}
