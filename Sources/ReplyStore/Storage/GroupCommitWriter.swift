import Foundation
import GRDB

/// The only writer: it puts all writes that wait into one transaction, so that they share one flush of the disk.
///
/// There is no artificial delay: the flush under way is the window in which the next batch gathers (RELIABILITY 3.2).
/// Commits run in a task of the committer's own, so that a caller who is cancelled does not cancel a commit.
actor Committer {
    /// How much the committer takes on.
    struct Limits: Sendable {
        /// The most writes in one transaction.
        var batch = 256
        /// The most writes that wait; beyond it callers get `StoreError.overloaded`.
        var waiting = 4_096
        /// The size of the log, in bytes, from which upkeep no longer waits until nobody else does.
        var log = 16 << 20
    }

    nonisolated let file: StoreFile
    nonisolated let board: ConditionBoard
    private let ballast: Ballast
    private let options: StoreOptions
    private var limits: Limits { options.limits }
    private var lock: StoreLock?
    private var queue = WriteQueue()
    private var draining: Task<Void, Never>?
    /// Why the handle must not be used any more.
    private var spoiled: StoreError?
    /// Whether events are refused, because the disk is full and the ballast is used up.
    private var keepsRoom = false

    /// Whether `close` was called.
    private(set) var isClosed = false
    /// How many transactions were begun.
    private(set) var batches = 0
    /// How many writes wait for the next transaction.
    var waitingCount: Int { queue.count }
    /// Whether upkeep waits.
    var hasUpkeep: Bool { queue.hasUpkeep }

    /// Takes over a database and the lock that entitles to write to it.
    init(file: StoreFile, lock: StoreLock?, options: StoreOptions) {
        self.file = file
        self.lock = lock
        self.options = options
        board = ConditionBoard(now: options.now)
        ballast = Ballast(database: file.path, size: lock == nil ? 0 : options.ballast)
        // Without room for it the store works all the same, as long as there is room for events.
        try? ballast.make()
    }

    /// Runs `body` in the next transaction and returns its value once that is durable.
    ///
    /// When an event waits too long its caller gets `StoreError.slow`; the write goes on, and `late` is told its value.
    func write<Value: Sendable>(
        _ kind: WriteKind = .step,
        onCommit: @escaping @Sendable (Value) -> Void = { _ in },
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let caller = Caller(continuation)
            if kind == .intake { limitPatience(of: caller) }
            enqueue(PendingWrite(kind, path: file.path, caller: caller, onCommit: onCommit, body: body))
        }
    }

    /// Runs `body` by itself when nobody else waits, or at once when the log has grown too long.
    func keepUp<Value: Sendable>(
        isProof: Bool = false,
        _ body: @escaping @Sendable (any DatabaseWriter) async throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let upkeep = PendingUpkeep(path: file.path, isProof: isProof, caller: Caller(continuation), body: body)
            guard !isClosed else { return upkeep.fail(StoreError.closed(path: file.path)) }
            queue.add(upkeep)
            drainSoon()
        }
    }

    /// Takes note of a read that met a damaged file or a failing disk.
    func noteFailedRead(_ error: StoreError) {
        guard error.spoilsHandle, !isClosed else { return }
        spoiled = error
        board.begin(error)
    }

    /// Finishes the writes that wait, moves the log into the database file, closes it and gives up the lock.
    func close() async throws {
        guard !isClosed else { return }
        isClosed = true
        await draining?.value
        board.close()
        do {
            try await file.close(isSpoiled: spoiled != nil)
            lock = nil
        } catch {
            throw StoreError.classified(error, path: file.path)
        }
    }

    private func limitPatience<Value>(of caller: Caller<Value>) {
        let slow = StoreError.slow(path: file.path)
        caller.waitAtMost(options.patience, by: options.clock, else: slow) { [board] in
            board.begin(slow)
            board.countRefused(1)
        }
    }

    private func enqueue(_ write: PendingWrite) {
        if let refusal = refusal(of: write) { return refuse([write], refusal) }
        queue.add(write)
        drainSoon()
    }

    private func refusal(of write: PendingWrite) -> StoreError? {
        if isClosed { return .closed(path: file.path) }
        if write.kind == .intake, keepsRoom { return .full(path: file.path) }
        guard write.kind != .outcome, queue.capped >= limits.waiting else { return nil }
        let refusal = StoreError.overloaded(waiting: queue.count)
        board.begin(refusal)
        return refusal
    }

    private func refuse(_ writes: [PendingWrite], _ error: any Error) {
        board.countRefused(writes.count { $0.fail(error) })
    }

    private func drainSoon() {
        if draining == nil {
            draining = Task { await drain() }
        }
    }

    private func drain() async {
        while let work = queue.next(limit: limits.batch, upkeepIsUrgent: upkeepIsUrgent) {
            switch work {
            case .batch(let writes): await commit(writes)
            case .upkeep(let upkeep): await run(upkeep)
            }
        }
        draining = nil
    }

    private var upkeepIsUrgent: Bool { queue.hasUpkeep && file.logSize > limits.log }

    private func commit(_ batch: [PendingWrite]) async {
        if let spoiled { return refuse(batch, spoiled) }
        batches += 1
        var settlements: [PendingWrite.Settlement] = []
        let error = await observed(writes: batch.count) {
            settlements = try await file.database.write { database in
                try batch.map { try $0.settlement(in: database) }
            }
        }
        if let error { return refuse(batch, error) }
        let allWaited = settlements.reduce(true) { $1() && $0 }
        recover(allWaited: allWaited)
    }

    /// Runs a transaction, tells the observer, and takes note of a failure before any caller learns of it.
    private func observed(writes: Int, _ transaction: () async throws -> Void) async -> (any Error)? {
        var failure: (any Error)?
        let duration = await options.clock.measured {
            do { try await transaction() } catch { failure = StoreError.classified(error, path: file.path) }
        }
        let trouble = failure as? StoreError
        options.observe(CommitReport(writes: writes, duration: duration, error: trouble))
        if let trouble { await takeNote(of: trouble) }
        return failure
    }

    private func takeNote(of error: StoreError) async {
        guard error.isOfTheFile else { return }
        if case .full = error {
            let released = (try? await runBlocking { [ballast] in ballast.release() }) == true
            keepsRoom = released || keepsRoom
        }
        board.begin(error)
        if error.spoilsHandle { await mend(error) }
    }

    private func mend(_ error: StoreError) async {
        spoiled = error
        do {
            try await file.reopen()
            spoiled = nil
        } catch {
            guard let found = StoreError.classified(error, path: file.path) as? StoreError else { return }
            board.begin(found)
        }
    }

    /// A commit shows that the store works, except where only some writes pass or some callers were sent away.
    private func recover(allWaited: Bool) {
        switch board.trouble {
        case nil, .full: break
        case .slow where !allWaited: break
        case .overloaded where queue.capped * 2 > limits.waiting: break
        default: board.end()
        }
    }

    private func run(_ upkeep: PendingUpkeep) async {
        if upkeep.isProof, let spoiled { await mend(spoiled) }
        if let spoiled { return upkeep.fail(spoiled) }
        var settle: @Sendable () -> Void = {}
        let error = await observed(writes: 0) { settle = try await upkeep.run(file.database) }
        if let error { return upkeep.fail(error) }
        if upkeep.isProof {
            if let error = await restoreBallast() { return upkeep.fail(error) }
            board.end()
        }
        settle()
    }

    /// Where ballast was given up, room for it has to be found again before events are taken.
    private func restoreBallast() async -> (any Error)? {
        do {
            try await runBlocking { [ballast, keepsRoom] in try ballast.make(isOut: keepsRoom) }
        } catch {
            return keepsRoom ? error : nil
        }
        keepsRoom = false
        return nil
    }
}

extension Clock<Duration> {
    /// How long `work` takes.
    fileprivate func measured(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async -> Void
    ) async -> Duration {
        let start = now
        await work()
        return start.duration(to: now)
    }
}
