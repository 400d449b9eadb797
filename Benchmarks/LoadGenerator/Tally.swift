internal import AlipayClient
internal import AlipaySimulator
internal import NIOCore
internal import Synchronization

/// What came of the requests of one phase.
final class Tally: Sendable {
    struct Counts: Sendable {
        /// From the moment at which a request was due to the last byte of its acknowledgement, in µs.
        var acknowledged: [Int64] = []
        var refused = 0
        /// What must not happen, by what it was.
        var failures: [String: Int] = [:]
    }

    private let state = Mutex(Counts())
    private let check: AnswerCheck

    init(_ check: AnswerCheck) {
        self.check = check
    }

    var counts: Counts { state.withLock { $0 } }

    /// How many requests have come to an end.
    var answered: Int {
        state.withLock { $0.acknowledged.count + $0.refused + $0.failures.values.reduce(0, +) }
    }

    /// Notes an answer; the signature of every twentieth is verified.
    func note(_ answer: LoadAnswer, after time: TimeAmount) {
        state.withLock { counts in
            switch answer.status {
            case 200 where counts.acknowledged.count % 20 == 0 && !isGood(answer):
                counts.failures["no good acknowledgement", default: 0] += 1
            case 200: counts.acknowledged.append(time.nanoseconds / 1_000)
            case 503: counts.refused += 1
            default: counts.failures["status \(answer.status)", default: 0] += 1
            }
        }
    }

    /// Notes what must not happen.
    func fail(_ what: String) {
        state.withLock { $0.failures[what, default: 0] += 1 }
    }

    private func isGood(_ answer: LoadAnswer) -> Bool {
        if case .acknowledged = check.verdict(status: answer.status, body: answer.body) { true } else { false }
    }
}

extension Tally.Counts {
    /// A percentile of the acknowledgements, in ms.
    func percentile(_ part: Double) -> Double {
        guard !acknowledged.isEmpty else { return .infinity }
        let sorted = acknowledged.sorted()
        return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]) / 1_000
    }
}

/// An answer as it came.
struct LoadAnswer: Sendable {
    let status: Int
    let closes: Bool
    let body: [UInt8]
}
