import Foundation
import TestSupport

@testable import ReplyBot

/// How one process ends, or several in a row.
enum KillPlan: Sendable, CustomStringConvertible {
    /// After a random delay from the first event.
    case moment(Duration)
    /// At the n-th call of one kind by a thread, by strace.
    case call(String, Int)
    /// At the n-th visit of a fault point, which only a debug build has.
    case point(FaultPoint, Int)
    /// Several in a row, each after a delay from its start; most die while they recover.
    case burst([Duration])

    /// System calls with an effect that cannot be undone.
    static let calls = ["pwrite64", "fdatasync", "writev", "write", "accept4"]

    /// Every second plan is a burst; the others are of each kind in turn.
    ///
    /// A release build has no fault points.
    init(round: Int, hasFaultPoints: Bool, using random: inout SeededGenerator) {
        guard round % 2 == 0 else {
            let kills = Int.random(in: 2...6, using: &random)
            self = .burst((0..<kills).map { _ in .milliseconds(Int.random(in: 20...1_500, using: &random)) })
            return
        }
        let (kind, turn) = (round / 2 % 3, round / 6)
        switch kind {
        case 1:
            let call = Self.calls[turn % Self.calls.count]
            // A listening thread accepts few connections, a writing one writes many pages.
            let latest = ["accept4": 6, "fdatasync": 12][call] ?? 24
            self = .call(call, Int.random(in: 1...latest, using: &random))
        case 2 where hasFaultPoints:
            let point = FaultPoint.allCases[turn % FaultPoint.allCases.count]
            self = .point(point, Int.random(in: 1...8, using: &random))
        default: self = .moment(.microseconds(Int.random(in: 0...400_000, using: &random)))
        }
    }

    /// The command under which the process runs; with --seccomp-bpf, strace 6.1 would inject no signal.
    var tracer: [String] {
        guard case .call(let name, let number) = self else { return [] }
        return [
            Strace.path, "-f", "-qq", "-o", "/dev/null",
            "-e", "trace=\(name)", "-e", "signal=none", "-e", "inject=\(name):signal=KILL:when=\(number)",
        ]
    }

    /// The environment that orders the kill.
    var environment: [String: String] {
        guard case .point(let point, let visit) = self else { return [:] }
        return [KillOrder.variable: "\(point.rawValue):\(visit)"]
    }

    /// The number of killed processes.
    var kills: Int { if case .burst(let delays) = self { delays.count } else { 1 } }

    /// Its name in the report.
    var kind: String {
        switch self {
        case .moment: "any moment"
        case .call(let name, _): "call \(name)"
        case .point(let point, _): "point \(point.rawValue)"
        case .burst: CrashReport.inBurst
        }
    }

    var description: String {
        switch self {
        case .moment(let delay): "after \(delay)"
        case .call(let name, let number): "at \(name) \(number)"
        case .point(let point, let visit): "at \(point.rawValue):\(visit)"
        case .burst(let delays): "burst \(delays.map { "\($0)" }.joined(separator: ", "))"
        }
    }
}

/// The tracer, which kills a process at a system call.
enum Strace {
    static let path = "/usr/bin/strace"

    /// Why the tracer cannot be used; then the test must fail, because it would prove nothing.
    static func complaint() -> String? {
        let command = ChildProcess.Command(path, ["-f", "-o", "/dev/null", "/bin/true"])
        do {
            guard try ChildProcess(command).waitUntilEnd() != 0 else { return nil }
        } catch {
            return "\(path) cannot be run (apt-get install strace): \(error)"
        }
        return "\(path) may not trace here: the crash tests need ptrace (in a container, --cap-add=SYS_PTRACE)"
    }
}
