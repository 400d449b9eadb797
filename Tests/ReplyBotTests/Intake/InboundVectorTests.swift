import AlipayClient
import AlipaySimulator
import BotCore
import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Every recorded gateway request of the golden vectors, through the whole endpoint.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct InboundVectorTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let bodyFile: String
        let signType: String
        let expectVerified: Bool

        var testDescription: String { id }

        enum CodingKeys: String, CodingKey {
            case id
            case bodyFile = "body_file"
            case signType = "sign_type"
            case expectVerified = "expect_verified"
        }
    }

    struct Keys: Decodable {
        let keys: [String: String]
    }

    static let vectors = Result {
        let data = try Data(contentsOf: Repository.vectors.appending(path: "inbound.json"))
        return try JSONDecoder().decode([Vector].self, from: data)
    }

    @Test func `every vector gets the answer that its verdict asks for`() async throws {
        for signType in SignType.allCases {
            var options = TestWorld.Options()
            options.keys = Result { try Self.keys(signType) }
            options.identity = try Self.identity(signType)
            options.configure = { $0.alipay.freshness.maximumAge = 600 }
            let check = AnswerCheck(
                applicationKey: try Self.keys(signType).application.verifyingKey(),
                signType: signType
            )
            try await TestWorld.run(options) { world in
                for vector in try Self.vectors.get() where vector.signType == signType.rawValue {
                    let body = try Data(contentsOf: Repository.vectors.appending(path: vector.bodyFile))
                    let (status, answer) = try await world.post([UInt8](body))
                    let verdict = check.verdict(status: status, body: answer)
                    #expect(Self.isExpected(verdict, vector), "\(vector.id): \(verdict)")
                }
            }
        }
    }

    private static func isExpected(_ verdict: AnswerVerdict, _ vector: Vector) -> Bool {
        switch verdict {
        case .acknowledged: vector.expectVerified && !vector.id.hasPrefix("verifygw")
        case .gatewayVerified: vector.expectVerified && vector.id.hasPrefix("verifygw")
        case .refused(400): !vector.expectVerified
        default: false
        }
    }

    static func keys(_ signType: SignType) throws -> SimulationKeys {
        let size = signType == .rsa ? "_rsa1024" : ""
        return SimulationKeys(
            application: try key("app\(size).pkcs8"),
            platform: try key("alipay_platform\(size).pkcs8"),
            stranger: try key("attacker.pkcs8")
        )
    }

    private static func identity(_ signType: SignType) throws -> AlipayIdentity {
        let keys = try keys(signType)
        let credentials = OpenAPICredentials(
            appID: "2021000000000001",
            signingKey: keys.application,
            mode: .key(try keys.platform.verifyingKey())
        )
        return try AlipayIdentity(credentials: credentials, signType: signType, handshakeForm: .withPublicKey)
    }

    static func key(_ name: String) throws -> SigningKey {
        let data = try Data(contentsOf: Repository.vectors.appending(path: "keys.json"))
        let hex = try #require(try JSONDecoder().decode(Keys.self, from: data).keys[name])
        let digits = Array(hex.utf8)
        let bytes = try stride(from: 0, to: digits.count, by: 2)
            .map { index in
                try #require(UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16))
            }
        return try SigningKey(Data(bytes).base64EncodedString(), minimumBits: 1_024)
    }
}
