import AlipaySimulator
import Foundation
import Testing

@testable import ReplyBot

/// The real binary, killed at whatever moment, loses nothing and repeats what it must.
///
/// `make crash` kills it `CRASH_KILLS` times.
@Suite(.timeLimit(.minutes(60)), .serialized)
struct KillTests {
    @Test func `kills lose no acknowledged event, and repeat a reply only when it was under way`() async throws {
        if let complaint = Strace.complaint() {
            Issue.record("\(complaint)")
            return
        }
        let seed = UInt64(Asked.number("CRASH_SEED", default: Int.random(in: 0...999_999)))
        let rounds = Asked.number("CRASH_KILLS", default: 30)
        let start = ContinuousClock.now
        let run = try await CrashWorld.run { world in
            var run = KillRun(world, seed: seed)
            for number in 0..<rounds { try await run.round(number) }
            return run
        }
        // A kill between the API's acceptance and our record of it cannot but repeat the reply: if it does not, the
        // kills fall elsewhere than they say.
        let atSent = run.report.kills(of: "point sent")
        #expect(run.report.duplicates(after: "point sent") >= atSent)
        // Those at the start end a recovery; most must fall among events.
        #expect(run.report.kills(of: CrashReport.atStart) * 3 <= rounds)
        print(
            """
            \(run.report.total) kills in \(ContinuousClock.now - start), CRASH_SEED=\(seed): \
            \(run.oracle.acknowledged) events acknowledged; \(run.report.redelivered) delivered again
            \(run.report)
            """
        )
    }
}
