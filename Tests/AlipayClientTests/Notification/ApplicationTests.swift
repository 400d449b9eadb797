import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct ApplicationTests {
    @Test(arguments: [
        "2021000000000002", "202100000000000", "20210000000000010", "2021000000000001\u{301}", "x", "２021000000000001",
    ])
    func `an event for another application is refused`(_ appID: String) {
        #expect(throws: NotificationError.foreignApplication) {
            try SignedRequest(EventXML.text(["AppId": appID])).event()
        }
    }

    @Test(arguments: ["2021000000000002", " 2021000000000001", "2021000000000001\0", "x"])
    func `a parameter that names another application is believed too`(_ appID: String) throws {
        var request = SignedRequest(EventXML.text())
        request.set("app_id", appID)
        #expect(throws: NotificationError.foreignApplication) { try request.event() }
    }

    @Test func `a parameter that names the application in no text is another application's`() throws {
        var request = SignedRequest(EventXML.text())
        request.parameters.append(("app_id", [0xFF]))
        #expect(throws: NotificationError.foreignApplication) { try request.event() }
    }

    @Test(arguments: [SignedRequest.appID, ""])
    func `a parameter that names the same application, or none, changes nothing`(_ appID: String) throws {
        var request = SignedRequest(EventXML.text())
        request.set("app_id", appID)
        #expect(try request.event() == SignedRequest(EventXML.text()).event())
    }

    @Test func `a handshake for another application is refused`() {
        let document = EventXML.event("verifygw").replacingOccurrences(of: SignedRequest.appID, with: "2021")
        let request = SignedRequest(document, service: "alipay.service.check")
        #expect(throws: NotificationError.foreignApplication) { try request.event() }
    }

    @Test(arguments: ["follow", "click", "VERIFYGW", "verifygw2"])
    func `a handshake is one by its service and its event type`(_ type: String) {
        let request = SignedRequest(EventXML.event(type), service: "alipay.service.check")
        #expect(throws: NotificationError.unknownService) { try request.event() }
    }

    @Test func `a message is no handshake, whatever its service says`() {
        let request = SignedRequest(EventXML.text(), service: "alipay.service.check")
        #expect(throws: NotificationError.unknownService) { try request.event() }
        let both = EventXML.document(EventXML.elements + [("EventType", "verifygw")])
        #expect(throws: NotificationError.unknownService) {
            try SignedRequest(both, service: "alipay.service.check").event()
        }
    }

    @Test func `a handshake needs no follower`() throws {
        let event = try SignedRequest(
            "<XML><AppId>2021000000000001</AppId><CreateTime>1</CreateTime><MsgType>event</MsgType>"
                + "<EventType>verifygw</EventType></XML>",
            service: "alipay.service.check"
        )
        .event()
        #expect(event.content == .gatewayCheck)
        #expect(event.userID == "")
        #expect(event.kind == "verifygw")
    }
}
