import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct EventIdentityTests {
    @Test func `a message is the same by its id, whatever else it says`() throws {
        let first = try SignedRequest(EventXML.text()).event()
        let again = try SignedRequest(EventXML.text(["CreateTime": "1", "Text": "<Content>x</Content>"])).event()
        let other = try SignedRequest(EventXML.text(["MsgId": "2"])).event()
        #expect(first.identity == again.identity)
        #expect(first.identity != other.identity)
    }

    @Test func `an event is the same by all that it says of itself`() throws {
        let event = EventXML.event("click", parameter: "a")
        let identity = try SignedRequest(event).event().identity
        #expect(try SignedRequest(event, charset: .gbk).event().identity == identity)
        let others = [
            event.replacingOccurrences(of: "1457426646396", with: "1457426646397"),
            event.replacingOccurrences(of: "2088102122458832", with: "2088102122458833"),
            event.replacingOccurrences(of: "click", with: "follow"),
            event.replacingOccurrences(of: "[a]", with: "[b]"),
        ]
        for other in others {
            #expect(try SignedRequest(other).event().identity != identity)
        }
    }

    @Test func `two lists of parts never read the same`() throws {
        let first = EventXML.event("ab", parameter: "c")
        let second = EventXML.event("a", parameter: "bc")
        #expect(try SignedRequest(first).event().identity != SignedRequest(second).event().identity)
    }
}
