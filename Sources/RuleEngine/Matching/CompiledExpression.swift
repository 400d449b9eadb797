/// A regular expression as the matcher sees it.
struct CompiledExpression: Sendable {
    /// One literal that may satisfy a group of ``PatternFragments``.
    struct Need: Sendable {
        let literal: Int32
        /// Its length in code points.
        let length: Int32
        /// At most so many code points of the match are before it; ``unlimited`` when there is no limit.
        let maximumBefore: Int32
        /// At least so many are after it.
        let minimumAfter: Int32
        /// Whether the next one belongs to another group.
        let endsGroup: Bool
    }

    static let unlimited = Int32.max

    /// Its needs, a range of the matcher's.
    var needStart: Int32 = 0
    var needEnd: Int32 = 0
    /// Where its row of the alphabet's classes begins; negative for one that is not run by classes.
    var row: Int32 = -1
    /// Whether it looks at L1.
    var isRaw = false
    /// Whether a match begins at the start of the text only.
    var isAnchored = false
    /// Whether the start of the text makes a difference, so that nothing before a match can be left out.
    var looksAtStart = false
}

extension Matcher {
    /// Where a match can begin at the earliest; -1 when the literals that occur rule a match out.
    func earliestStart(
        of expression: CompiledExpression,
        length: Int,
        in literals: borrowing LiteralHits
    ) -> Int32 {
        let needs = needs.span
        let length = Int32(truncatingIfNeeded: length)
        var (window, group): (Int32, Int32) = (0, .max)
        for index in expression.needStart..<expression.needEnd {
            // The expression's own range of the needs.
            let need = unsafe needs[unchecked: Int(index)]
            let end = literals.firstEnd(of: need.literal)
            if end > 0, end <= length &- need.minimumAfter {
                let start = end &- need.length
                if need.maximumBefore == CompiledExpression.unlimited {
                    group = 0
                } else if !expression.isAnchored || start <= need.maximumBefore {
                    group = min(group, max(0, start &- need.maximumBefore))
                }
            }
            guard need.endsGroup else { continue }
            if group == .max { return -1 }
            window = max(window, group)
            group = .max
        }
        return expression.looksAtStart ? 0 : window
    }
}
