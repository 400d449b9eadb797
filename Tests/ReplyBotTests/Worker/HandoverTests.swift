import AlipayClient
import AlipaySimulator
import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot

/// The handover in the whole bot; its machine has tests of its own.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct HandoverTests {
    @Test func `a burst beyond the partitions is answered whole and in order`() async throws {
        var options = TestWorld.Options()
        (options.handoverLimits.partitions, options.handoverLimits.queue) = (2, 1)
        (options.handoverLimits.page, options.handoverLimits.tail) = (3, 1)
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
}
