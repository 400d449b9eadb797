internal import Synchronization
package import Testing

/// Runs tests of a whole bot one at a time, because the servers and clients of each need the processor.
///
/// A test waits here before its time limit begins. The cases of one test run together unless its suite is `.serialized`.
package struct WholeBotLane: SuiteTrait, TestTrait, TestScoping {
    private static let lane = Lane()

    /// Each test of the suite waits.
    package var isRecursive: Bool { true }

    /// The scope is a test with all its cases, because a wait around a single case would be inside the time limit.
    package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
        test.isSuite || testCase != nil ? nil : self
    }

    /// Runs a test once the lane is free.
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
    /// Runs tests of a whole bot one at a time.
    package static var wholeBot: Self { WholeBotLane() }
}

/// Admits one at a time, in order.
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
