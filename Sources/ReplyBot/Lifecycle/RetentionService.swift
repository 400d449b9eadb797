internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle

/// Deletes old events, old answers and the contacts of absent followers once an hour, and checks the length of the
/// database's log every second.
struct RetentionService: Service {
    /// Events deleted by one transaction; small, so that the writer is free again soon.
    static let batch = 200
    /// Seconds between two runs.
    static let period: TimeInterval = 3_600

    let store: ReplyStore
    let retention: TimeInterval
    /// The current rules limit how long answers are kept.
    let rules: CurrentRules
    let clock: any BotClock
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            await store.finishCheck()
            while true {
                await prune()
                let end = clock.now().addingTimeInterval(Self.period)
                try await keepLogShort(until: end)
            }
        }
    }

    /// Deletes settled events older than `store.retention`, in small batches.
    func deleteOld() async throws {
        let limit = clock.now().addingTimeInterval(-retention)
        while try await store.prune(olderThan: limit, limit: RetentionService.batch) == RetentionService.batch {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// Deletes answers to questions older than `account.slots_keep`; returns the number of followers who had some.
    ///
    /// A follower who writes meanwhile has theirs forgotten by the decision.
    @discardableResult
    func forgetAnswers() async throws -> Int {
        var count = 0
        while true {
            let limit = clock.now().addingTimeInterval(-TimeInterval(rules.current.rules.account.slotsKeep))
            let contacts = try await store.contacts(answeredUntil: limit, limit: RetentionService.batch)
            try Task.checkCancellation()
            let changed = try await store.replaceStates(
                contacts.compactMap { contact in
                    contact.forgettingAnswers(givenUntil: limit).map { (old: contact, new: $0) }
                }
            )
            count += changed
            // A contact that could not be changed is tried again in an hour.
            guard changed > 0, contacts.count == RetentionService.batch else { return count }
        }
    }

    /// Deletes answers older than `account.slots_keep` from what is kept of followers before decisions; returns the number
    /// of decisions that had some.
    @discardableResult
    func forgetAnswersBeforeDecisions() async throws -> Int {
        var count = 0
        while true {
            let limit = clock.now().addingTimeInterval(-TimeInterval(rules.current.rules.account.slotsKeep))
            var page = try await store.bases(answeredUntil: limit, limit: RetentionService.batch)
            try Task.checkCancellation()
            let isLast = page.count < RetentionService.batch
            // The store rounds times to milliseconds: an answer that it found must go.
            let end = limit.addingTimeInterval(0.001)
            for index in page.indices { page[index].basis = page[index].basis.forgettingAnswers(givenUntil: end) }
            count += try await store.replaceStates(page)
            guard !isLast else { return count }
        }
    }

    /// Deletes the contacts of followers who did nothing for `store.retention`; returns their number.
    @discardableResult
    func forgetContacts() async throws -> Int {
        let now = clock.now()
        return try await store.pruneContacts(silentSince: now.addingTimeInterval(-retention), now: now)
    }

    private func prune() async {
        do { try await deleteOld() } catch {
            logger.error("old events could not be deleted", metadata: ["error": "\(error)"])
        }
        do {
            try await forgetAnswers()
            try await forgetAnswersBeforeDecisions()
            try await forgetContacts()
        } catch {
            logger.error("followers' old data could not be deleted", metadata: ["error": "\(error)"])
        }
    }

    private func keepLogShort(until end: Date) async throws {
        guard store.hasLog else { return try await clock.sleep(until: end) }
        while clock.now() < end {
            // A failure shows in the store's condition, which `StoreWatch` logs.
            try? await store.shortenLog()
            try await clock.sleep(until: clock.now().addingTimeInterval(1))
        }
    }
}
