import Foundation
import TestSupport
import Testing

@testable import BotCore

@Suite(.timeLimit(.minutes(5)), .watched)
struct ClockWatchTests {
    private static let hour: TimeInterval = 3_600

    @Test(arguments: [(0.0, 0.0), (1.9, 0), (-1.9, 0), (2.1, 2.1), (hour, hour), (-hour, -hour)])
    func `a change of the wall clock beyond drift is a step`(change: TimeInterval, found: TimeInterval) {
        var watch = ClockWatch(tolerance: .seconds(2))
        let first = watch.look(Sample.reading(0))
        #expect(first == nil)
        let step = watch.look(ClockReading(wall: Sample.wall + 500 + change, monotonic: Sample.start + .seconds(500)))
        #expect(abs((step?.seconds ?? 0) - found) < 1e-3)
        #expect(watch.unfollowed.count == (found == 0 ? 0 : 1))
    }

    @Test(arguments: [
        // Set forward by an hour: old times look an hour older than they are.
        (hour, -hour, true), (hour, -hour - 300, true), (hour, 0, false), (hour, -300, false),
        // Set back: old times seem to lie in the future.
        (-hour, hour, true), (-hour, hour - 300, true), (-hour, 1, true), (-hour, 0, false), (-hour, -300, false),
    ])
    func `times written before a step are told from those written after it`(
        seconds: TimeInterval,
        written: TimeInterval,
        follows: Bool
    ) {
        let step = ClockStep(seconds: seconds)
        #expect(step.follows(Sample.wall + written, askedAt: Sample.wall) == follows)
        #expect(step.shifted(Sample.wall) == Sample.wall + seconds)
    }

    @Test func `times read before a step was found are not to be trusted`() {
        var watch = ClockWatch(tolerance: .seconds(2))
        _ = watch.look(Sample.reading(0))
        #expect(!watch.wasSet(since: Sample.reading(0)))
        _ = watch.look(ClockReading(wall: Sample.wall + 100, monotonic: Sample.start + .seconds(5)))
        #expect(watch.wasSet(since: Sample.reading(4)))
        #expect(!watch.wasSet(since: Sample.reading(6)))
    }
}
