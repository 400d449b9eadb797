package import BotCore
package import Foundation
package import OperatorText
package import ReplyStore
import RuleEngine

/// An operator's request to the bot.
package enum ControlRequest: Codable, Sendable, Hashable {
    /// Send these dead replies, and decide these quarantined events.
    case retry([QueueNumber])
    /// Send all dead replies.
    case retryAll
    /// Give these up, and do not list them any more.
    case drop([QueueNumber])
    /// Hand a follower to a person for some seconds.
    case startHandoff(user: String, seconds: Int)
    /// Let the bot answer a follower again.
    case endHandoff(user: String)
    /// Delete everything about a follower.
    case forget(user: String)
}

/// The result of a request.
package struct ControlAnswer: Codable, Sendable, Hashable {
    /// The outcome for one entry.
    package struct Result: Codable, Sendable, Hashable {
        /// The entry; nil where the request is about a follower.
        package var number: QueueNumber?
        package var outcome: ControlOutcome
    }

    /// Each entry, in the order of the request.
    package var results: [Result] = []
    /// The end of the hand-off.
    package var until: Date?
    /// The longest hand-off that the rules allow, in seconds, if a longer one was asked for.
    package var cap: Int?
    /// The counts of deleted records.
    package var forgotten: ForgottenFollower?
}

/// The outcome of an operator's request.
package enum ControlOutcome: String, Codable, Sendable, Hashable, CaseIterable {
    /// The reply waits again.
    case requeuedReply = "revived"
    /// The event is decided once more.
    case requeuedEvent = "takenBack"
    case dropped
    case handoffStarted
    case handoffEnded
    /// Everything about the follower is deleted.
    case forgotten
    case unknown
    case unknownFollower
    case notDead
    case notQuarantined = "notAside"
    case outsideWindow
    case underWay
    case sent
    /// The event was given back, but cannot be read.
    case unreadable

    /// Whether the request was carried out.
    package var isDone: Bool {
        switch self {
        case .requeuedReply, .requeuedEvent, .dropped, .handoffStarted, .handoffEnded, .forgotten: true
        default: false
        }
    }

    package var phrase: LocalizedText {
        switch self {
        case .requeuedReply: LocalizedText("重新排队，会再发", "queued again, with a new lifetime")
        case .requeuedEvent: LocalizedText("会重新判定", "will be decided once more")
        case .dropped: LocalizedText("已放弃，不再列出", "given up, and no longer listed")
        case .handoffStarted: LocalizedText("由人工接待", "a person answers")
        case .handoffEnded: LocalizedText("机器人恢复接待", "the bot answers again")
        case .forgotten: LocalizedText("已删除这位用户的记录", "what was kept of this follower is deleted")
        case .unknown: LocalizedText("没有这个编号", "there is no such number")
        case .unknownFollower: LocalizedText("没有这位用户的记录：用户 id 要写全", "this follower is not known: write the whole id")
        case .notDead: LocalizedText("没有放弃过，不用重试", "it was not given up, so there is nothing to retry")
        case .notQuarantined: LocalizedText("这个事件没有被搁置", "this event is not set aside")
        case .outsideWindow:
            LocalizedText(
                "用户 48 小时内没有互动，支付宝会拒收：等用户再来",
                "the follower did nothing for 48 hours, so Alipay refuses it: wait until they do"
            )
        case .underWay: LocalizedText("正在发送：稍后再试", "it is being sent: try again in a moment")
        case .sent: LocalizedText("已经发出", "it was sent")
        case .unreadable:
            LocalizedText("记录的请求读不出来，又搁置了", "the recorded request cannot be read; it is set aside again")
        }
    }
}

/// An operator's name for an entry of the queue: `17` is a reply, `e5` a quarantined event.
package enum QueueNumber: Hashable, Sendable {
    case reply(ReplyID)
    case event(EventID)

    package init?(_ text: String) {
        let isEvent = text.hasPrefix("e")
        let digits = isEvent ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits) else {
            return nil
        }
        self = isEvent ? .event(EventID(rawValue: number)) : .reply(ReplyID(rawValue: number))
    }

    /// The number alone, without the difference between a reply and an event.
    package var digits: Int64 {
        switch self {
        case .reply(let id): id.rawValue
        case .event(let id): id.rawValue
        }
    }
}

extension QueueNumber: CustomStringConvertible {
    package var description: String {
        switch self {
        case .reply(let id): "\(id)"
        case .event(let id): "e\(id)"
        }
    }
}

extension QueueNumber: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let number = QueueNumber(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a number"))
        }
        self = number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
