import BotCore

extension SplitMix64 {
    /// True so often, from 0 to 1.
    mutating func chance(_ probability: Double) -> Bool {
        fraction() < probability
    }

    /// A number of the range.
    mutating func number(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * fraction()
    }

    /// A number of the range.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }
}
