import AlipaySimulator
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// One follower who never stops writing, among others (RELIABILITY F18, T28).
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct FloodTests {
    @Test func `a flood of one follower gets ten replies a minute, and the others all of theirs`() async throws {
        let (messages, others) = (1_000, 1_000)
        let flooder = "2088000000000666"
        var options = TestWorld.Options()
        options.configure = { $0.limitsByAddress = false }
        try await TestWorld.run(options) { world in
            for number in 0..<messages {
                // No two are the same question.
                let verdict = try await world.deliver(.say("我要退款 \(number)"), id: "f\(number)", user: flooder)
                #expect(verdict == .acknowledged(userID: flooder))
                if number % (messages / others) == 0 {
                    let user = "2088000000\(100_000 + number)"
                    try await world.deliver(.say("我要退款"), id: "o\(number)", user: user)
                }
                world.clock.advance(by: 60 / Double(messages))
            }
            try await world.platform.wait { $0.count { $0.userID != flooder } == others }
            let sends = await world.platform.sends
            #expect(sends.count { $0.userID == flooder } <= 10)
            #expect(sends.count { $0.userID == flooder } >= 1)
            #expect(Set(sends.map(\.userID)).count == others + 1)
            // No record of unanswered messages remains.
            #expect(sends.count <= others + 10)
            #expect(try await world.store.counts().dead == 0)
            let contact = try #require(try await world.store.contact(appID: SimulationKeys.appID, userID: flooder))
            #expect(contact.waiting == 0 && (contact.state?.count ?? 0) < 2_048)
        }
    }
}
