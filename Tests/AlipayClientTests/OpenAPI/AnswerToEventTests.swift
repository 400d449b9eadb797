import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// The reply to an event (PROTOCOL 2.6).
@Suite(.timeLimit(.minutes(5)), .watched)
struct AnswerToEventTests {
    /// An event with its `EventType`, its name in replies, and the time limit in seconds.
    static let events: [(type: String, expected: CustomMessage.EventType?, seconds: Double?)] = [
        ("follow", .follow, 300), ("click", .click, 300), ("enter", .enterChat, nil), ("unfollow", nil, nil),
        ("unbind", nil, nil),
    ]

    @Test(arguments: events)
    func `a reply is named after its event, in the API's terms, until it is too late`(
        _ type: String,
        _ expected: CustomMessage.EventType?,
        _ seconds: Double?
    ) throws {
        let event = try SignedRequest(EventXML.event(type)).event()
        for (late, name) in [(0, expected), (seconds ?? 86_400, expected), (301, seconds == nil ? expected : nil)] {
            let date = event.created.addingTimeInterval(late)
            let message = CustomMessage(answering: event, at: date, content: .text("x"))
            #expect(message.eventType == name, "\(late)")
            #expect(message.recipient == .userID("2088102122458832"))
            #expect(!message.showsInChatList)
        }
    }

    @Test func `a reply to a text names no event`() throws {
        let event = try SignedRequest(EventXML.text()).event()
        let message = CustomMessage(answering: event, at: event.created, content: .text("x"), showsInChatList: true)
        #expect(message.eventType == nil)
        #expect(message.showsInChatList)
    }

    @Test func `a reply that came too late for its event becomes an ordinary one`() {
        let message = CustomMessage(userID: "u", content: .text("x"), eventType: .click, showsInChatList: true)
        #expect(message.withoutEventType == CustomMessage(userID: "u", content: .text("x"), showsInChatList: true))
    }
}
