internal import Foundation
internal import Logging
internal import RuleEngine
internal import Synchronization

/// The current rules; the one place in which they change while the bot runs.
///
/// Each event and each attempt reads `current` once and uses that to its end.
final class CurrentRules: Sendable {
    /// How the files compare with the rules in use.
    enum Disk: Sendable, Equatable {
        case same
        /// The files hold other rules, which could not be put in use.
        case different(since: Date)
    }

    private struct State {
        var running: RunningRules
        var disk = Disk.same
    }

    private let state: Mutex<State>

    init(_ rules: RuleSet, checksum: String = "", loaded: Date) {
        let running = RunningRules(rules: rules, generation: 1, checksum: checksum, loaded: loaded)
        state = Mutex(State(running: running))
    }

    /// Loads the rules of a file or folder, and logs the findings.
    ///
    /// - Throws: `CommandFailure` with all errors.
    convenience init(path: String, logger: Logger) throws {
        let (content, now) = (try RuleContent(path: path), Date())
        let loaded = LoadedRules(content, now: now)
        let rules = try loaded.ruleSet()
        loaded.logFindings(to: logger)
        self.init(rules, checksum: content.checksum, loaded: now)
    }

    var current: RunningRules { state.withLock { $0.running } }

    /// Whether the files hold the rules in use.
    var disk: Disk { state.withLock { $0.disk } }

    /// Puts other rules in use, and returns them.
    func replace(with rules: RuleSet, checksum: String, at now: Date) -> RunningRules {
        state.withLock { state in
            let generation = state.running.generation + 1
            state.running = RunningRules(rules: rules, generation: generation, checksum: checksum, loaded: now)
            state.disk = .same
            return state.running
        }
    }

    /// Notes that the files hold the rules in use; returns whether they did not before.
    func noteSame() -> Bool {
        state.withLock { state in
            defer { state.disk = .same }
            return state.disk != .same
        }
    }

    /// Notes that the files hold rules that cannot be put in use.
    func noteDifferent(at now: Date) {
        state.withLock { state in
            if state.disk == .same { state.disk = .different(since: now) }
        }
    }
}

/// A rule set in use, and its origin.
struct RunningRules: Sendable {
    let rules: RuleSet
    /// 1 for the rules of the start, one more for each reload that changed them.
    let generation: Int
    /// Of the content of the files; empty for rules that were built in code.
    let checksum: String
    /// When the files were read.
    let loaded: Date

    /// The length of a short checksum, long enough to tell one content from another.
    static let shortLength = 12

    /// The beginning of the checksum.
    var shortChecksum: String? { checksum.isEmpty ? nil : String(checksum.prefix(Self.shortLength)) }
}
