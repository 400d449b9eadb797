package import AlipaySimulator
internal import NIOCore
internal import Synchronization

/// The results of the requests of one phase.
package final class Tally: Sendable {
    package struct Counts: Sendable {
        /// The times from the due time of a request to the last byte of its acknowledgement, in µs.
        package var acknowledged: [Int64] = []
        package var refused = 0
        /// The counts of failures, by their kind.
        package var failures: [String: Int] = [:]
    }

    private let state = Mutex(Counts())
    private let check: AnswerCheck

    package init(_ check: AnswerCheck) {
        self.check = check
    }

    package var counts: Counts { state.withLock { $0 } }

    /// The number of finished requests.
    package var answered: Int {
        state.withLock { $0.acknowledged.count + $0.refused + $0.failures.values.reduce(0, +) }
    }

    /// Counts an answer, and verifies the signature of every twentieth.
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

    /// Counts a failure.
    package func fail(_ what: String) {
        state.withLock { $0.failures[what, default: 0] += 1 }
    }

    private func isGood(_ answer: LoadAnswer) -> Bool {
        if case .acknowledged = check.verdict(status: answer.status, body: answer.body) { true } else { false }
    }
}

extension Tally.Counts {
    /// A percentile of the acknowledgements, in ms.
    package func percentile(_ part: Double) -> Double {
        guard !acknowledged.isEmpty else { return .infinity }
        let sorted = acknowledged.sorted()
        return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]) / 1_000
    }
}

/// An HTTP answer.
struct LoadAnswer: Sendable {
    let status: Int
    let closes: Bool
    let body: [UInt8]
}
