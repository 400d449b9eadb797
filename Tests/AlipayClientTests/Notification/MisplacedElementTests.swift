import TestSupport
import Testing

@testable import AlipayClient

/// Elements that occur twice, or where they do not belong (RELIABILITY T10).
@Suite(.timeLimit(.minutes(5)), .watched)
struct MisplacedElementTests {
    /// A document, and the reason for its refusal.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let document: String
        let error: NotificationError
    }

    private static let known = [
        "AppId", "FromAlipayUserId", "FromUserId", "CreateTime", "MsgType", "MsgId", "Text", "Image", "EventType",
        "ActionParam", "AgreementId", "AccountNo", "UserInfo", "ToUserId", "Future",
    ]

    private static func content(_ name: String) -> String {
        EventXML.elements.first { $0.name == name }?.content ?? "x"
    }

    private static func document(without name: String, adding: [(name: String, content: String)]) -> String {
        EventXML.document(EventXML.elements.filter { $0.name != name } + adding)
    }

    /// Twice the same, and once more with another content.
    private static let doubled: [Case] = known.flatMap { name in
        ["", "2088000000000000"]
            .map { second in
                Case(
                    testDescription: "\(name) twice, then \(second.isEmpty ? "empty" : second)",
                    document: document(without: name, adding: [(name, content(name)), (name, second)]),
                    error: .duplicateElement
                )
            }
    }

    /// Places where a reader that searches the whole document would find it.
    private static let misplaced: [Case] = ["AppId", "CreateTime", "MsgType", "Text"]
        .flatMap { name in
            ["Image", "Future", "UserInfo"]
                .map { parent in
                    Case(
                        testDescription: "\(name) inside \(parent)",
                        document: document(
                            without: name,
                            adding: [(parent, "<\(name)>\(content(name))</\(name)>")]
                        ),
                        error: .missingElement
                    )
                }
        }

    private static let picture = ["MediaId", "Format"]
        .map { name in
            let elements = EventXML.elements.filter { !["MsgType", "Text"].contains($0.name) }
            let image = [("MsgType", "image"), ("Image", "<\(name)>a</\(name)><\(name)>b</\(name)>")]
            return Case(
                testDescription: "\(name) twice inside Image",
                document: EventXML.document(elements + image),
                error: .duplicateElement
            )
        }

    static let cases = doubled + misplaced + picture

    @Test(arguments: cases)
    func `an element stands once, at its place`(_ misplaced: Case) {
        #expect(throws: misplaced.error) { try SignedRequest(misplaced.document).event() }
    }

    @Test func `text beside a picture is not part of it`() throws {
        let elements = EventXML.elements.filter { !["MsgType", "Text"].contains($0.name) }
        let image = [("MsgType", "image"), ("MediaId", "outside"), ("Image", "<MediaId>inside</MediaId>")]
        let event = try SignedRequest(EventXML.document(elements + image)).event()
        #expect(event.content == .image(mediaID: "inside", format: nil))
    }

    @Test func `a follower inside another element is no follower`() throws {
        let hidden = Self.document(without: "", adding: [("Future", "<FromAlipayUserId>2088</FromAlipayUserId>")])
        #expect(try SignedRequest(hidden).event().userID == "2088102122458832")
    }
}
