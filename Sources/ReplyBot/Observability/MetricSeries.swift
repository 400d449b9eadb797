internal import Metrics
internal import Synchronization

/// One number, or one histogram, with its labels.
final class MetricSeries: Sendable {
    /// What is in it.
    struct Value: Sendable {
        /// The number, or the sum of all numbers of a histogram.
        var number = 0.0
        /// How many numbers a histogram has, by bucket; the last bucket has no bound.
        var buckets: [UInt64]
    }

    private let bounds: [Double]
    private let state: Mutex<Value>

    /// Begins at zero.
    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(Value(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// What is in it now.
    var value: Value { state.withLock { $0 } }

    private func add(_ amount: Double) {
        state.withLock { $0.number += amount }
    }

    private func count(_ number: Double) {
        let bucket = bounds.firstIndex { number <= $0 } ?? bounds.count
        state.withLock { value in
            value.number += number
            value.buckets[bucket] += 1
        }
    }
}

extension MetricSeries: CounterHandler, FloatingPointCounterHandler {
    func increment(by amount: Int64) { add(Double(amount)) }

    func increment(by amount: Double) { add(amount) }

    func reset() { state.withLock { $0 = Value(buckets: Array(repeating: 0, count: bounds.count + 1)) } }
}

extension MetricSeries: MeterHandler {
    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { state.withLock { $0.number = value } }

    func decrement(by amount: Double) { add(-amount) }
}

extension MetricSeries: RecorderHandler, TimerHandler {
    func record(_ value: Int64) { count(Double(value)) }

    func record(_ value: Double) { count(value) }

    /// Everything is shown in base units.
    func recordNanoseconds(_ duration: Int64) { count(Double(duration) / 1e9) }
}
