internal import AlipayClient
internal import AlipaySimulator
internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import OperatorText
internal import ReplyBot
internal import RuleEngine

/// Delivers simulated events to a gateway over HTTP, and checks the answers as Alipay does.
struct SimulatedCourier: Sendable {
    let client: HTTPClient
    let gateway: String
    let sender: SimulatedSender
    let platform: SimulatedPlatform
    let check: AnswerCheck
    /// The time that a gateway has for its answer.
    var patience = TimeAmount.seconds(10)

    init(client: HTTPClient, gateway: String, keys: SimulationKeys, platform: SimulatedPlatform) throws {
        self.client = client
        self.gateway = gateway
        sender = keys.sender
        self.platform = platform
        check = AnswerCheck(applicationKey: try keys.application.verifyingKey())
    }

    /// Delivers an event once.
    func deliver(
        _ event: SimulatedEvent,
        charset: Charset = .gbk,
        forgery: SimulatedSender.Forgery? = nil
    ) async throws -> AnswerVerdict {
        if forgery == nil { await platform.noteInteraction(userID: event.userID) }
        let signed = try sender.request(for: event, charset: charset, forgery: forgery)
        var request = HTTPClientRequest(url: gateway)
        request.method = .POST
        request.headers = HTTPHeaders([("Content-Type", signed.contentType)])
        request.body = .bytes(ByteBuffer(bytes: signed.body))
        let response = try await client.execute(request, timeout: patience)
        let body = try await response.body.collect(upTo: 64 * 1_024)
        return check.verdict(status: Int(response.status.code), body: Array(body.readableBytesView))
    }
}

extension AnswerVerdict {
    /// The platform's verdict, for the operator.
    var phrase: LocalizedText {
        switch self {
        case .acknowledged:
            LocalizedText("已签名确认", "signed acknowledgement")
        case .gatewayVerified(let key):
            key == nil
                ? LocalizedText("网关验证通过", "gateway verified")
                : LocalizedText("网关验证通过，应答带应用公钥", "gateway verified, with the application's public key")
        case .gatewayRefused:
            LocalizedText("VERIFY_FAILED：验签失败（已签名）", "VERIFY_FAILED: bad signature (signed answer)")
        case .refused(let status):
            LocalizedText("拒绝，HTTP \(status)，无内容", "refused, HTTP \(status), no content")
        case .wrong(let reason):
            LocalizedText("应答不合要求：\(reason)", "not an answer that the platform accepts: \(reason)")
        }
    }
}

extension SimulatedEvent.Action {
    /// The rule engine's event as a follower's action.
    init(_ content: RuleEvent.Content) {
        switch content {
        case .text(let text): self = .say(text)
        case .image: self = .image(mediaID: "simulated")
        case .follow(let scene): self = .follow(scene: scene)
        case .unfollow: self = .unfollow
        case .enter(let scene): self = .enter(scene: scene)
        case .click(let menu): self = .click(menu: menu)
        case .unknown: self = .other(eventType: "simulated")
        }
    }

    /// The action, for the operator.
    var label: String {
        switch self {
        case .gatewayCheck: ReplyBot.say("网关验证", "handshake")
        case .say(let text): "“\(text)”"
        case .image: ReplyBot.say("图片", "picture")
        case .follow: ReplyBot.say("关注", "follow")
        case .unfollow: ReplyBot.say("取消关注", "unfollow")
        case .click(let menu): ReplyBot.say("点击菜单 \(menu)", "click on menu \(menu)")
        case .enter: ReplyBot.say("进入会话", "enter")
        case .other(let type): ReplyBot.say("其他事件 \(type)", "other event \(type)")
        }
    }
}
