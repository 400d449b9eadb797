internal import AlipayClient
internal import Foundation
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle

/// Brings to a decision what the journal holds undecided: after a start, and when the lanes were full.
struct JournalCatchUp: Sendable {
    /// How often a decision may have ended the process: the first time at work, the second time here.
    static let tries = 1

    let store: ReplyStore
    let reader: NotificationReader
    let lanes: EventLanes
    let clock: any BotClock
    let logger: Logger

    /// Has `decide` take what an earlier process left, one event after the other, then keeps the lanes supplied.
    ///
    /// `decide` says whether it came to a decision before the bot stops.
    func run(deciding decide: (AcceptedEvent) async -> Bool) async {
        guard let end = await insist("the journal cannot be read", whatever: true, store.lastEvent) else { return }
        await readLeft(upTo: end) { journaled in
            guard await begin(journaled), let accepted = await read(journaled) else { return }
            guard await decide(accepted) else { return await takeBack(journaled) }
            logger.notice("event recovered", metadata: ["event": "\(journaled.id)"])
        }
        await supply(after: end)
        while await lanes.waitUntilBehind() {
            logger.warning("events wait in the journal, and are taken from there")
            await supply(after: lanes.left.first.map { EventID(rawValue: $0.rawValue - 1) })
        }
    }

    /// Whether the bot goes on.
    private var goesOn: Bool { !Task.isCancelled && !Task.isShuttingDownGracefully }

    /// Goes through what was there at the start.
    private func readLeft(upTo end: EventID, _ take: (JournaledEvent) async -> Void) async {
        var last: EventID?
        while case let page = await page(after: last).filter({ $0.id <= end }), let reached = page.last?.id {
            for journaled in page where goesOn { await take(journaled) }
            last = reached
        }
    }

    /// Puts what is in the journal into the lanes until nothing is left there; then events go to the lanes again.
    private func supply(after first: EventID?) async {
        var last = first
        while goesOn {
            let left = lanes.left.count
            let notes = lanes.takeNotes()
            if notes.mustReadAll { last = nil }
            for accepted in notes.takenBack { await put(accepted) }
            while case let page = await page(after: last), let end = page.last?.id {
                for journaled in page where goesOn {
                    if let accepted = await read(journaled) { await put(accepted) }
                }
                last = end
            }
            if lanes.open(ifLeft: left) { return }
        }
    }

    private func put(_ accepted: AcceptedEvent) async {
        _ = await lanes.lane(of: accepted).put(accepted)
    }

    private func page(after last: EventID?) async -> [JournaledEvent] {
        // An end that is none would open the lanes, and leave behind what was not read.
        await insist("the journal cannot be read", whatever: true) {
            try await store.undecidedEvents(limit: 200, after: last)
        } ?? []
    }

    /// Counts the try before it is made; an event that ended the process twice is poison and set aside (RELIABILITY T30).
    private func begin(_ journaled: JournaledEvent) async -> Bool {
        let event = journaled.id
        let tries = await insist("a try cannot be counted") { try await store.beginDeciding(event) }
        guard let tries else { return false }
        if tries <= JournalCatchUp.tries { return true }
        await setAside(event, because: "poison")
        return false
    }

    /// A stop, or a store that did not come back before it, is nothing that the event did.
    private func takeBack(_ journaled: JournaledEvent) async {
        do {
            try await store.takeBackTry(journaled.id)
        } catch {
            logger.error("a try cannot be taken back", metadata: ["event": "\(journaled.id)", "error": "\(error)"])
        }
    }

    /// The event as it was accepted; what cannot be read any more is set aside.
    private func read(_ journaled: JournaledEvent) async -> AcceptedEvent? {
        do {
            let event = try reader.readRecorded(try NotificationForm(journaled.entry.request))
            return AcceptedEvent(id: journaled.id, event: event, received: journaled.entry.received)
        } catch {
            await setAside(journaled.id, because: error.rawValue)
            return nil
        }
    }

    /// Leaves an event undecided for a person to look at.
    func setAside(_ event: EventID, because reason: String) async {
        logger.critical(
            "an event is set aside; see `replybot queue`",
            metadata: ["event": "\(event)", "reason": "\(reason)"]
        )
        _ = await insist("an event cannot be set aside") { try await store.setAside(event, reason: reason) }
    }

    /// Repeats a call while the store is out of order; nil at shutdown, and for an error that does not pass.
    ///
    /// With `whatever`, no error ends it.
    private func insist<Value>(
        _ failure: Logger.Message,
        whatever: Bool = false,
        _ call: () async throws -> Value
    ) async -> Value? {
        while goesOn {
            do {
                return try await call()
            } catch {
                logger.error(failure, metadata: ["error": "\(error)"])
                guard whatever || (error as? StoreError)?.isPassing == true else { return nil }
                try? await clock.sleep(for: .seconds(1))
            }
        }
        return nil
    }
}
