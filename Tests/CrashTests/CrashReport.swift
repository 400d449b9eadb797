import Foundation

/// How many processes were ended in which way, and what followed.
struct CrashReport: Sendable, CustomStringConvertible {
    /// The kind of those that met no traffic.
    static let atStart = "before it listened"
    /// The kind of those that were killed in a row.
    static let inBurst = "in bursts"

    private var kills: [String: Int] = [:]
    private var repeats: [String: Int] = [:]
    private(set) var redelivered = 0

    /// Counts kills, and the replies that arrived once more because of them.
    mutating func note(kind: String, kills ended: Int, repeats count: Int, redelivered again: Int) {
        kills[kind, default: 0] += ended
        repeats[kind, default: 0] += count
        redelivered += again
    }

    /// How many there were in all.
    var total: Int { kills.values.reduce(0, +) }

    /// How many replies arrived once more after kills of one kind.
    func repeats(after kind: String) -> Int { repeats[kind] ?? 0 }
    /// How many kills of one kind there were.
    func kills(of kind: String) -> Int { kills[kind] ?? 0 }

    var description: String {
        kills.sorted { $0.key < $1.key }
            .map { kind, count in
                let name = kind.padding(toLength: 20, withPad: " ", startingAt: 0)
                return "  \(name) \(count) kills, \(repeats[kind] ?? 0) repeats"
            }
            .joined(separator: "\n")
    }
}
