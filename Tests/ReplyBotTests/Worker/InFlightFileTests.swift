import AlipaySimulator
import BotCore
import Foundation
import ReplyStore
import SystemPackage
import TestSupport
import Testing

@testable import ReplyBot

/// Marks in the in-flight file survive the death of the process.
@Suite(.timeLimit(.minutes(5)), .watched)
struct InFlightFileTests {
    private static func event(_ number: Int64) -> EventID { EventID(rawValue: number) }

    private static func attempt(_ reply: Int64, lease: UInt64 = 1) -> BegunTry {
        BegunTry(reply: ReplyID(rawValue: reply), lease: LeaseToken(rawValue: lease))
    }

    /// The evidence that a process would find after a death while `body` runs.
    static func evidence(
        _ path: String,
        boot: UUID? = InFlightFile.bootOfMachine()
    ) throws -> InFlightFile.Evidence {
        let copy = path + ".copy"
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        return try InFlightFile(path: copy, boot: boot).evidence
    }

    @Test func `an event is marked exactly while it is decided`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "f").path
            let file = try InFlightFile(path: path)
            file.beginLife(9)
            try file.deciding(Self.event(1)) {
                let both = try file.deciding(Self.event(2)) { try Self.evidence(path) }
                #expect(both.deciding == [Self.event(1), Self.event(2)])
                let one = try Self.evidence(path)
                #expect((one.deciding, one.life) == ([Self.event(1)], 9))
            }
            #expect(throws: CancellationError.self) {
                try file.deciding(Self.event(3)) { throw CancellationError() }
            }
            #expect(try Self.evidence(path).deciding.isEmpty)
        }
    }

    @Test func `a request is marked under its latest claim until its outcome is kept`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "f").path
            let file = try InFlightFile(path: path)
            file.beginSending(Self.attempt(1, lease: 1))
            file.beginSending(Self.attempt(2, lease: .max))
            file.beginSending(Self.attempt(1, lease: 3))
            #expect(try Self.evidence(path).sending == [Self.attempt(1, lease: 3), Self.attempt(2, lease: .max)])
            for _ in 0..<2 { file.endSending(ReplyID(rawValue: 1)) }
            #expect(try Self.evidence(path).sending == [Self.attempt(2, lease: .max)])
        }
    }

    @Test func `marks are forgotten when they are told to be, each kind by itself`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "f").path
            let last = try InFlightFile(path: path)
            last.beginLife(1)
            last.beginSending(Self.attempt(1))
            try last.deciding(Self.event(1)) {
                let left = path + ".left"
                try FileManager.default.copyItem(atPath: path, toPath: left)
                let next = try InFlightFile(path: left)
                #expect(next.evidence.deciding == [Self.event(1)])
                next.beginLife(2)
                let begun = try Self.evidence(left)
                #expect(begun == .init(life: 2, deciding: [], sending: [Self.attempt(1)]))
                next.forgetSends()
                let released = try Self.evidence(left)
                #expect(released == .init(life: 2, deciding: [], sending: []))
            }
        }
    }

    @Test func `after another boot, or without a file, nothing is known of requests and nobody is suspected`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "f").path
            let file = try InFlightFile(path: path)
            #expect(file.evidence == .init(life: 0, deciding: [], sending: nil))
            file.beginSending(Self.attempt(1))
            try file.deciding(Self.event(1)) {
                for boot in [UUID(), nil] {
                    let evidence = try Self.evidence(path, boot: boot)
                    #expect(evidence == .init(life: 0, deciding: [], sending: nil))
                }
            }
            #expect(try Self.evidence(path).sending == [Self.attempt(1)])
            try Data("not a table".utf8).write(to: URL(filePath: path + ".other"))
            #expect(try InFlightFile(path: path + ".other").evidence.sending == nil)
        }
    }

    @Test func `there are more marks than requests and decisions at once`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "f").path
            let file = try InFlightFile(path: path)
            for reply in Int64(1)...1_000 { file.beginSending(Self.attempt(reply)) }
            #expect(try Self.evidence(path).sending?.count == 1_000)
            for reply in Int64(1)...1_000 { file.endSending(ReplyID(rawValue: reply)) }
            for reply in Int64(2_000)...2_999 { file.beginSending(Self.attempt(reply)) }
            #expect(try Self.evidence(path).sending?.count == 1_000)
        }
    }

    @Test func `the file is private, and what cannot be opened is an error`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "f").path
            _ = try InFlightFile(path: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(throws: Errno.self) { try InFlightFile(path: folder.appending(path: "no/f").path) }
        }
    }
}

#if DEBUG
/// Marks of a reply that two claims had in turn.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct StolenReplyTests {
    @Test func `an outcome that comes after another claim leaves no mark behind`() async throws {
        let (arrived, announce) = AsyncStream.makeStream(of: Void.self)
        let (goesOn, goOn) = AsyncStream.makeStream(of: Void.self)
        var options = TestWorld.Options()
        options.faults.onReach = { point in
            guard point == .sent else { return }
            announce.yield()
            await goesOn.first { true }
        }
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "f").path
            options.inFlight = try InFlightFile(path: path)
            try await TestWorld.run(options) { world in
                try await world.deliver(.say("我要退款"))
                await arrived.first { true }
                #expect(try InFlightFileTests.evidence(path).sending?.count == 1)
                let now = world.clock.now()
                _ = try await world.store.releaseLeases(now: now, interrupted: .areDoubtfulIfBegun([]))
                let stolen = try await world.store.claim(
                    limit: 1,
                    now: now,
                    leaseFor: 3_600,
                    token: LeaseToken(rawValue: 7),
                    day: "2026-02-10",
                    interrupted: .areDoubtfulIfBegun([])
                )
                try #require(stolen.replies.count == 1)
                goOn.finish()
                try await world.until("replybot_late_outcomes_total", is: 1)
                #expect(try InFlightFileTests.evidence(path).sending == [])
            }
        }
    }
}
#endif
