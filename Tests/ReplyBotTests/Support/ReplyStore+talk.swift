import AlipayClient
import AlipaySimulator
import BotCore
import Foundation
import ReplyStore
import RuleEngine
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// Fills a store as a server would, without a server.
extension ReplyStore {
    /// Records signed messages of a follower, and decides them by rules.
    func decide(
        _ texts: [String],
        of user: String,
        by rules: CurrentRules,
        at time: Date = TestWorld.start,
        charset: Charset = .gbk
    ) async throws {
        let keys = try TestWorld.keys.get()
        let reader = NotificationReader(verifier: try keys.botIdentity().verifier, appID: SimulationKeys.appID)
        let journal = EventJournal(store: self, freshness: EventFreshness(), commits: CommitFeed())
        let planner = ReplyPlanner(rules.current, policy: DeliveryPolicy())
        var scratch = rules.current.rules.makeScratch()
        for (number, text) in texts.enumerated() {
            let event = SimulatedEvent(.say(text), userID: user, created: time, messageID: "\(user)-\(number)")
            let signed = try keys.sender.request(for: event, charset: charset)
            let request = RecordedRequest(query: "", contentType: signed.contentType, body: signed.body)
            let inbound = try reader.read(try NotificationForm(request))
            guard case .first(let accepted) = try await journal.record(inbound, from: request, at: time) else {
                continue
            }
            let contact = try await contact(appID: SimulationKeys.appID, userID: user)
            let plan = try planner.plan(accepted, contact: contact, using: &scratch)
            #expect(try await commit(plan.effects))
        }
    }

    /// Marks all waiting replies as sent.
    func sendAll(at time: Date) async throws {
        var token: UInt64 = 0
        repeat {
            token += 1
            let claimed = try await claim(
                limit: 100,
                now: time,
                leaseFor: 30,
                token: LeaseToken(rawValue: token),
                day: QuotaDay.text(time, in: RuleAccount().timeZone)
            )
            guard !claimed.replies.isEmpty else { return }
            for reply in claimed.replies { #expect(try await markSent(reply, at: time)) }
        } while true
    }
}
