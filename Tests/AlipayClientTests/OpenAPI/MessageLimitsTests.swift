import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct MessageLimitsTests {
    /// An article with some parts replaced.
    private static func article(
        title: String = "t",
        description: String? = nil,
        image: String? = "https://i",
        url: String = "https://u",
        action: String? = nil
    ) -> CustomMessage.Article {
        CustomMessage.Article(title: title, description: description, imageURL: image, url: url, actionName: action)
    }

    private static func error(_ message: CustomMessage) -> MessageError? {
        do throws(MessageError) {
            try MessageLimits().check(message)
            return nil
        } catch {
            return error
        }
    }

    private static func letters(_ count: Int, _ letter: String = "字") -> String {
        String(repeating: letter, count: count)
    }

    static let texts: [(content: CustomMessage.Content, error: MessageError?)] = [
        (.text("x"), nil), (.text(""), .missing(.text)),
        (.text(letters(2_000)), nil), (.text(letters(2_001)), .tooLong(.text, limit: 2_000)),
        // Code points count, not grapheme clusters.
        (.text(letters(2_000, "e\u{301}")), .tooLong(.text, limit: 2_000)),
        (.text("x", title: letters(64)), nil), (.text("x", title: letters(65)), .tooLong(.title, limit: 64)),
    ]

    static let articles: [(content: CustomMessage.Content, error: MessageError?)] = [
        (.articles([]), .missing(.articles)),
        (.articles([article(image: nil)]), nil),
        (.articles([article(image: nil), article()]), .missing(.imageURL)),
        (.articles([article(image: ""), article()]), .missing(.imageURL)),
        (.articles([article(), article(image: nil)]), nil),
        (.articles(Array(repeating: article(), count: 10)), nil),
        (.articles(Array(repeating: article(), count: 11)), .tooLong(.articles, limit: 10)),
        (.articles([article(title: "")]), .missing(.title)), (.articles([article(url: "")]), .missing(.url)),
        (.articles([article(title: letters(65))]), .tooLong(.title, limit: 64)),
        (.articles([article(description: letters(666))]), nil),
        (.articles([article(description: letters(667))]), .tooLong(.description, limit: 2_000)),
        (.articles([article(url: letters(1_025, "u"))]), .tooLong(.url, limit: 1_024)),
        (.articles([article(image: letters(1_025, "u"))]), .tooLong(.imageURL, limit: 1_024)),
        (.articles([article(action: letters(10))]), nil),
        (.articles([article(action: letters(11))]), .tooLong(.actionName, limit: 10)),
    ]

    @Test(arguments: texts + articles)
    func `a message outside a limit is refused by the part`(
        _ content: CustomMessage.Content,
        _ error: MessageError?
    ) {
        #expect(Self.error(CustomMessage(userID: "2088102122458832", content: content)) == error)
    }

    @Test(arguments: ["", letters(129)])
    func `a message needs somebody to go to`(_ id: String) {
        for recipient in [CustomMessage.Recipient.userID(id), .openID(id)] {
            #expect(Self.error(CustomMessage(to: recipient, content: .text("x"))) != nil)
        }
    }

    @Test func `a message outside the limits costs no call`() async throws {
        let transport = RecordingTransport(.failure(.ambiguous("x")))
        let credentials = OpenAPICredentials(
            appID: SignedRequest.appID,
            signingKey: try VectorKeys.signing(),
            mode: .key(try VectorKeys.verifying())
        )
        let client = OpenAPIClient(credentials: credentials, transport: transport, now: { .now }, makeNonce: { "n" })
        let error = await #expect(throws: OpenAPIError.self) {
            try await client.send(CustomMessage(userID: "u", content: .text("")))
        }
        #expect(error == .unsendable(.missing(.text)))
        #expect(error?.failureClass == .refused)
        #expect(transport.requests.isEmpty)
    }
}
