import OperatorText
import TestSupport
import Testing

@testable import AlipayClient
@testable import ReplyBot

/// The advice about failed calls.
@Suite(.timeLimit(.minutes(5)), .watched)
struct RemedyTests {
    @Test func `each code of the platform has a remedy, and nothing else has`() {
        #expect(PlatformCode.remedies.keys.sorted() == PlatformCode.all.map(\.code).sorted())
    }

    @Test(arguments: PlatformCode.all)
    func `a remedy is a sentence in both languages, and names settings that exist`(_ entry: PlatformCode) throws {
        let remedy = try #require(PlatformCode.remedies[entry.code])
        #expect(remedy.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(remedy.english.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
        #expect(remedy.english.split(separator: " ").count >= 5)
        Self.checkSettings(remedy)
    }

    private static func checkSettings(_ remedy: LocalizedText) {
        let names = remedy.english.matches(of: /(alipay|delivery|http|store)\.[a-z_]+/).map { String($0.output.0) }
        #expect(names.allSatisfy { Setting(rawValue: $0) != nil }, "\(remedy.english)")
        #expect(names.allSatisfy { remedy.chinese.contains($0) }, "\(remedy.chinese)")
    }

    /// Words of a remedy, and the setting that belongs to them.
    static let words: [(word: String, setting: Setting)] = [
        ("AES key", .encryptKey), ("app_auth_token", .appAuthToken), ("private key", .privateKey),
        ("root certificates' SN", .rootCertFile), ("application certificate", .appCertFile),
        ("send fewer", .deliveryConcurrency),
    ]

    @Test(arguments: words)
    func `a remedy about something that is set here says where`(word: String, setting: Setting) {
        let remedies = PlatformCode.remedies.filter { $0.value.english.contains(word) }
        #expect(!remedies.isEmpty)
        for (code, remedy) in remedies {
            #expect(remedy.english.contains(setting.rawValue) && remedy.chinese.contains(setting.rawValue), "\(code)")
            #expect(DeliveryCode(code).remedy == remedy)
        }
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
        Self.checkSettings(error.remedy)
        #expect(Set(Self.errors.map(\.remedy)).count == Self.errors.count - 1, "unknown codes share one")
    }

    @Test func `a new certificate is added and reloaded`() {
        let error = OpenAPIError.unknownCertificate(serial: "aa4709", traceID: nil)
        #expect(
            error.remedy.english == "Alipay now signs with certificate aa4709: download it, and use it beside the old "
                + "one (add it to alipay.cert_files, then reload with SIGHUP)"
        )
    }

    @Test func `the name of an unknown certificate is shown only as far as it is one`() {
        let error = OpenAPIError.unknownCertificate(
            serial: "aa\u{1B}[31m\n0f" + String(repeating: "0", count: 99),
            traceID: nil
        )
        #expect(error.remedy.english.contains("aa310f0000"))
        #expect(error.remedy.english.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
        #expect(error.remedy.english.utf8.count < 200)
    }
}
