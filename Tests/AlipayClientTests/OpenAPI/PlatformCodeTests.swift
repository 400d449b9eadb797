import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct PlatformCodeTests {
    @Test func `the table has every code of the protocol once, and no other`() {
        let codes = PlatformCode.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.sorted() == FailureClassTable.rows.map(\.code).sorted())
    }

    @Test(arguments: FailureClassTable.rows)
    func `a code has its class`(_ code: String, _ expected: FailureClass) {
        #expect(PlatformCode.named(code)?.failureClass == expected)
    }

    @Test(arguments: PlatformCode.all)
    func `a remedy is a sentence in both languages`(_ entry: PlatformCode) {
        let chinese = entry.remedy.chinese.unicodeScalars
        let english = entry.remedy.english.unicodeScalars
        #expect(chinese.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(!english.isEmpty && english.allSatisfy { (0x20...0x7E).contains($0.value) })
        #expect(entry.remedy.english.split(separator: " ").count >= 5)
        #expect(Self.ours(in: entry.remedy) == nil)
    }

    /// Words that a library cannot know: settings, signals and rules of the program that uses it.
    private static func ours(in remedy: Remedy) -> String? {
        let words = ["alipay.", "delivery.", "SIGHUP", "replybot", "rule", "queue", "规则", "_file"]
        return words.first { remedy.chinese.contains($0) || remedy.english.contains($0) }
    }

    /// "Once" in the protocol is one repetition: the second attempt is the last.
    @Test(arguments: [("decryption-error-unknown", 2), ("illegal-timestamp", 2), ("invalid-timestamp", 2)])
    func `what may be repeated once says so`(_ code: String, _ attempts: Int) {
        #expect(PlatformCode.named(code)?.attempts == attempts)
        #expect(PlatformCode.all.count { $0.attempts != nil } == 3)
    }

    @Test(arguments: ["", "SYSTEM_ERROR ", "system_error", "app-key-security-risk,", "isv.invalid-signature"])
    func `a code is compared exactly`(_ code: String) {
        #expect(PlatformCode.named(code) == nil)
    }

    static let errors: [OpenAPIError] = [
        .unsendable(.missing(.text)), .unverifiedAnswer(status: 200, traceID: nil),
        .unknownCertificate(serial: "aa4709", traceID: nil), .unreadableAnswer(traceID: nil), .notConnected("x"),
        .ambiguous("x"), .signingFailed("x"), .refused(refusal("app-openid-not-match")), .refused(refusal(nil)),
        .refused(refusal("invalid-signature")),
    ]

    private static func refusal(_ code: String?) -> OpenAPIRefusal {
        OpenAPIRefusal(status: 400, code: code, message: nil, links: [], traceID: nil, isAuthenticated: true)
    }

    @Test(arguments: errors)
    func `every failure has a remedy of its own`(_ error: OpenAPIError) {
        #expect(!error.remedy.chinese.isEmpty && !error.remedy.english.isEmpty)
        #expect(Self.ours(in: error.remedy) == nil)
        #expect(Set(Self.errors.map(\.remedy)).count == Self.errors.count - 1, "unknown codes share one")
    }

    @Test func `the name of an unknown certificate is shown only as far as it is one`() {
        let error = OpenAPIError.unknownCertificate(
            serial: "aa\u{1B}[31m\n0f" + String(repeating: "0", count: 99),
            traceID: nil
        )
        #expect(error.remedy.english.contains("aa310f0000"))
        #expect(error.remedy.english.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
        #expect(error.remedy.english.utf8.count < 160)
    }
}
