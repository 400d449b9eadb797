import BotCore
import TestSupport
import Testing

@testable import BotSimulation

/// Ten minutes without the platform, five followers a second before, in and after them (RELIABILITY F4).
@Suite(.timeLimit(.minutes(5)), .watched)
struct OutageTests {
    private static let rate = 5.0
    private static let lifetime = 120.0
    private static let outage = 30.0..<630.0
    private static let end = 730.0

    /// The requests of one run, and the oracle's verdict.
    private struct Course {
        /// In order.
        var requests: [ReplyRecord.Attempt]
        var replies: [ReplyRecord]
        var verdict: String?
    }

    private static func course(_ weather: SimulatedGateway.Weather) -> Course {
        let world = World(.plain, random: SplitMix64(seed: 4), seed: 4)
        world.isCalm = true
        for number in 0..<Int(rate * (end - 10)) {
            let reply = ReplyDraft(lifetime: lifetime)
            world.after(Double(number) / rate) { $0.receive(user: number, drafts: [reply]) }
        }
        world.after(outage.lowerBound - world.now) { $0.gateway.weather = weather }
        world.after(outage.upperBound - world.now) { $0.gateway.weather = .fair }
        world.run(seconds: end - world.now)
        let replies = Array(world.oracle.records.values)
        let requests = replies.flatMap(\.attempts).sorted { $0.began < $1.began }
        return Course(requests: requests, replies: replies, verdict: world.oracle.verdict)
    }

    @Test(arguments: [SimulatedGateway.Weather.unreachable, .failing])
    func `a platform that is down is probed seldom, and gets what is fresh when it is back`(
        weather: SimulatedGateway.Weather
    ) throws {
        // The oracle checks that nothing is sent after its lifetime, or twice without cause.
        let course = Self.course(weather)
        #expect(course.verdict == nil)
        // The waits have grown to thirty seconds by then.
        let probes = course.requests.map(\.began)
            .filter { $0 > Self.outage.lowerBound + 80 && $0 < Self.outage.upperBound }
        #expect(probes.count >= 15)
        #expect(zip(probes, probes.dropFirst()).allSatisfy { $1 - $0 >= 30 })
        let back = try #require(course.requests.first { $0.began >= Self.outage.upperBound && $0.hasArrived })
        #expect(back.began <= Self.outage.upperBound + 35)
        // The backlog passes at the account's rate, the oldest first, while new replies come.
        let passing = 4.0
        let fresh = course.replies.filter { reply in
            reply.created > Self.outage.upperBound + 35 + passing - Self.lifetime
                && reply.attempts.allSatisfy { $0.began >= Self.outage.upperBound }
        }
        #expect(fresh.count > 500)
        #expect(fresh.allSatisfy { $0.attempts.contains(where: \.hasArrived) })
    }

    @Test func `a backlog is not sent faster than the account may send`() {
        let policy = Scenario.plain.policy.rate
        let times = Self.course(.unreachable).requests.map(\.began).filter { $0 >= Self.outage.upperBound }
        let mostInASecond = times.indices.map { first in
            times[first...].prefix { $0 < times[first] + 1 }.count
        }
        #expect(Double(mostInASecond.max() ?? 0) <= policy.perSecond + Double(policy.burst))
        // Otherwise there was no backlog.
        #expect(Double(mostInASecond.max() ?? 0) > 2 * Self.rate)
    }
}
