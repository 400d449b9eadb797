import AlipayClient
import OperatorText
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// The settings and rules that the bot adds to the remedies of `AlipayClient`, which knows neither.
@Suite(.timeLimit(.minutes(5)), .watched)
struct RemedyPlaceTests {
    @Test func `each place belongs to a code that exists, and names settings that exist`() {
        let own = OpenAPIError.all.map(\.code)
        for (code, place) in RemedyPlace.all {
            #expect(PlatformCode.named(code) != nil || own.contains(code), "\(code)")
            let names = place.english.matches(of: /(alipay|delivery|http|store)\.[a-z_]+/).map { String($0.output.0) }
            #expect(names.allSatisfy { Setting(rawValue: $0) != nil }, "\(place.english)")
            #expect(names.allSatisfy { place.chinese.contains($0) }, "\(place.chinese)")
        }
    }

    /// Words of a neutral remedy, and the setting that belongs to them.
    static let words: [(word: String, setting: Setting)] = [
        ("AES key", .encryptKey), ("app_auth_token", .appAuthToken), ("private key", .privateKey),
        ("root certificates' SN", .rootCertFile), ("application certificate", .appCertFile),
        ("send fewer", .deliveryConcurrency),
    ]

    @Test(arguments: words)
    func `a remedy about something that is set here says where`(word: String, setting: Setting) {
        let codes = PlatformCode.all.filter { $0.remedy.english.contains(word) }
        #expect(!codes.isEmpty)
        for code in codes {
            let remedy = DeliveryCode(code.code).remedy
            #expect(remedy.english.hasPrefix(code.remedy.english) && remedy.english.contains(setting.rawValue))
            #expect(remedy.chinese.hasPrefix(code.remedy.chinese) && remedy.chinese.contains(setting.rawValue))
        }
    }

    @Test func `a new certificate is added and reloaded`() {
        let error = OpenAPIError.unknownCertificate(serial: "aa4709", traceID: nil)
        let remedy = RemedyPlace.extend(error.remedy, code: error.code)
        #expect(
            remedy.english == "Alipay now signs with certificate aa4709: download it, and use it beside the old one "
                + "(add it to alipay.cert_files, then reload with SIGHUP)"
        )
    }
}

extension OpenAPIError {
    fileprivate static let all: [OpenAPIError] = [
        .unverifiedAnswer(status: 200, traceID: nil), .unknownCertificate(serial: "aa4709", traceID: nil),
        .unreadableAnswer(traceID: nil), .notConnected("x"), .ambiguous("x"), .signingFailed("x"),
        .unsendable(.missing(.text)),
    ]
}
