import AlipaySimulator
import Synchronization
import TestSupport
import Testing

@testable import ReplyBot

/// The points at which the crash tests end the process.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct FaultPointTests {
    @Test(arguments: ["claimed", "claimed:", "claimed:0", "claimed:-1", "claimed:x", "nowhere:1", "claimed:1:2", ""])
    func `an order that names no point and visit is no order`(text: String) {
        #expect(KillOrder(text) == nil)
    }

    @Test(arguments: FaultPoint.allCases)
    func `an order is carried out at its point, at its visit, once`(point: FaultPoint) async throws {
        let ends = Atomic(0)
        let points = try #require(KillOrder("\(point.rawValue):3")).points { ends.add(1, ordering: .relaxed) }
        for visit in 1...5 {
            for other in FaultPoint.allCases where other != point { await points.reach(other) }
            await points.reach(point)
            #expect(ends.load(ordering: .relaxed) == (visit < 3 ? 0 : 1))
        }
    }

    @Test func `an event passes every point in order`() async throws {
        let (reached, announce) = AsyncStream.makeStream(of: FaultPoint.self)
        var options = TestWorld.Options()
        options.faults.onReach = { announce.yield($0) }
        try await TestWorld.run(options) { world in
            try await world.deliver(.say("我要退款"))
            var points: [FaultPoint] = []
            for await point in reached {
                points.append(point)
                // The ack waits for nothing that follows the commit, so its place among the others is open.
                if points.count == FaultPoint.allCases.count { break }
            }
            let ack: [FaultPoint] = [.journaled, .beforeAck]
            #expect(points.filter { !ack.contains($0) } == FaultPoint.allCases.filter { !ack.contains($0) })
        }
    }
}
