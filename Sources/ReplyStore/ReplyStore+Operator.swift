public import Foundation
import GRDB

extension ReplyStore {
    /// What there is to do and what went wrong; the followers with `daily` messages or more on `day` are counted.
    public func figures(day: String, daily: Int) async throws -> StoreFigures {
        try await read { try $0.figures(day: day, daily: daily) }
    }
}

/// What an operator may change; each call returns after the commit.
extension ReplyStore {
    /// Gives a dead reply a new lifetime and new attempts.
    public func revive(_ reply: ReplyID, _ life: NewLife) async throws -> ReviveOutcome {
        try await committer.write { try $0.revive(reply, life) }
    }

    /// The same for every dead reply that was not dropped, in their order.
    public func reviveAll(_ life: NewLife) async throws -> [(id: ReplyID, outcome: ReviveOutcome)] {
        try await committer.write { database in
            try database.deadReplies().map { ($0, try database.revive($0, life)) }
        }
    }

    /// Gives a reply up that waits or was given up, and takes it out of sight.
    public func drop(_ reply: ReplyID, at now: Date) async throws -> DropOutcome {
        try await committer.write { try $0.drop(reply, at: now) }
    }

    /// Lets an event that was set aside be decided after all, and returns it; nil when it is not set aside.
    ///
    /// It counts as received now, or its replies would have expired.
    public func takeBack(_ event: EventID, at now: Date) async throws -> JournaledEvent? {
        try await committer.write { try $0.takeBack(event, at: now) }
    }

    /// Ends an event that was set aside without a reply; false when it is not set aside.
    public func dropAside(_ event: EventID, decision: String, at now: Date) async throws -> Bool {
        try await committer.write { try $0.dropAside(event, decision: decision, at: now) }
    }

    /// Has a person answer a follower until a moment, or the bot again with nil; false for an unknown follower.
    ///
    /// A decision that was under way is refused with `StoreError.contactChanged`.
    public func setHandoff(userID: String, until: Date?) async throws -> Bool {
        try await committer.write { try $0.setHandoff(userID: userID, until: until) }
    }
}
