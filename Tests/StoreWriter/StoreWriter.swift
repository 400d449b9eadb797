import BotCore
import Foundation
import GRDB

#if DEBUG
@testable import ReplyStore
#else
import ReplyStore
#endif

/// Writes to a store and reports each acknowledged write on standard output.
///
/// `Scripts/power-cut.py` watches its system calls, `Scripts/disk-faults.py` makes some of them fail.
/// Usage: `StoreWriter DATABASE EVENTS [NORMAL]`. With NORMAL commits are not flushed: then a power cut must lose some.
@main
struct StoreWriter {
    static let start = Date(timeIntervalSince1970: 1_770_696_000)
    static let lanes = 8

    let store: ReplyStore

    static func main() async throws {
        let arguments = CommandLine.arguments
        let store = try ReplyStore(path: arguments[1], options: .unhurried)
        if arguments.dropFirst(3).first == "NORMAL" { try await weaken(store) }
        try await StoreWriter(store: store).run(events: Int(arguments[2]) ?? 0)
        try await store.close()
    }

    private static func weaken(_ store: ReplyStore) async throws {
        #if DEBUG
        let database = store.file.database
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        #endif
    }

    private func run(events: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<Self.lanes {
                group.addTask {
                    for number in stride(from: lane, to: events, by: Self.lanes) { try await serve(number) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// The whole life of an event, with some upkeep now and then.
    private func serve(_ number: Int) async throws {
        guard case .first(let event) = try await insist({ try await store.record(entry(number)) }) else { return }
        acknowledge("recorded", number)
        try await insist { try await store.commit(decision(number, event)) }
        acknowledge("decided", number)
        for reply in try await insist({ try await claim(number) })
        where try await insist({ try await store.markSent(reply, at: Self.start) }) {
            acknowledge("sent", Int(String(decoding: reply.message, as: UTF8.self)) ?? -1)
        }
        if number % 20 == 0 { try? await store.shortenLog() }
        if number % 100 == 99 { _ = try? await store.prune(olderThan: Self.start.addingTimeInterval(-60), limit: 10) }
    }

    /// Repeats a call, with time for the store to repair itself, until it succeeds.
    @discardableResult
    private func insist<Value: Sendable>(_ step: () async throws -> Value) async throws -> Value {
        for _ in 0..<1_000 {
            do { return try await step() } catch {
                try? await store.probe()
            }
        }
        return try await step()
    }

    private func entry(_ number: Int) -> JournalEntry {
        JournalEntry(
            dedupeKey: Array(key(number)),
            appID: "2014",
            userID: "\(number % 97)",
            kind: "text",
            created: Self.start,
            received: Self.start,
            request: RecordedRequest(
                query: "",
                contentType: "text/plain",
                body: (0..<1_500).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
            ),
            isStale: false
        )
    }

    private func key(_ number: Int) -> String.UTF8View {
        let digits = String(number)
        return (String(repeating: "0", count: 16 - digits.count) + digits).utf8
    }

    private func decision(_ number: Int, _ event: EventID) -> DecidedEvent {
        DecidedEvent(
            eventID: event,
            contact: Contact(appID: "2014", userID: "\(number % 97)", lastInteraction: Self.start),
            replies: [ReplyDraft(message: Data("\(number)".utf8), expires: Self.start.addingTimeInterval(300))],
            decision: "{}",
            at: Self.start
        )
    }

    private func claim(_ number: Int) async throws -> [QueuedReply] {
        try await store.claim(
            limit: 4,
            now: Self.start,
            leaseFor: 30,
            token: LeaseToken(rawValue: UInt64(number)),
            day: "2026-02-10"
        )
        .replies
    }

    /// One system call, so that the trace shows it whole.
    private func acknowledge(_ what: String, _ number: Int) {
        FileHandle.standardOutput.write(Data("ACK \(what) \(number)\n".utf8))
    }
}
