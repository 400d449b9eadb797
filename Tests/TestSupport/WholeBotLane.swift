internal import Synchronization
package import Testing

/// One at a time, of all the tests that run a whole bot: each has servers and clients that need the processor.
///
/// A test waits here before its time limit begins. The cases of one test run together unless its suite is `.serialized`.
package struct WholeBotLane: SuiteTrait, TestTrait, TestScoping {
    private static let lane = Lane()

    /// Every test of the suite waits for itself.
    package var isRecursive: Bool { true }

    /// The scope is a test with all of its cases: around a single case the wait would be inside the time limit.
    package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
        test.isSuite || testCase != nil ? nil : self
    }

    /// Runs a test once no other is in the lane.
    @concurrent package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        await Self.lane.enter()
        defer { Self.lane.leave() }
        try await function()
    }
}

extension Trait where Self == WholeBotLane {
    /// One at a time, of all the tests that run a whole bot.
    package static var wholeBot: Self { WholeBotLane() }
}

/// Lets one in at a time, in the order of their coming.
private final class Lane: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func enter() async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                guard state.isTaken else {
                    state.isTaken = true
                    return continuation.resume()
                }
                state.waiting.append(continuation)
            }
        }
    }

    func leave() {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.isTaken = false
            } else {
                state.waiting.removeFirst().resume()
            }
        }
    }
}
