// For benchmarks, fuzzers and tests only: the product calls nothing in this file.

@_spi(RuleEngine) import LinearRegex

extension Matcher {
    /// The size of the compiled tables, without the rules themselves.
    package var byteCount: Int {
        automaton.byteCount + clauses.count * MemoryLayout<CompiledClause>.stride
            + uses.count * MemoryLayout<LiteralUse>.stride + firstClause.count * 4
            + wholeUses.count * 48 + conditions.count * 160 + classes.byteCount
            + classifiedNFAs.reduce(0) { $0 + ($1?.lookaheadByteCount ?? 0) }
            + 2 * rows.count + expressions.count * MemoryLayout<CompiledExpression>.stride
            + needs.count * MemoryLayout<CompiledExpression.Need>.stride
    }

    /// Matches texts that lie one after the other, and runs the expressions of each winning rule once more for their
    /// captures; gives the number of captures.
    package func matchAndCapture(_ texts: [Unicode.Scalar], ends: [Int], in scratch: inout MatchScratch) -> Int {
        var (captures, start) = (0, 0)
        for end in ends {
            let text = texts.span.extracting(start..<end)
            match(text, trimmed: text.indices, raw: text, in: &scratch)
            captures += captureWinner(of: text, in: &scratch)
            start = end
        }
        return captures
    }

    private func captureWinner(of text: Span<Unicode.Scalar>, in scratch: inout MatchScratch) -> Int {
        guard let hit = Self.winner(of: scratch.hits), hit.tier == .pattern else { return 0 }
        let conditions = conditions[Int(clauses[Int(firstClause[Int(hit.rule)] + hit.clause)].conditions)]
        var captures = 0
        for index in conditions.expressions.indices {
            let number = conditions.expressions[index].number
            guard findCaptures(of: number, in: text, using: &scratch) else { continue }
            let first = Int(expressions[number].slotStart)
            for slot in stride(from: first, to: first + nfas[number].slotCount, by: 2)
            where scratch.slots[slot] >= 0 && scratch.slots[slot + 1] >= 0 { captures += 1 }
        }
        return captures
    }

    private static func winner(of hits: borrowing [RuleHit]) -> RuleHit? {
        let hits = hits.span
        guard !hits.isEmpty else { return nil }
        var best = hits[0]
        for index in hits.indices where hits[index].wins(over: best) { best = hits[index] }
        return best
    }
}

extension RuleHit {
    /// Precedence among rules of one priority.
    fileprivate func wins(over other: RuleHit) -> Bool {
        strength != other.strength ? strength > other.strength : rule < other.rule
    }
}

extension MatchScratch {
    /// The rules that match the present message.
    package var matchingRules: [Int32] { hits.map(\.rule) }
}

extension KeywordAutomaton {
    fileprivate var byteCount: Int {
        codes.byteCount + cells.count * (MemoryLayout<Cell>.stride + MemoryLayout<Ending>.stride)
            + outputs.count * (MemoryLayout<Output>.stride + 4)
            + (wholeStates.count + wholeNumbers.count) * MemoryLayout<Int32>.stride
            + prefilter.masks.count * MemoryLayout<UInt64>.size
    }
}

extension NormalizedText {
    /// A text that is matched unchanged.
    package init(verbatim text: String) {
        self.init(scalars: Array(text.unicodeScalars))
    }

    /// For each index of `folded`, and the one past its end, the index of `raw` that it came from.
    package var originIndexes: [Int] { (0...folded.count).map(rawIndex) }

    /// The range of `raw` that a range of `folded` came from.
    package func origin(of range: Range<Int>) -> Range<Int> { rawRange(range) }
}

extension MatchClause {
    package init(
        number: Int,
        exact: [Keyword] = [],
        prefix: [Keyword] = [],
        any: [Keyword] = [],
        patterns: [RulePattern] = [],
        location: SourceLocation
    ) {
        self.init(
            number: number,
            exact: exact,
            prefix: prefix,
            suffix: [],
            any: any,
            all: [],
            none: [],
            patterns: patterns,
            location: location
        )
    }
}

extension RulePattern {
    /// An expression on L2.
    package init(_ text: String, location: SourceLocation) throws {
        self.init(text: text, pattern: try Pattern(text), isRaw: false, location: location)
    }
}

extension Rule {
    /// A live rule that replies with its id.
    package convenience init(plainID id: String, clauses: [MatchClause], order: Int) {
        let location = SourceLocation(path: "workload", line: 1, column: 1)
        let reply = Reply(content: .text(ReplyTemplate(text: id, parts: [.literal(id)])), weight: 1, location: location)
        let only = ReplyCase(
            number: 1,
            condition: RuleCondition(),
            replies: [reply],
            pick: .all,
            ask: nil,
            handoff: nil,
            location: location
        )
        self.init(
            id: id,
            title: nil,
            event: .text,
            menus: [],
            scenes: [],
            clauses: clauses,
            condition: RuleCondition(),
            priority: 0,
            stage: .live,
            cases: [only],
            cooldown: nil,
            continues: false,
            isActiveDuringHandoff: false,
            lifetime: nil,
            examples: [],
            counterExamples: [],
            ignored: [:],
            order: order,
            location: location
        )
    }
}

extension Keyword {
    /// A keyword that is already folded.
    package init(folded text: String, location: SourceLocation) {
        self.init(text: text, folded: Array(text.unicodeScalars), location: location)
    }
}
