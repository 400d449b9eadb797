import AlipayClient
import AlipaySimulator
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot

@Suite(.timeLimit(.minutes(20)))
struct EventLaneTests {
    private static func accepted(_ number: Int64) throws -> AcceptedEvent {
        let keys = try TestWorld.keys.get()
        let event = SimulatedEvent(.say("喂"), userID: "2088", created: TestWorld.start, messageID: "\(number)")
        let request = try keys.sender.request(for: event, charset: .gbk)
        let verifier = NotificationVerifier(keys: [try keys.platform.verifyingKey()])
        let reader = NotificationReader(verifier: verifier, appID: SimulationKeys.appID)
        let form = try NotificationForm(query: [], body: request.body)
        let id = EventID(rawValue: number)
        return AcceptedEvent(id: id, event: try reader.read(form), received: TestWorld.start)
    }

    @Test func `a lane gives its events in order and takes no more than its limit`() async throws {
        let lane = EventLane(limit: 2)
        let events = try (1...4).map { try Self.accepted(Int64($0)) }
        #expect(events[0..<3].map(lane.offer) == [true, true, false])
        #expect(await lane.next()?.id.rawValue == 1)
        #expect(lane.offer(events[3]))
        #expect(await [lane.next()?.id.rawValue, lane.next()?.id.rawValue] == [2, 4])
    }

    @Test func `who puts an event into a full lane waits for room, and for a reader who waits it is at once`()
        async throws
    {
        let lane = EventLane(limit: 1)
        let events = try (1...100).map { try Self.accepted(Int64($0)) }
        async let isPut: Bool = {
            for event in events { guard await lane.put(event) else { return false } }
            return true
        }()
        var seen: [Int64] = []
        while seen.count < 100, let event = await lane.next() { seen.append(event.id.rawValue) }
        #expect(await isPut)
        #expect(seen == Array(1...100))
    }

    @Test func `a closed lane lets nobody wait`() async throws {
        let lane = EventLane(limit: 1)
        let event = try Self.accepted(1)
        #expect(lane.offer(event))
        async let isPut = lane.put(event)
        lane.close()
        #expect(await isPut == false)
        #expect(await lane.next() == nil)
    }

    @Test func `after a full lane all events are left to the journal until it is caught up with`() throws {
        let lanes = EventLanes(count: 1, limit: 2)
        lanes.hand(try Self.accepted(1))
        // The lanes begin closed: a start has to catch up first.
        #expect(lanes.left.count == 1 && lanes.left.first?.rawValue == 1)
        #expect(lanes.open(ifLeft: 0) == false)
        #expect(lanes.open(ifLeft: 1))
        for number in 2...4 { lanes.hand(try Self.accepted(Int64(number))) }
        #expect(lanes.left.count == 2 && lanes.left.first?.rawValue == 4)
        #expect(lanes.open(ifLeft: 2))
    }

    @Test func `a burst beyond the lanes is answered whole and in order`() async throws {
        var options = TestWorld.Options()
        options.lanes = EventLanes(count: 2, limit: 1)
        options.rules = TestRules.parse(
            """
            version: 1
            limits: {per_minute: 0}
            rules:
              - {id: 回声, match: {regex: '第(?<号>\\d+)个'}, reply: '收到{{号}}'}
            """
        )
        try await TestWorld.run(options) { world in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for user in 1...8 {
                    group.addTask {
                        for number in 1...5 {
                            try await world.deliver(
                                .say("第\(number)个"),
                                id: "\(user)-\(number)",
                                user: "208800000000000\(user)"
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
            let received = try await world.received(40)
            for (_, sends) in Dictionary(grouping: received, by: \.userID) {
                #expect(sends.map(\.text) == (1...5).map { "收到\($0)" })
            }
        }
    }

    @Test func `a wish to read the journal anew is told once, also while it is being read`() {
        let lanes = EventLanes(count: 1)
        let left = lanes.left.count
        lanes.readJournal()
        #expect(!lanes.open(ifLeft: left))
        #expect(lanes.takeNotes().mustReadAll)
        #expect(!lanes.takeNotes().mustReadAll)
        #expect(lanes.open(ifLeft: lanes.left.count))
        lanes.readJournal()
        #expect(lanes.takeNotes().mustReadAll)
    }
}
