/// Finds the preferred match of a pattern by a ``LookaheadProgram``; its memory is reused for the next text.
///
/// It keeps no record of the ways that it has tried. A search that takes more than eight steps a character is given up,
/// and ``LazyDFA`` and ``BoundedBacktracker`` take over. Its time is therefore linear in the text.
package struct LookaheadSearch: Sendable {
    /// A way to try at a position, or an earlier value of a slot to restore (`way` is then the slot's complement).
    private struct Trial {
        var way: Int32 = 0
        var position: Int32 = 0
    }

    private static let stepsPerCharacter = 8
    /// The number of trials at which a search is given up.
    private static let trialLimit = 256

    private var trials = [Trial](repeating: Trial(), count: LookaheadSearch.trialLimit)

    package init() {}

    /// Whether there is a match that begins at `first` or later; its captures are then in `slots`.
    ///
    /// - Parameters:
    ///   - nfa: The pattern.
    ///   - classes: The text in the shared classes.
    ///   - row: For each shared class the pattern's own.
    ///   - first: The first position.
    ///   - slots: The memory for slots of many patterns.
    ///   - slotStart: The index of the pattern's first slot; it has ``NFA/slotCount`` of them.
    /// - Returns: Whether there is a match; nil when the search was given up.
    package mutating func finds(
        _ nfa: ClassifiedNFA,
        in classes: Span<Int32>,
        row: Span<UInt8>,
        from first: Int,
        slots: inout [Int32],
        at slotStart: Int
    ) -> Bool? {
        guard let program = nfa.lookahead else { return nil }
        let cells = program.cells.span
        var trials = trials.mutableSpan
        var slots = slots.mutableSpan
        var budget = Self.stepsPerCharacter &* (classes.count &+ 8)
        var place = first == 0 ? 0 : program.laterStart
        for start in first...max(first, classes.count) {
            let ahead = Self.ahead(at: start, of: classes, row: row, in: program)
            // Every place has a cell for every class.
            if unsafe cells[unchecked: Int(place) &+ Int(ahead)] != LookaheadProgram.dead {
                for slot in slotStart..<slotStart &+ program.slotCount { slots[slot] = -1 }
                let verdict = Self.matches(
                    program,
                    in: classes,
                    row: row,
                    from: start,
                    place: place,
                    budget: &budget,
                    trials: &trials,
                    slots: &slots,
                    at: slotStart
                )
                if verdict != false { return verdict }
            }
            place = program.laterStart
        }
        return false
    }

    /// The class of the next character, or that of the end.
    @inline(__always)
    private static func ahead(
        at position: Int,
        of classes: Span<Int32>,
        row: Span<UInt8>,
        in program: borrowing LookaheadProgram
    ) -> UInt8 {
        guard position < classes.count else { return program.endClass }
        // Every shared class has an entry in the row.
        return unsafe row[unchecked: Int(classes[unchecked: position])]
    }

    /// Whether a match begins at `first`; nil when the search is given up.
    @inline(__always)
    private static func matches(
        _ program: borrowing LookaheadProgram,
        in classes: Span<Int32>,
        row: Span<UInt8>,
        from first: Int,
        place: Int32,
        budget: inout Int,
        trials: inout MutableSpan<Trial>,
        slots: inout MutableSpan<Int32>,
        at slotStart: Int
    ) -> Bool? {
        let (cells, ways) = (program.cells.span, program.ways.span)
        var (place, position, count) = (place, first, 0)
        while budget > 0 {
            budget &-= 1
            let ahead = Self.ahead(at: position, of: classes, row: row, in: program)
            // Every place has a cell for every class, and the end of the text leads to no place.
            let cell = unsafe cells[unchecked: Int(place) &+ Int(ahead)]
            if cell >= 0 {
                (place, position) = (cell, position &+ 1)
                continue
            }
            var number = LookaheadProgram.firstWays &- cell
            if cell == LookaheadProgram.dead {
                guard let trial = retry(&trials, count: &count, slots: &slots, at: slotStart) else { return false }
                (number, position) = (trial.way, Int(trial.position))
            }
            // A cell or a trial has the number of a way.
            let way = unsafe ways[unchecked: Int(number)]
            if !way.isLast {
                guard count < trialLimit else { return nil }
                trials[count] = Trial(way: number &+ 1, position: Int32(truncatingIfNeeded: position))
                count &+= 1
            }
            var saves = way.saves
            while saves != 0 {
                let slot = saves.trailingZeroBitCount
                saves &= saves &- 1
                if count > 0, way.next != LookaheadProgram.match {
                    guard count < trialLimit else { return nil }
                    trials[count] = Trial(way: ~Int32(slot), position: slots[slotStart &+ slot])
                    count &+= 1
                }
                slots[slotStart &+ slot] = Int32(truncatingIfNeeded: position)
            }
            if way.next == LookaheadProgram.match { return true }
            (place, position) = (way.next, position &+ 1)
        }
        return nil
    }

    /// The last trial that is a way, with the slots as they were; nil when there is none.
    private static func retry(
        _ trials: inout MutableSpan<Trial>,
        count: inout Int,
        slots: inout MutableSpan<Int32>,
        at slotStart: Int
    ) -> Trial? {
        while count > 0 {
            count &-= 1
            let trial = trials[count]
            if trial.way >= 0 { return trial }
            slots[slotStart &+ Int(~trial.way)] = trial.position
        }
        return nil
    }
}
