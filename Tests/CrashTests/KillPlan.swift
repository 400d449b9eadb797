import TestSupport

@testable import ReplyBot

/// How one process is to end.
enum KillPlan: Sendable, CustomStringConvertible {
    /// At any moment: so long after the first event was sent.
    case moment(Duration)
    /// At a system call, by strace: at the so manieth of a thread.
    case call(String, Int)
    /// At a fault point, at the so manieth visit.
    case point(FaultPoint, Int)

    /// Those after which what the process did cannot be undone, and what it had not done yet is not done.
    static let calls = ["pwrite64", "fdatasync", "writev", "write", "accept4"]

    /// Each kind a third of the time, each call and each point in turn.
    init(round: Int, using random: inout SeededGenerator) {
        let turn = round / 3
        switch round % 3 {
        case 0: self = .moment(.microseconds(Int.random(in: 0...400_000, using: &random)))
        case 1:
            let call = Self.calls[turn % Self.calls.count]
            // A listening thread accepts few connections, a writing one writes many pages.
            let latest = ["accept4": 6, "fdatasync": 12][call] ?? 24
            self = .call(call, Int.random(in: 1...latest, using: &random))
        default:
            let point = FaultPoint.allCases[turn % FaultPoint.allCases.count]
            self = .point(point, Int.random(in: 1...8, using: &random))
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

    /// What the process is told.
    var environment: [String: String] {
        guard case .point(let point, let visit) = self else { return [:] }
        return [KillOrder.variable: "\(point.rawValue):\(visit)"]
    }

    /// What it counts under in the report.
    var kind: String {
        switch self {
        case .moment: "any moment"
        case .call(let name, _): "call \(name)"
        case .point(let point, _): "point \(point.rawValue)"
        }
    }

    var description: String {
        switch self {
        case .moment(let delay): "after \(delay)"
        case .call(let name, let number): "at \(name) \(number)"
        case .point(let point, let visit): "at \(point.rawValue):\(visit)"
        }
    }
}
