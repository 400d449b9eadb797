import Foundation
import GRDB

/// The only writer: it puts all waiting writes into one transaction, so that they share one flush of the disk.
///
/// There is no artificial delay: the flush under way is the window in which the next batch gathers (RELIABILITY 3.2).
/// Commits run in a task of the writer's own, so that cancelling a caller does not cancel a commit.
actor GroupCommitWriter {
    /// The bounds of the writer.
    struct Limits: Sendable {
        /// The most writes in one transaction.
        var batch = 256
        /// The most writes that wait; beyond it callers get `StoreError.overloaded`.
        var waiting = 4_096
        /// The size of the log, in bytes, from which upkeep no longer waits for an empty queue.
        var log = 16 << 20
    }

    nonisolated let file: StoreFile
    nonisolated let health = HealthMonitor()
    /// The results of the transactions.
    nonisolated let reports = Broadcast<CommitReport>()
    /// The events whose callers wait for a bounded time.
    private let impatient: PatienceWatch
    private let reserve: ReservedSpace
    private let options: StoreOptions
    private var limits: Limits { options.limits }
    private var lock: StoreLock?
    private var queue = WriteQueue()
    private var draining: Task<Void, Never>?
    /// The failure after which the handle must not be used any more.
    private var spoiled: StoreError?
    /// Whether events are refused, because the disk is full and the reserved space is used up.
    private var refusesEvents = false

    /// Whether `close` was called.
    private(set) var isClosed = false
    /// The number of transactions begun.
    private(set) var batches = 0
    /// The number of writes that wait for the next transaction.
    var waitingCount: Int { queue.count }
    /// Whether upkeep waits.
    var hasUpkeep: Bool { queue.hasUpkeep }

    /// Takes over a database and the lock that permits writes to it.
    init(file: StoreFile, lock: StoreLock?, options: StoreOptions) {
        self.file = file
        self.lock = lock
        self.options = options
        let slow = StoreError.slow(path: file.path)
        impatient = PatienceWatch(patience: options.patience, clock: options.clock, error: slow) { [health] in
            health.fail(slow)
            health.countRefused(1)
        }
        reserve = ReservedSpace(database: file.path, size: lock == nil ? 0 : options.reservedSpace)
        // The store works without the reserve while there is room for events.
        try? reserve.allocate()
    }

    /// Runs `body` in the next transaction and returns its value once that is durable.
    ///
    /// When an event waits too long its caller gets `StoreError.slow`, and the write goes on. `publish` gets the value
    /// before the caller is answered, in the order of the writes.
    func write<Value: Sendable>(
        _ kind: WriteKind = .step,
        publish: @escaping @Sendable (Value) -> Void = { _ in },
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let caller = Caller(continuation)
            let write = PendingWrite(kind, path: file.path, caller: caller, body: body, publish: publish)
            if let refusal = refusal(of: write) { return refuse([write], because: refusal) }
            if kind == .intake { impatient.watch(write) }
            queue.add(write)
            drainSoon()
        }
    }

    /// Runs `body` by itself when no write waits, or at once when the log has grown too long.
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

    /// Records that a read found a damaged file or a failing disk.
    func noteFailedRead(_ error: StoreError) {
        guard error.spoilsHandle, !isClosed else { return }
        spoiled = error
        health.fail(error)
    }

    /// Finishes the waiting writes, moves the log into the database file, closes it and gives up the lock.
    func close() async throws {
        guard !isClosed else { return }
        isClosed = true
        await draining?.value
        health.close()
        reports.finish()
        do {
            try await file.close(isSpoiled: spoiled != nil)
            lock = nil
        } catch {
            throw StoreError.classified(error, path: file.path)
        }
    }

    private func refusal(of write: PendingWrite) -> StoreError? {
        if isClosed { return .closed(path: file.path) }
        if write.kind == .intake, refusesEvents { return .full(path: file.path) }
        guard write.kind != .outcome, queue.capped >= limits.waiting else { return nil }
        let refusal = StoreError.overloaded(waiting: queue.count)
        health.fail(refusal)
        return refusal
    }

    private func refuse(_ writes: [PendingWrite], because error: any Error) {
        health.countRefused(writes.count { $0.fail(error) })
    }

    private func drainSoon() {
        if draining == nil {
            draining = Task { await drain() }
        }
    }

    private func drain() async {
        while let work = queue.next(
            limit: limits.batch,
            upkeepIsUrgent: queue.hasUpkeep && file.logSize > limits.log
        ) {
            switch work {
            case .batch(let writes): await commit(writes)
            case .upkeep(let upkeep): await run(upkeep)
            }
        }
        draining = nil
    }

    private func commit(_ batch: [PendingWrite]) async {
        if let spoiled { return refuse(batch, because: spoiled) }
        batches += 1
        var settlements: [PendingWrite.Settlement] = []
        let error = await observed(writes: batch.count) {
            settlements = try await settle(batch)
        }
        if let error { return refuse(batch, because: error) }
        // A commit shows that the store works, unless only some writes pass or some callers were refused. The callers
        // are answered afterwards, so that none of them finds the store failing still.
        switch health.failure {
        case nil, .full, .slow: break
        case .overloaded where queue.capped * 2 > limits.waiting: break
        default: health.recover()
        }
        // In order: the events of the batch are published in the order of their numbers.
        let allWaited = settlements.reduce(true) { $1() && $0 }
        if case .slow = health.failure, allWaited { health.recover() }
    }

    /// Runs the writes in one transaction, and commits it.
    ///
    /// A savepoint for each write costs more than the write: SQLite copies every page that it changes to a file. So they
    /// are used only after one of the writes failed, and the transaction of all was rolled back.
    private func settle(_ batch: [PendingWrite]) async throws -> [PendingWrite.Settlement] {
        do {
            return try await file.database.write { database in try batch.map { try $0.run(database) } }
        } catch {
            let isOfTheFile = (StoreError.classified(error, path: file.path) as? StoreError)?.isOfTheFile ?? false
            guard !isOfTheFile else { throw error }
        }
        return try await file.database.write { database in try batch.map { try $0.settlement(in: database) } }
    }

    /// Runs a transaction, reports it, and records a failure before it answers any caller.
    private func observed(writes: Int, _ transaction: () async throws -> Void) async -> (any Error)? {
        var failure: (any Error)?
        let duration = await options.clock.measured {
            do { try await transaction() } catch { failure = StoreError.classified(error, path: file.path) }
        }
        let storeError = failure as? StoreError
        reports.publish(CommitReport(writes: writes, duration: duration, error: storeError))
        guard let storeError, storeError.isOfTheFile else { return failure }
        if case .full = storeError {
            let released = (try? await runBlocking { [reserve] in reserve.release() }) == true
            refusesEvents = released || refusesEvents
        }
        health.fail(storeError)
        if storeError.spoilsHandle { await mend(storeError) }
        return failure
    }

    private func mend(_ error: StoreError) async {
        spoiled = error
        do {
            try await file.reopen()
            spoiled = nil
        } catch {
            guard let found = StoreError.classified(error, path: file.path) as? StoreError else { return }
            health.fail(found)
        }
    }

    private func run(_ upkeep: PendingUpkeep) async {
        if upkeep.isProof, let spoiled { await mend(spoiled) }
        if let spoiled { return upkeep.fail(spoiled) }
        var settle: @Sendable () -> Void = {}
        let error = await observed(writes: 0) { settle = try await upkeep.run(file.database) }
        if let error { return upkeep.fail(error) }
        if upkeep.isProof {
            if let error = await restoreReserve() { return upkeep.fail(error) }
            health.recover()
        }
        settle()
    }

    /// Allocates the reserved space again; after it was released, events are refused until that succeeds.
    private func restoreReserve() async -> (any Error)? {
        do {
            try await runBlocking { [reserve, refusesEvents] in try reserve.allocate(isReleased: refusesEvents) }
        } catch {
            return refusesEvents ? error : nil
        }
        refusesEvents = false
        return nil
    }
}

extension Clock<Duration> {
    /// The duration of `work`.
    fileprivate func measured(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async -> Void
    ) async -> Duration {
        let start = now
        await work()
        return start.duration(to: now)
    }
}
