internal import Foundation
internal import RuleEngine
internal import Synchronization

/// The rules that are in use; the one place in which they change while the bot runs.
///
/// Whoever needs rules takes `current` once for an event or an attempt and keeps to it to the end.
final class CurrentRules: Sendable {
    /// What is on disk, beside what is in use.
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

    /// Starts with rules.
    init(_ rules: RuleSet, checksum: String = "", loaded: Date) {
        let running = RunningRules(rules: rules, generation: 1, checksum: checksum, loaded: loaded)
        state = Mutex(State(running: running))
    }

    /// The rules as they are now.
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

    /// Notes that the files hold the rules in use; returns whether that was different before.
    func noteSame() -> Bool {
        state.withLock { state in
            defer { state.disk = .same }
            return state.disk != .same
        }
    }

    /// Notes that the files hold what cannot be put in use.
    func noteDifferent(at now: Date) {
        state.withLock { state in
            if state.disk == .same { state.disk = .different(since: now) }
        }
    }
}

/// A rule set that is in use, and where it came from.
struct RunningRules: Sendable {
    let rules: RuleSet
    /// 1 for the rules of the start, one more for each reload that changed them.
    let generation: Int
    /// Of the files' content; empty for rules that came from no files.
    let checksum: String
    /// When they were read.
    let loaded: Date

    /// Enough of the checksum to tell one content from another.
    var shortChecksum: String? { checksum.isEmpty ? nil : String(checksum.prefix(12)) }
}
