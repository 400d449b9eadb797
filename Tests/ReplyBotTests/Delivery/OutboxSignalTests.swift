import TestSupport
import Testing

@testable import ReplyBot

@Suite(.timeLimit(.minutes(5)), .watched)
struct OutboxSignalTests {
    private let outbox = OutboxSignal()

    @Test func `wakes before the first wait are seen, as one`() async {
        for _ in 0..<3 { outbox.wake() }
        #expect(await unseen() == 1)
    }

    @Test func `a wake between two waits is not lost, and many count as one`() async {
        outbox.wake()
        var waits = outbox.signals.makeAsyncIterator()
        #expect(await waits.next() != nil)
        for _ in 0..<3 { outbox.wake() }
        #expect(await unseen() == 1)
    }

    @Test func `a wake that was seen is not seen again`() async {
        outbox.wake()
        var waits = outbox.signals.makeAsyncIterator()
        #expect(await waits.next() != nil)
        #expect(await unseen() == 0)
    }

    /// The signals that nobody has seen yet; ends the stream.
    private func unseen() async -> Int {
        // A cancelled reader gets what is buffered, and then the end.
        let reader = Task { [signals = outbox.signals] in await signals.reduce(0) { count, _ in count + 1 } }
        reader.cancel()
        return await reader.value
    }
}
