import BotCore
import Logging
import ReplyStore
import Synchronization
import TestSupport
import Testing

@testable import ReplyBot

/// A decision that does not end (RELIABILITY T30).
@Suite(.timeLimit(.minutes(5)), .watched)
struct DecisionWatchTests {
    private let logs = LogCollection()

    @Test func `a decision that lasts ten looks ends the process, a shorter one does not`() {
        let ends = Mutex(0)
        let watch = DecisionWatch(logger: logs.logger(level: .info)) { ends.withLock { $0 += 1 } }
        for event in 1...3 {
            watch.during(EventID(rawValue: Int64(event))) {
                for _ in 1..<DecisionWatch.looks { watch.look() }
            }
        }
        #expect(ends.withLock { $0 } == 0)
        watch.during(EventID(rawValue: 7)) {
            for _ in 0..<DecisionWatch.looks { watch.look() }
        }
        #expect(ends.withLock { $0 } == 1)
        #expect(logs.lines == ["critical a decision does not end; the process ends [\"event=7\"]"])
    }

    @Test func `a decision that fails is not watched any longer`() {
        let watch = DecisionWatch(logger: logs.logger(level: .info)) { Issue.record("ended") }
        try? watch.during(EventID(rawValue: 1)) { () throws -> Void in throw CancellationError() }
        for _ in 0..<20 { watch.look() }
    }
}
