import Foundation
import Synchronization
import TestSupport
import Testing

/// Tests that hang when `REPLYBOT_HANG` asks for it; `make test-hang` shows that they end the run, by name.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["REPLYBOT_HANG"] != nil, "only `make test-hang` runs it"),
    .timeLimit(.minutes(1)),
    .watched
)
struct HangingTests {
    private static let forgotten = Mutex<CheckedContinuation<Void, Never>?>(nil)

    @Test func `a test that waits for what never comes`() async {
        await withCheckedContinuation { continuation in Self.forgotten.withLock { $0 = continuation } }
    }

    @Test func `a test that blocks its thread`() {
        while true { Thread.sleep(forTimeInterval: 3_600) }
    }
}
