internal import Foundation
internal import Synchronization
package import Testing

/// Ends the whole run, with the test's name, when a test continues after its `.timeLimit`.
///
/// At its limit a test is recorded as failed and its task is cancelled. A test that blocks its thread, or waits for
/// something that cannot be cancelled, continues, and the run would hang without a message.
package struct HangWatch: SuiteTrait, TestTrait, TestScoping {
    /// The time that a cancelled test has for its end.
    private static let grace = Duration.seconds(15)

    /// Watches each test of the suite.
    package var isRecursive: Bool { true }

    /// Watches one case of a test.
    @concurrent package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard let limit = Self.limit(of: test) else {
            Issue.record("a watched test needs a .timeLimit")
            return
        }
        let name = test.displayName ?? test.name
        let number = WatchedTests.all.begin("\(name) (\(test.sourceLocation))", limit: limit)
        defer { WatchedTests.all.end(number) }
        try await function()
    }

    /// `REPLYBOT_TEST_SECONDS` shortens every limit, to show its effect without waiting for minutes.
    private static func limit(of test: Test) -> Duration? {
        let asked = ProcessInfo.processInfo.environment["REPLYBOT_TEST_SECONDS"].flatMap(Int.init)
        return asked.map { .seconds($0) } ?? test.timeLimit.map { $0 + grace }
    }
}

extension Trait where Self == HangWatch {
    /// Ends the whole run when a test continues after its `.timeLimit`.
    package static var watched: Self { HangWatch() }
}

/// The tests under way, polled by a thread of its own, because all threads of the tests may be blocked.
private final class WatchedTests: Sendable {
    struct Entry {
        let name: String
        let limit: Duration
        let began: ContinuousClock.Instant
    }

    struct State {
        var entries: [Int: Entry] = [:]
        var count = 0
    }

    static let all = WatchedTests()

    private let state = Mutex(State())

    private init() {
        let thread = Thread { [self] in
            while true {
                Thread.sleep(forTimeInterval: 0.5)
                look()
            }
        }
        thread.start()
    }

    func begin(_ name: String, limit: Duration) -> Int {
        state.withLock { state in
            state.count += 1
            state.entries[state.count] = Entry(name: name, limit: limit, began: .now)
            return state.count
        }
    }

    func end(_ number: Int) {
        state.withLock { $0.entries[number] = nil }
    }

    private func look() {
        let now = ContinuousClock.now
        let entries = state.withLock { $0.entries.values.sorted { $0.began < $1.began } }
        let hanging = entries.filter { now - $0.began > $0.limit }
        guard !hanging.isEmpty else { return }
        var text = ""
        for entry in hanging {
            let time = Self.seconds(now - entry.began)
            text += "✘ Test \(entry.name) hangs: after \(time) it has not ended, so the run ends.\n"
        }
        for entry in entries where now - entry.began <= entry.limit {
            text += "  Also under way, for \(Self.seconds(now - entry.began)): \(entry.name)\n"
        }
        FileHandle.standardError.write(Data(text.utf8))
        killChildren()
        _exit(EXIT_FAILURE)
    }

    /// Kills the servers that the run would leave behind.
    private func killChildren() {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        for task in tasks {
            let list = try? String(contentsOfFile: "/proc/self/task/\(task)/children", encoding: .utf8)
            for child in (list ?? "").split(separator: " ").compactMap({ Int32($0) }) { kill(child, SIGKILL) }
        }
    }

    private static func seconds(_ duration: Duration) -> String { "\(duration.components.seconds) seconds" }
}
