import AlipaySimulator
import BotCore
import Foundation
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The fate of a reply for every answer of the platform, or of somebody between (RELIABILITY F5).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct GatewayScriptTests {
    private static let requestTime = Duration.seconds(60)

    /// The fate of a reply whose first attempt is answered by a script.
    private struct Fate: Equatable {
        /// The recorded outcome of the first attempt.
        var first: First
        /// The number of all requests.
        var requests: Int
        /// The number of messages that the follower got.
        var arrivals: Int
    }

    private enum First {
        case sent
        case givenUp
        case triedAgain
        /// All replies slow down.
        case slower
        /// Nothing is sent before a probe passes.
        case stopped
    }

    /// The class of each script (RELIABILITY 3.5): a temporary refusal is repeated, a final one is not;
    /// a message that may have arrived is repeated once; one that an impostor took, never.
    private static func expected(_ script: GatewayScript) -> Fate {
        switch script.description {
        case "success, empty and signed", "success, signed an hour ago": Fate(first: .sent, requests: 1, arrivals: 1)
        case "400 app-call-limited": Fate(first: .slower, requests: 2, arrivals: 1)
        case "400 invalid-signature": Fate(first: .stopped, requests: 2, arrivals: 1)
        case "200 of a captive portal", "302 elsewhere", "400 MSG_SD_NOBEHAVIOR", "400 MSG_SD_OVER_TIME",
            "400 MSG_SINGLE_SD_OVER", "400 code-of-next-year", "403 of a proxy":
            Fate(first: .givenUp, requests: 1, arrivals: 0)
        case "success, empty and unsigned", "success, garbage and unsigned", "success, signed by a stranger",
            "success, unsigned":
            Fate(first: .givenUp, requests: 1, arrivals: 1)
        default: Fate(first: .triedAgain, requests: 2, arrivals: script.takesMessage ? 2 : 1)
        }
    }

    private static func fate(of script: GatewayScript) async throws -> Fate {
        var options = TestWorld.Options()
        options.configure = { $0.delivery.requestTime = requestTime }
        return try await TestWorld.run(options) { world in
            await world.platform.inject([script])
            try await world.deliver(.say("我要退款"))
            switch script.transmission {
            // Only these last until the end of a request's time.
            case .drip, .withheld:
                try await world.platform.waitForCalls(1)
                world.clock.advance(by: Self.requestTime / .seconds(1))
            default: break
            }
            let first = try await Self.outcome(world)
            if first != .sent, first != .givenUp {
                try await world.clock.untilSomebodySleeps(atMost: 60)
                world.clock.advance(by: 61)
                try await world.logs.wait(for: "reply sent")
            }
            let sends = await world.platform.sends
            return Fate(first: first, requests: sends.count, arrivals: sends.count { $0.refusal == nil })
        }
    }

    private static func outcome(_ world: TestWorld) async throws -> First {
        try await world.logs.wait(for: "attempt=1")
        let lines = world.logs.lines
        if lines.contains(where: { $0.contains(" reply sent ") }) { return .sent }
        if lines.contains(where: { $0.contains(" reply given up ") }) { return .givenUp }
        if lines.contains(where: { $0.contains("sending is stopped") }) { return .stopped }
        return lines.contains { $0.contains("asks for fewer") } ? .slower : .triedAgain
    }

    @Test(arguments: GatewayScript.all)
    func `every answer has its consequence`(script: GatewayScript) async throws {
        #expect(try await Self.fate(of: script) == Self.expected(script))
    }

    @Test func `as many messages are under way as are configured`() async throws {
        let silent = try #require(GatewayScript.all.first { $0.description == "silent, not taken" })
        var options = TestWorld.Options()
        options.configure = { $0.delivery.requestTime = Self.requestTime }
        try await TestWorld.run(options) { world in
            await world.platform.failAlways(silent)
            for number in 0..<40 {
                try await world.deliver(.say("我要退款"), id: "\(number)", user: "20880000000000\(10 + number)")
            }
            try await world.platform.waitForCalls(DeliveryPolicy().concurrency)
            // All of them end now.
            world.clock.advance(by: Self.requestTime / .seconds(1))
            try await world.logs.wait(for: "code=ambiguous", count: DeliveryPolicy().concurrency)
            #expect(await world.platform.sends.count == DeliveryPolicy().concurrency)
        }
    }

    @Test func `there are at least thirty ways to answer, each with a name of its own`() {
        #expect(GatewayScript.all.count >= 30)
        #expect(Set(GatewayScript.all.map(\.description)).count == GatewayScript.all.count)
    }

    /// `OutageTests` checks times and counts, in simulated time.
    @Test func `an API that was down for ten minutes gets what is fresh, and nothing that is not`() async throws {
        try await TestWorld.run { world in
            await world.platform.failAlways(.html(status: 503))
            for number in 0..<30 {
                try await world.deliver(.say("我要退款"), id: "\(number)", user: "20880000000\(10_000 + number)")
            }
            try await world.logs.wait(for: "the platform does not answer")
            world.clock.advance(by: 600)
            try await world.logs.wait(for: "reply given up", count: 30)
            await world.platform.repair()
            for number in 30..<35 {
                try await world.deliver(.say("我要退款"), id: "\(number)", user: "20880000000\(10_000 + number)")
            }
            let fresh = (30..<35).map { "20880000000\(10_000 + $0)" }
            #expect(Set(try await world.received(5).map(\.userID)) == Set(fresh))
            try await world.logs.wait(for: "the platform answers again")
            #expect(await world.platform.delivered.count == 5)
        }
    }

    @Test func `answers without an end cost the process no memory`() async throws {
        let endless = GatewayScript.all.filter { $0.description.hasSuffix("without an end") }
        #expect(endless.count == 2)
        try await withTemporaryFolder { folder in
            try await CrashTests.withSimulator { platform, port, client in
                let environment = try CrashTests.environment(folder, apiPort: port)
                let (bot, courier) = try await CrashTests.serve(environment, platform, client)
                func send(_ number: Int, deliveries: Int) async throws {
                    let user = "208800000000003\(number)"
                    let event = SimulatedEvent(.say("我要退款"), userID: user, created: Date(), messageID: "r\(number)")
                    #expect(try await courier.deliver(event) == .acknowledged(userID: user))
                    // Before the next event: a retry would take the script of another reply.
                    try await until { await platform.delivered.count { $0.userID == user } >= deliveries }
                }
                try await send(0, deliveries: 1)
                let before = try bot.kernelNumber("VmHWM", of: "status")
                for (number, script) in (endless + endless).enumerated() {
                    await platform.inject([script])
                    // An accepted message is sent again, because the answer does not show that.
                    try await send(number + 1, deliveries: script.takesMessage ? 2 : 1)
                }
                // In KiB (RELIABILITY F5).
                let grown = try bot.kernelNumber("VmHWM", of: "status") - before
                #expect(grown < 16 * 1_024)
                #expect(await bot.terminate() == 0)
            }
        }
    }
}
