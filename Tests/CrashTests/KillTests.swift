import AlipaySimulator
import Foundation
import TestSupport
import Testing

@testable import ReplyBot

/// The real binary, killed at whatever moment, loses nothing and repeats what it must.
///
/// `make crash` kills it `CRASH_KILLS` times, at least half of them in bursts.
@Suite(.serialized, .timeLimit(.minutes(60)), .watched, .wholeBot)
struct KillTests {
    @Test func `kills lose no acknowledged event, and repeat a reply only when it was under way`() async throws {
        if let complaint = Strace.complaint() {
            Issue.record("\(complaint)")
            return
        }
        let seed = UInt64(Asked.number("CRASH_SEED", default: Int.random(in: 0...999_999)))
        let kills = Asked.number("CRASH_KILLS", default: 30)
        let start = ContinuousClock.now
        let run = try await CrashWorld.run { world in
            var run = KillRun(world, seed: seed)
            var round = 0
            while run.report.total < kills {
                try await run.round(round)
                round += 1
            }
            return run
        }
        print(
            """
            \(run.report.total) kills in \(ContinuousClock.now - start), CRASH_SEED=\(seed): \
            \(run.oracle.acknowledged) events acknowledged; \(run.report.redelivered) delivered again
            \(run.report)
            """
        )
        // A kill between the API's acceptance and our record of it must repeat the reply; otherwise the kills happen
        // elsewhere than they claim.
        let atSent = run.report.kills(of: "point sent")
        #expect(run.report.repeats(after: "point sent") >= atSent)
        #expect(run.report.kills(of: CrashReport.inBurst) * 2 >= run.report.total)
        // Kills at the start interrupt a recovery; most of the others must happen among events.
        let single = run.report.total - run.report.kills(of: CrashReport.inBurst)
        #expect(run.report.kills(of: CrashReport.atStart) * 3 <= max(single, 6))
    }
}
