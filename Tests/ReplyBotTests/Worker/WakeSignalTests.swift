import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

@Suite(.timeLimit(.minutes(5)), .watched)
struct WakeSignalTests {
    @Test func `a wake before the wait is not lost, and two count once`() async {
        let signal = WakeSignal()
        signal.wake()
        signal.wake()
        #expect(await signal.wait())
        signal.close()
        #expect(await !signal.wait())
    }

    @Test func `a cancelled wait ends, and the next one still works`() async {
        let signal = WakeSignal()
        let waiting = Task { await signal.wait() }
        waiting.cancel()
        #expect(await !waiting.value)
        signal.wake()
        #expect(await signal.wait())
    }

    @Test func `closing lets the waiting task go`() async {
        let signal = WakeSignal()
        async let waiting = signal.wait()
        signal.close()
        #expect(await !waiting)
    }
}
