internal import ArgumentParser
internal import ReplyStore
internal import RuleEngine

/// Where an entry of the queue stands.
enum QueueState: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// A reply that waits.
    case queued
    /// A reply that is being sent.
    case sending
    /// A reply that was given up.
    case dead
    /// An event that is not decided any more.
    case aside
    /// A reply that was sent; not in lists.
    case sent

    static var allCases: [QueueState] { [.queued, .sending, .dead, .aside] }

    init(_ state: ReplyRecord.State) {
        self =
            switch state {
            case .queued: .queued
            case .sending: .sending
            case .sent: .sent
            case .dead: .dead
            }
    }

    /// In words for the operator.
    var phrase: Phrase {
        switch self {
        case .queued: Phrase("等待", "queued")
        case .sending: Phrase("发送中", "sending")
        case .dead: Phrase("已放弃", "dead")
        case .aside: Phrase("搁置", "aside")
        case .sent: Phrase("已发出", "sent")
        }
    }
}
