import Foundation
import Logging
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot

/// The bot while events cannot be stored.
@Suite(.timeLimit(.minutes(5)), .watched)
struct StoreWatchTests {
    private let clock = ManualClock(TestWorld.start)
    private let logs = LogCollection()

    @Test func `trouble is told once when it begins and once when it ends, and ends without traffic`() async throws {
        try await withTemporaryFolder { folder in
            try await followTrouble(at: folder.appending(path: "bot.db").path)
        }
    }

    private func followTrouble(at path: String) async throws {
        let store = try ReplyStore(path: path, options: .unhurried)
        let service = try service(store)
        let watch = Task { try await service.run() }
        let foreign = try await ForeignProcess(holding: path)
        for number in 0..<3 {
            let outcome = try? await store.record(Self.entry(number))
            #expect(outcome == nil)
        }
        try await clock.untilSomebodySleeps(atMost: StoreWatch.period)
        #expect(count("critical") == 1)
        #expect(logs.lines.contains { $0.contains("since=\(TestWorld.start.formatted(.iso8601))") })
        try await foreign.end()
        clock.advance(by: StoreWatch.period)
        try await logs.wait(for: "notice events are stored again [\"refused=3\"]")
        #expect(store.health == .working)
        #expect(count("critical") == 1)
        watch.cancel()
        try await watch.value
        try await store.close()
    }

    private func count(_ beginning: String) -> Int {
        logs.lines.count { $0.hasPrefix(beginning) }
    }

    private func service(_ store: ReplyStore) throws -> StoreWatch {
        let logger = logs.logger(level: .info)
        return StoreWatch(
            store: store,
            retention: RetentionService(
                store: store,
                retention: 86_400,
                rules: CurrentRules(try TestRules.shop.get(), loaded: clock.now()),
                clock: clock,
                logger: logger
            ),
            clock: clock,
            logger: logger
        )
    }

    private static func entry(_ number: Int) -> JournalEntry {
        JournalEntry(
            dedupeKey: Array("key number \(number) of this test".utf8),
            appID: "2014",
            userID: "2088",
            kind: "text",
            created: TestWorld.start,
            received: TestWorld.start,
            request: RecordedRequest(query: "", contentType: "", body: []),
            isStale: false
        )
    }
}
