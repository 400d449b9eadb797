import BotCore
import Foundation
import TestSupport
import Testing

@testable import ReplyStore

/// An operator's reads and changes.
@Suite(.timeLimit(.minutes(5)), .watched)
struct OperatorTests {
    private static let life = NewLife(now: noon + 600, lifetime: 300, window: 48 * 3_600 - 60)

    private let temporary: TemporaryStore
    private var store: ReplyStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore()
    }

    /// A reader beside the open store, as commands use it.
    private var reader: JournalReader { get throws { try ReplyStore.openReadOnly(path: temporary.path) } }

    private func killOne(number: Int = 1, user: String = "2088") async throws -> ReplyID {
        try await store.queue("one", number: number, user: user)
        let reply = try await store.claimOne()
        let reason = ReplyReason(code: "SYSTEM_ERROR", traceID: "t1")
        #expect(try await store.markDead(reply, reason: reason, at: noon + 1))
        return reply.id
    }

    @Test func `a dead reply gets a new lifetime, new attempts and its place in the queue`() async throws {
        let id = try await killOne()
        #expect(try await store.requeue(id, with: Self.life) == .requeued)
        let reply = try #require(try await reader.reply(id))
        #expect((reply.state, reply.attempts, reply.ambiguousAttempts) == (.queued, 0, 0))
        #expect((reply.created, reply.due, reply.expires) == (noon + 600, noon + 600, noon + 900))
        #expect((reply.code, reply.traceID, reply.settled) == ("SYSTEM_ERROR", "t1", nil))
        let again = try await store.claimOne(at: noon + 600, token: 2)
        #expect((again.id, again.attempts, again.text) == (id, 1, "one"))
    }

    @Test func `a requeued reply counts once towards the day`() async throws {
        let id = try await killOne()
        #expect(try await store.sampleContact().sends == 0)
        #expect(try await store.requeue(id, with: Self.life) == .requeued)
        #expect(try await store.sampleContact().waiting == 1)
        let again = try await store.claimOne(at: noon + 600, token: 2)
        #expect(again.sendsToday == 1)
        #expect(try await store.markSent(again, at: noon + 601))
        #expect(try await store.sampleContact().sends == 1)
    }

    @Test(arguments: [(0.0, RequeueOutcome.requeued), (1, .outsideWindow)])
    func `outside of the 48 hours nothing is requeued`(late: TimeInterval, expected: RequeueOutcome) async throws {
        let id = try await killOne(number: 0)
        var life = Self.life
        life.now = noon + life.window + late
        #expect(try await store.requeue(id, with: life) == expected)
        #expect(try await reader.reply(id)?.state == (expected == .requeued ? .queued : .dead))
    }

    @Test func `only what was given up is requeued`() async throws {
        try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.requeue(reply.id, with: Self.life) == .notDead)
        #expect(try await store.markSent(reply, at: noon))
        #expect(try await store.requeue(reply.id, with: Self.life) == .notDead)
        #expect(try await store.requeue(ReplyID(rawValue: 99), with: Self.life) == .unknown)
    }

    @Test func `all dead replies are requeued but those that were dropped`() async throws {
        let first = try await killOne(number: 1, user: "1")
        let second = try await killOne(number: 2, user: "2")
        #expect(try await store.drop(second, at: noon + 2) == .dropped)
        let requeued = try await store.requeueAll(with: Self.life)
        #expect(requeued.map(\.id) == [first])
        #expect(requeued.map(\.outcome) == [.requeued])
    }

    @Test func `a waiting reply is dropped, frees its quota, and lets the next one out`() async throws {
        try await store.queue("one", "two", number: 1)
        let first = try await store.claimOne()
        #expect(try await store.drop(first.id, at: noon) == .underWay)
        #expect(try await store.retry(first, at: noon + 60, reason: "SYSTEM_ERROR"))
        #expect(try await store.sampleContact().sends == 1)
        #expect(try await store.drop(first.id, at: noon + 1) == .dropped)
        #expect(try await store.sampleContact().sends == 0)
        #expect(try await store.claimOne(at: noon + 2, token: 2).text == "two")
        let dropped = try #require(try await reader.reply(first.id))
        #expect((dropped.state, dropped.code, dropped.settled) == (.dead, "dropped", noon + 1))
    }

    @Test func `a reply that may have arrived stays counted when it is dropped`() async throws {
        try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.retry(reply, at: noon + 60, reason: "ambiguous", cost: .ambiguity))
        #expect(try await store.drop(reply.id, at: noon + 1) == .dropped)
        #expect(try await store.sampleContact().sends == 1)
    }

    @Test func `a dropped reply is no longer listed, and keeps its reason if it is requeued`() async throws {
        let id = try await killOne()
        #expect(try await reader.replies(in: [.dead], limit: 10).map(\.id) == [id])
        #expect(try await store.figures(day: today, daily: 100).counts.dead == 1)
        for _ in 0..<2 { #expect(try await store.drop(id, at: noon + 9) == .dropped) }
        #expect(try await reader.replies(in: [.dead], limit: 10).isEmpty)
        #expect(try await store.figures(day: today, daily: 100).counts.dead == 0)
        #expect(try await store.requeue(id, with: Self.life) == .requeued)
        #expect(try await reader.replies(in: [.queued], limit: 10).map(\.id) == [id])
        #expect(try await store.drop(ReplyID(rawValue: 99), at: noon) == .unknown)
    }

    @Test func `a list has the newest entries in their order`() async throws {
        for number in 1...5 { try await store.queue("r\(number)", number: number, user: "u\(number)") }
        let newest = try await reader.replies(in: [.queued, .dead], limit: 3)
        #expect(newest.map { String(decoding: $0.message, as: UTF8.self) } == ["r3", "r4", "r5"])
        #expect(try await reader.replies(in: [], limit: 3).isEmpty)
    }

    @Test func `an event that was set aside is decided after all`() async throws {
        let event = try await store.recordFirst(.sample(1))
        #expect(try await store.requeue(event, at: noon) == nil)
        #expect(try await store.countDeaths(inside: [event], life: 1) == [event: 1])
        #expect(try await store.quarantine(event, reason: .poison))
        let aside = try await reader.quarantinedEvents(limit: 10)
        #expect(aside.map(\.id) == [event])
        #expect((aside.first?.deaths, aside.first?.quarantineReason) == (1, .poison))
        #expect(try await store.requeue(event, at: noon)?.id == event)
        #expect(try await store.countDeaths(inside: [], life: 2) == [:])
        #expect(try await store.undecidedEvents(limit: 10).map(\.id) == [event])
        // A later event of the follower that was read before must be decided again, after this one.
        await #expect(throws: StoreError.contactChanged) { try await store.commit(.sample(event, replies: ["old"])) }
        var decided = DecidedEvent.sample(event, replies: ["late"])
        decided.contact.revision = try await store.sampleContact().revision
        #expect(try await store.commit(decided))
        #expect(try await reader.replies(to: event).count == 1)
    }

    @Test func `an event that was set aside can be ended without a reply`() async throws {
        let event = try await store.recordFirst(.sample(1))
        #expect(try await store.dropQuarantined(event, decision: "{}", at: noon) == false)
        #expect(try await store.quarantine(event, reason: .poison))
        #expect(try await store.dropQuarantined(event, decision: "{}", at: noon))
        #expect(try await reader.quarantinedEvents(limit: 10).isEmpty)
        #expect(try await reader.event(event)?.journaled.decision == "{}")
        #expect(try await store.undecidedEvents(limit: 10).isEmpty)
    }

    @Test func `a hand-off by an operator has a decision under way made again`() async throws {
        let event = try await store.recordFirst(.sample(1))
        let before = try await store.sampleContact()
        #expect(try await store.setHandoff(userID: "2088", until: noon + 3_600, at: noon))
        var decided = DecidedEvent.sample(event, replies: ["one"])
        decided.contact.revision = before.revision
        await #expect(throws: StoreError.contactChanged) { try await store.commit(decided) }
        #expect(try await store.sampleContact().handoffUntil == noon + 3_600)
        #expect(try await store.setHandoff(userID: "2099", until: nil, at: noon) == false)
    }

    @Test func `hand-offs are listed while they last`() async throws {
        for (user, end) in [("1", 60.0), ("2", 30), ("3", 10)] {
            _ = try await store.recordFirst(.sample(Int(end), user: user))
            #expect(try await store.setHandoff(userID: user, until: noon + end, at: noon))
        }
        #expect(try await reader.handoffs(at: noon + 10).map(\.userID) == ["2", "1"])
        #expect(try await store.setHandoff(userID: "2", until: nil, at: noon))
        #expect(try await reader.handoffs(at: noon + 10).map(\.userID) == ["1"])
    }

    @Test func `figures say what there is to do`() async throws {
        #expect(try await store.figures(day: today, daily: 1) == StoreFigures())
        _ = try await store.recordFirst(.sample(7, user: "7"))
        try await store.queue("one", number: 1, user: "1")
        let reply = try await store.claimOne()
        #expect(try await store.markSent(reply, at: noon))
        try await store.queue("two", number: 2, user: "2")
        let figures = try await store.figures(day: today, daily: 1)
        let counts = figures.counts
        #expect((counts.undecided, counts.queued, counts.sending, counts.dead) == (1, 1, 0, 0))
        #expect((figures.oldestReply, figures.followersAtQuota) == (noon, 1))
        #expect(try await store.figures(day: today, daily: 2).followersAtQuota == 0)
    }
}
