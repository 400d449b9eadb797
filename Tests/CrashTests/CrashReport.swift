import Foundation

/// How many processes were ended in which way, and what followed.
struct CrashReport: Sendable, CustomStringConvertible {
    /// The kind of those that met no traffic.
    static let atStart = "before it listened"

    private var kills: [String: Int] = [:]
    private var duplicates: [String: Int] = [:]
    private(set) var redelivered = 0

    /// Counts a kill, and the replies that arrived twice because of it.
    mutating func note(kind: String, duplicates count: Int, redelivered again: Int) {
        kills[kind, default: 0] += 1
        duplicates[kind, default: 0] += count
        redelivered += again
    }

    /// How many there were in all.
    var total: Int { kills.values.reduce(0, +) }

    /// How many replies arrived twice after kills of one kind.
    func duplicates(after kind: String) -> Int { duplicates[kind] ?? 0 }
    /// How many kills of one kind there were.
    func kills(of kind: String) -> Int { kills[kind] ?? 0 }

    var description: String {
        kills.sorted { $0.key < $1.key }
            .map { kind, count in
                let name = kind.padding(toLength: 20, withPad: " ", startingAt: 0)
                return "  \(name) \(count) kills, \(duplicates[kind] ?? 0) replies twice"
            }
            .joined(separator: "\n")
    }
}
