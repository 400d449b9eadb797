import BotCore
import Foundation

/// A store in memory: the effect of a call stays, even if its caller dies.
///
/// The mutants that are stores override one of its methods.
class SimulatedStore {
    /// The result of a claim.
    struct Claim {
        var replies: [ClaimedReply]
        var nextDue: Date?
    }

    let policy: AmbiguityPolicy
    var events: [Int: InboundEvent] = [:]
    var decided: Set<Int> = []
    var replies: [StoredReply] = []
    var sends: [Int: Int] = [:]
    /// Called when the lease of a reply ended without an outcome.
    var onInterruption: (ReplyID) -> Void = { _ in }
    /// Called when the sender of a reply died, with whether its request was under way.
    var onDeath: (ReplyID, Bool) -> Void = { _, _ in }

    required init(policy: AmbiguityPolicy) {
        self.policy = policy
    }

    /// Records an event; false for a duplicate.
    func record(_ event: InboundEvent) -> Bool {
        events.updateValue(event, forKey: event.number) == nil
    }

    /// Whether a decision about the event may be committed.
    func mayDecide(_ event: Int) -> Bool {
        !decided.contains(event)
    }

    /// Queues the replies to an event, once; returns the new ones.
    func decide(_ number: Int, now: Date) -> [StoredReply] {
        guard let event = events[number], mayDecide(number) else { return [] }
        decided.insert(number)
        let new = event.drafts.enumerated()
            .map { index, draft in
                StoredReply(
                    number: ReplyID(rawValue: Int64(replies.count + index)),
                    event: number,
                    user: event.user,
                    draft: draft,
                    created: now,
                    due: now,
                    expires: now.addingTimeInterval(draft.lifetime)
                )
            }
        replies += new
        return new
    }

    /// The replies that a claim may take, in the order in which it takes them.
    func claimable(now: Date) -> [StoredReply] {
        heads().filter { $0.due <= now }.sorted { ($0.due, $0.number) < ($1.due, $1.number) }
    }

    /// Leases replies.
    func claim(limit: Int, now: Date, lease: Duration, token: UInt64, owner: Int) -> Claim {
        let taken = claimable(now: now).prefix(limit)
            .map { row in
                if row.state == .sending { interrupt(row.number) }
                replies[row.index].tries += 1
                replies[row.index].state = .sending
                replies[row.index].isStarted = false
                replies[row.index].place = row.due
                replies[row.index].due = now.addingTimeInterval(lease / .seconds(1))
                replies[row.index].token = token
                replies[row.index].owner = owner
                count(row.number)
                return claimed(row.number)
            }
        return Claim(replies: taken, nextDue: heads().map(\.due).min())
    }

    /// Counts a reply towards the day.
    func count(_ number: ReplyID) {
        let row = self[number]
        guard !row.isCounted else { return }
        replies[row.index].isCounted = true
        sends[row.user, default: 0] += 1
    }

    /// The follower of a reply.
    func follower(of number: ReplyID) -> Int { self[number].user }

    /// Whether a claim still holds.
    func holds(_ number: ReplyID, token: UInt64) -> Bool {
        self[number].token == token && self[number].state == .sending
    }

    /// Notes that a request is about to be written.
    func start(_ number: ReplyID, token: UInt64) -> Bool {
        guard holds(number, token: token) else { return false }
        replies[self[number].index].isStarted = true
        return true
    }

    /// Marks a request as under way.
    func markBegun(_ number: ReplyID, token: UInt64) {
        replies[self[number].index].begun = token
    }

    /// Records an outcome; false when the claim no longer holds.
    func settle(_ number: ReplyID, as settlement: Settlement, token: UInt64, now: Date) -> Bool {
        guard holds(number, token: token) else { return false }
        let index = self[number].index
        replies[index].begun = nil
        switch settlement {
        case .sent: replies[index].state = .sent
        case .putBack:
            replies[index].state = .queued
            replies[index].due = min(replies[index].place, now, replies[index].expires)
            charge(.none, to: index)
        case .retry(let wait, _, let cost):
            replies[index].state = .queued
            replies[index].due = min(now.addingTimeInterval(wait / .seconds(1)), replies[index].expires)
            charge(cost, to: index)
        case .dead(let reason, let mayHaveArrived):
            replies[index].state = .dead
            replies[index].reason = reason
            if !mayHaveArrived, replies[index].ambiguous + replies[index].interrupted == 0 { giveBackSend(index) }
        }
        return true
    }

    /// Charges the cost of a try.
    func charge(_ cost: Settlement.Cost, to index: Int) {
        if cost == .none { replies[index].tries -= 1 }
        if cost == .ambiguity { doubt(index) }
    }

    /// Notes that a try may have arrived: it stays counted towards the day, and the next try counts again.
    func doubt(_ index: Int) {
        replies[index].ambiguous += 1
        replies[index].isCounted = false
    }

    /// Takes a reply off the day's count.
    func giveBackSend(_ index: Int) {
        guard replies[index].isCounted else { return }
        replies[index].isCounted = false
        sends[replies[index].user, default: 0] -= 1
    }

    /// Puts back the replies that the owner was sending when it died.
    func releaseLeases(owner: Int, now: Date) {
        for row in replies where row.state == .sending && row.owner == owner {
            interruptByDeath(row.number)
            replies[row.index].tries -= 1
            replies[row.index].state = .queued
            replies[row.index].due = now
        }
    }

    /// Moves the times of replies written before the step.
    func shift(_ step: ClockStep, now: Date) {
        for row in replies where row.isOpen && step.follows(row.created, askedAt: now) {
            replies[row.index].created = step.shifted(row.created)
            replies[row.index].due = row.state == .queued ? now : step.shifted(row.due)
            replies[row.index].expires = step.shifted(row.expires)
        }
    }

    /// The first open reply of each follower.
    func heads() -> [StoredReply] {
        var seen: Set<Int> = []
        return replies.filter { $0.isOpen && seen.insert($0.user).inserted }
    }

    subscript(number: ReplyID) -> StoredReply { replies[Int(number.rawValue)] }

    /// Notes that the sender of a reply died.
    func interruptByDeath(_ number: ReplyID) {
        let row = self[number]
        let wasUnderWay = row.begun == row.token
        if wasUnderWay {
            replies[row.index].interrupted += 1
            replies[row.index].isCounted = false
        }
        onDeath(number, wasUnderWay)
    }

    /// Notes that a lease ended without an outcome.
    func interrupt(_ number: ReplyID) {
        let row = self[number]
        if policy == .resendOnce || row.isStarted { doubt(row.index) }
        onInterruption(number)
    }

    private func claimed(_ number: ReplyID) -> ClaimedReply {
        let row = self[number]
        return ClaimedReply(
            id: number,
            tries: row.tries,
            ambiguousTries: row.ambiguous,
            interruptedTries: row.interrupted,
            sendsToday: sends[row.user, default: 0],
            priority: row.draft.priority,
            expires: row.expires,
            namesEvent: row.draft.namesEvent,
            ignoresHandoff: row.draft.ignoresHandoff
        )
    }
}

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
    /// Its place among all replies.
    var index: Int { Int(number.rawValue) }
}
