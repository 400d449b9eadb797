extension NormalizedText {
    /// For each index of `folded`, and the one past its end, the index of `raw` that it came from.
    package var originIndexes: [Int] { (0...folded.count).map(rawIndex) }

    /// The range of `raw` that a range of `folded` came from.
    package func origin(of range: Range<Int>) -> Range<Int> { rawRange(range) }
}
