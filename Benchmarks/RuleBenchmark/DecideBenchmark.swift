import Foundation
import RuleEngine

/// The whole decision, normalisation and precedence included, for a follower not seen before.
struct DecideBenchmark {
    private let set: String
    private let rules: RuleSet
    private let events: [RuleEvent]

    init(_ set: String, in folder: String) throws {
        self.set = set
        let workload = try Workload(set, in: folder)
        rules = RuleSet(rules: try workload.rules())
        events = workload.messages.enumerated()
            .map { RuleEvent(.text($1), userID: "2088000000000001", messageID: "\($0)") }
    }

    func run() throws {
        var scratch = rules.makeScratch()
        let (state, now) = (ContactState(), Date(timeIntervalSince1970: 1_770_000_000))
        var replied = 0
        let times = Measure.passes {
            replied = 0
            for event in events {
                let decision = rules.decide(event, state: state, at: now, using: &scratch)
                if case .replied = decision.outcome { replied += 1 }
            }
        }
        let count = Double(events.count)
        try Measure.print([
            "engine": "replybot_decide", "set": set, "us_min": times[0] / count * 1e6,
            "us_msg": times[times.count / 2] / count * 1e6, "passes": times.count, "msgs": events.count,
            "replied": replied,
        ])
    }
}
