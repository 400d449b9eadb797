internal import Foundation
internal import Logging
internal import OperatorText
internal import ReplyStore
internal import RuleAuthoring
internal import RuleEngine
internal import ServiceLifecycle

/// Reloads the rules, and puts them in use if they have no errors.
struct RuleReloader: Sendable {
    let path: String
    let rules: CurrentRules
    let clock: any BotClock
    let logger: Logger
    let metrics: BotMetrics
    /// Keeps which rules took effect when; nil where no store is open.
    var history: RuleHistory?
    /// Whether a change is only reported and not put in use.
    var onlyLooks = false

    /// The result of reading the files again.
    private enum Reading: Sendable {
        /// The files hold the rules in use.
        case same
        case compiled(LoadedRules, checksum: String)
    }

    /// Reads, compiles and replaces the rules; after any failure the old ones stay in use.
    func reload() async {
        do {
            switch try await read() {
            case .same: noteSame()
            case .compiled(let loaded, _) where onlyLooks: noteDifferent(loaded)
            case .compiled(let loaded, let checksum): await use(loaded, checksum: checksum)
            }
        } catch let failure as CommandFailure {
            refuse(failure.sentences)
        } catch {
            refuse([LocalizedText("读取规则失败：\(error)", "the rules cannot be read: \(error)")])
        }
    }

    /// Compiles on a thread of its own, because it takes long and the threads that answer Alipay are few.
    private func read() async throws -> Reading {
        let (running, now) = (rules.current.checksum, clock.now())
        return try await runBlocking { [path] in
            let content = try RuleContent(path: path)
            guard content.checksum != running else { return .same }
            return .compiled(LoadedRules(content, now: now), checksum: content.checksum)
        }
    }

    private func noteSame() {
        metrics.reloaded(.rules, result: .same)
        guard rules.noteSame() else { return }
        logger.notice("the rule files hold the rules in use again")
    }

    private func use(_ loaded: LoadedRules, checksum: String) async {
        loaded.logFindings(to: logger)
        guard let ruleSet = loaded.result.ruleSet else { return refuse([]) }
        metrics.reloaded(.rules, result: .used)
        let running = rules.replace(with: ruleSet, checksum: checksum, at: clock.now())
        logger.notice(
            "rules were read again",
            metadata: [
                "generation": "\(running.generation)", "rules": "\(ruleSet.rules.count)",
                "checksum": "\(running.shortChecksum ?? "")",
            ]
        )
        await history?.note(running, at: running.loaded)
    }

    private func noteDifferent(_ loaded: LoadedRules) {
        rules.noteDifferent(at: clock.now())
        guard loaded.result.ruleSet == nil else {
            logger.notice("the rule files have changed; a restart or SIGHUP puts them in use")
            return
        }
        loaded.logFindings(to: logger)
        logger.error("the rule files have changed, and cannot be used")
    }

    private func refuse(_ reasons: [LocalizedText]) {
        metrics.reloaded(.rules, result: .refused)
        rules.noteDifferent(at: clock.now())
        for reason in reasons { logger.error("rule files", metadata: ["reason": "\(reason[.current])"]) }
        logger.error("the old rules stay in use", metadata: ["generation": "\(rules.current.generation)"])
    }
}

/// Keeps in the store which rules took effect when, so that recordings carry it.
struct RuleHistory: Sendable {
    let store: ReplyStore
    let logger: Logger

    /// Keeps that rules took effect; a failure is logged, and changes nothing else.
    func note(_ running: RunningRules, at time: Date) async {
        let change = RuleChange(at: time, generation: running.generation, checksum: running.shortChecksum ?? "")
        do { try await store.record(change) } catch {
            logger.warning("recordings will lack a change of the rules", metadata: ["error": "\(error)"])
        }
    }
}

/// Polls the rule files once a second and reloads them after a change.
///
/// Polling works on every file system and through links, which inotify does not.
struct RuleWatch: Service {
    /// Seconds between two polls.
    static let period: TimeInterval = 1
    /// Seconds without a change before the files are read: somebody may still be writing.
    static let quiet: TimeInterval = 0.3
    /// Polls after which files that keep changing are read all the same.
    static let patience = 100

    let reloader: RuleReloader
    let clock: any BotClock

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            // The files may have changed since the start read them.
            var seen = try await listing()
            await reloader.reload()
            while true {
                try await sleep(Self.period)
                guard try await listing() != seen else { continue }
                seen = try await settledListing()
                await reloader.reload()
            }
        }
    }

    private func settledListing() async throws -> RuleListing {
        var settled = try await listing()
        for _ in 0..<Self.patience {
            try await sleep(Self.quiet)
            let again = try await listing()
            if again == settled { break }
            settled = again
        }
        return settled
    }

    private func listing() async throws -> RuleListing {
        try await runBlocking { [path = reloader.path] in RuleListing(of: path) }
    }

    private func sleep(_ seconds: TimeInterval) async throws {
        try await clock.sleep(until: clock.now().addingTimeInterval(seconds))
    }
}

/// The metadata of rule files; it differs after every change of a file.
struct RuleListing: Equatable, Sendable {
    private struct Entry: Equatable {
        let path: String
        /// The file behind the path: a link may change without a change of the file.
        let target: String
        let size: Int
        let modified: Date
        let number: Int
    }

    private let entries: [Entry]
    /// Why the files cannot be listed.
    private let failure: String?

    init(of path: String) {
        do {
            entries = try RuleFileReader.paths(at: path).map(Self.entry)
            failure = nil
        } catch {
            entries = []
            failure = error.text(.english)
        }
    }

    private static func entry(_ path: String) -> Entry {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = (try? FileManager.default.attributesOfItem(atPath: target)) ?? [:]
        return Entry(
            path: path,
            target: target,
            size: attributes[.size] as? Int ?? -1,
            modified: attributes[.modificationDate] as? Date ?? .distantPast,
            number: attributes[.systemFileNumber] as? Int ?? -1
        )
    }
}
