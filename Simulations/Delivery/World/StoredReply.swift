import BotCore
import Foundation

/// A row of the outbox.
struct StoredReply {
    enum State: String {
        case queued
        case sending
        case sent
        case dead
    }

    let number: ReplyID
    let event: Int
    let user: Int
    let draft: ReplyDraft
    var created: Date
    var due: Date
    var expires: Date
    var state = State.queued
    /// When it was due before the latest claim.
    var place = Date.distantFuture
    var tries = 0
    var ambiguous = 0
    var interrupted = 0
    /// The claim under which its sender marked a request as under way.
    var begun: UInt64?
    var isStarted = false
    var isCounted = false
    var token: UInt64 = 0
    var owner = 0
    var reason: DeliveryReason?

    var isOpen: Bool { state == .queued || state == .sending }
}
