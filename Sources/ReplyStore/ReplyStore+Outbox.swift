public import Foundation

extension ReplyStore {
    /// Takes replies that are due, the longest waiting first, at most one for each follower, for `leaseFor` seconds.
    ///
    /// A reply is claimable only when no earlier one of the same follower is open, so each follower's replies go out in
    /// order. The end of a lease counts as due: the attempt is then taken to be ambiguous. Claim no more than the free
    /// send slots, so that nothing claimed has to wait.
    ///
    /// `token` must be drawn afresh for each claim. Each reply is counted once on `day` (`yyyy-MM-dd`, in the account's
    /// time zone), and once more after each try that may have reached the follower; see `QueuedReply.sendsToday`.
    /// Expired replies are handed out too: bury them.
    public func claim(
        limit: Int,
        now: Date,
        leaseFor lease: TimeInterval,
        token: LeaseToken,
        day: String,
        interrupted: InterruptedTries = .areDoubtful
    ) async throws -> ClaimedReplies {
        let claim = ReplyClaim(
            limit: limit,
            now: now,
            leaseUntil: now.addingTimeInterval(lease),
            token: token,
            day: day,
            interrupted: interrupted
        )
        return try await committer.write { database in
            let replies = try database.claimable(claim).map { try database.take($0, for: claim) }
            return ClaimedReplies(replies: replies, nextDue: try database.nextDue())
        }
    }

    /// Notes, before a request is written, that it may be under way from now on; false when the reply is no longer ours.
    public func markStarted(_ reply: QueuedReply) async throws -> Bool {
        try await committer.write(.outcome) { try $0.start(reply) }
    }

    /// Records that the API accepted a reply; false when the reply is no longer ours.
    public func markSent(_ reply: QueuedReply, at time: Date) async throws -> Bool {
        try await committer.write(.outcome) { try $0.settle(reply, as: "sent", reason: nil, at: time) }
    }

    /// Puts a reply back for another attempt at `due`, at the latest when it expires; false when it is no longer ours.
    ///
    /// The reason is kept for the operator. The reply keeps its place before later ones.
    public func retry(
        _ reply: QueuedReply,
        at due: Date,
        reason: ReplyReason?,
        after outcome: AttemptOutcome = .refused
    ) async throws -> Bool {
        try await committer.write(.outcome) { try $0.requeue(reply, at: due, reason: reason, after: outcome) }
    }

    /// Puts a reply back to where it was before the claim, since no request was begun; false when it is no longer ours.
    ///
    /// The code is kept only while there is no code of a failure.
    public func putBack(_ reply: QueuedReply, code: String, at now: Date) async throws -> Bool {
        // After the clock was set back, its place may be an hour away.
        try await committer.write(.outcome) { try $0.putBack(reply, to: min(reply.due, now), code: code) }
    }

    /// Gives a reply up for good; false when it is no longer ours.
    ///
    /// The follower's daily count gets the message back, unless this attempt or an earlier one may have reached them.
    /// Where no request was begun for this claim, it does not count as a try.
    public func bury(
        _ reply: QueuedReply,
        reason: ReplyReason,
        at time: Date,
        after outcome: AttemptOutcome = .refused,
        wasTried: Bool = true
    ) async throws -> Bool {
        try await committer.write(.outcome) { database in
            guard try database.settle(reply, as: "dead", reason: reason, at: time) else { return false }
            if outcome != .unknown {
                try database.giveBackSend(of: reply)
            }
            try database.correctTries(of: reply, wasTried: wasTried, mayHaveArrived: outcome == .unknown)
            return true
        }
    }

    /// Puts every reply that is being sent back into the queue, and returns how many there were.
    ///
    /// Call it once at the start, before the first claim: whoever was sending them was this database's last process. The
    /// death of that process uses up no try. A doubtful try counts as `QueuedReply.interruptedAttempts`.
    public func releaseLeases(now: Date, interrupted: InterruptedTries = .areDoubtful) async throws -> Int {
        try await committer.write { try $0.releaseLeases(now: now, interrupted: interrupted) }
    }

    /// Has the times of open replies follow a wall clock that was set, and returns how many were moved.
    ///
    /// It moves those written before the change: when they were written, when they expire, and the end of their leases.
    /// Those that only wait are due at once.
    public func followClock(_ change: ClockChange, now: Date) async throws -> Int {
        try await committer.write(.outcome) { try $0.followClock(change, now: now) }
    }
}
