import AlipayClient
import AlipaySimulator
import BotCore
import Foundation
import OperatorText
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// `queue`, beside a running server and without one.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct QueueTests {
    @Test(arguments: [
        ("17", true), ("e5", true), ("e", false), ("", false), ("-1", false), ("5e", false), ("１", false),
    ])
    func `a number is digits, with an e before it for events`(text: String, isNumber: Bool) {
        #expect(QueueNumber(text)?.description == (isNumber ? text : nil))
    }

    @Test func `a dead reply is sent by the running server after all`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            await world.platform.inject([.refusal(status: 400, code: "MSG_SD_NOBEHAVIOR")])
            try await world.deliver(.say("我要退款"))
            try await world.until(#"replybot_sends_total{code="MSG_SD_NOBEHAVIOR",outcome="dead"}"#, is: 1)
            let dead = try #require(try await operated.reader.replies(in: [.dead], limit: 9).first)
            world.clock.advance(by: 3_600)
            #expect(try await operated.perform(.retry([.reply(dead.id)])) == [.requeuedReply])
            #expect(try await world.received(1).map { $0.text.prefix(2) } == ["退款"])
            try await world.until(#"replybot_sends_total{code="none",outcome="sent"}"#, is: 1)
            #expect(try await operated.perform(.retry([.reply(dead.id)])) == [.notDead])
            #expect(try await operated.perform(.drop([.reply(dead.id)])) == [.sent])
            #expect(try await operated.perform(.retryAll).isEmpty)
            #expect(world.logs.lines.contains("notice an operator asks [\"retry=\(dead.id)\"]"))
        }
    }

    @Test func `outside of the 48 hours a retry is refused, and says so`() async throws {
        try await OperatedWorld.run { operated in
            let world = operated.world
            await world.platform.inject([.refusal(status: 400, code: "MSG_SD_NOBEHAVIOR")])
            try await world.deliver(.say("我要退款"))
            try await world.until(#"replybot_sends_total{code="MSG_SD_NOBEHAVIOR",outcome="dead"}"#, is: 1)
            world.clock.advance(by: 48 * 3_600)
            #expect(try await operated.perform(.retryAll) == [.outsideWindow])
            #expect(ControlOutcome.outsideWindow.phrase.english.contains("48 hours"))
        }
    }

    @Test func `an event that was set aside is decided by the running server after all`() async throws {
        let event = SimulatedEvent(
            .say("我要退款"),
            userID: TestWorld.user,
            created: TestWorld.start,
            messageID: "1"
        )
        let signed = try TestWorld.keys.get().sender.request(for: event)
        let request = RecordedRequest(query: "", contentType: signed.contentType, body: signed.body)
        try await OperatedWorld.run(leaving: request) { operated in
            let world = operated.world
            await world.platform.noteInteraction(userID: TestWorld.user)
            let id = try #require(try await operated.reader.quarantinedEvents(limit: 9).first?.id)
            // An upgrade took longer than a reply's lifetime.
            world.clock.advance(by: 3_600)
            #expect(try await operated.perform(.retry([.event(id)])) == [.requeuedEvent])
            #expect(try await world.received(1).count == 1)
            #expect(try await operated.perform(.retry([.event(id)])) == [.notQuarantined])
            #expect(try await operated.perform(.drop([.event(id)])) == [.notQuarantined])
        }
    }

    @Test func `an event that cannot be read is set aside again`() async throws {
        let request = RecordedRequest(query: "", contentType: "", body: [])
        try await OperatedWorld.run(leaving: request) { operated in
            let aside = try await operated.reader.quarantinedEvents(limit: 9)
            let id = try #require(aside.first?.id)
            #expect(try await operated.perform(.retry([.event(id)])) == [.unreadable])
            let again = try await operated.reader.quarantinedEvents(limit: 9).compactMap(\.quarantineReason)
            // The worker, which may find the event meanwhile, gives the same reason.
            let refusal = try #require(again.first?.rawValue)
            #expect(again.count == 1 && NotificationError(rawValue: refusal) != nil, "\(refusal)")
            #expect(try await operated.perform(.drop([.event(id)])) == [.dropped])
            #expect(try await operated.reader.quarantinedEvents(limit: 9).isEmpty)
        }
    }

    @Test func `only the user of the server can reach the socket, which ends with the server`() async throws {
        let path = try await OperatedWorld.run { operated in
            let path = ControlSocket(database: operated.database).path
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(attributes[.type] as? FileAttributeType == .typeSocket)
            #expect(!FileManager.default.fileExists(atPath: path + ".new"))
            return path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a socket that a crash left is in nobody's way, and without a server the command does it`() async throws
    {
        try await withTemporaryFolder { folder in
            let database = folder.appending(path: "replybot.db").path
            let store = try ReplyStore(path: database, options: .unhurried)
            try await store.close()
            try Data().write(to: folder.appending(path: "replybot.db.sock"))
            let client = ControlClient(database: database, policy: DeliveryPolicy())
            let answer = try await client.perform(.retry([.reply(ReplyID(rawValue: 1))]))
            #expect(answer.results.map(\.outcome) == [.unknown])
        }
    }

    @Test func `a path too long for a socket keeps nobody from serving`() async throws {
        let socket = ControlSocket(database: String(repeating: "a", count: 200))
        #expect(!socket.isShortEnough)
        var options = TestWorld.Options()
        options.controlSocket = socket
        options.waitsForControl = false
        try await TestWorld.run(options) { world in
            try await world.deliver(.say("我要退款"))
            #expect(try await world.received(1).count == 1)
        }
    }
}
