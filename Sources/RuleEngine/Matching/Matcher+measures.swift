// What benchmarks and fuzzers outside of this target need; nothing of it is public.

extension Matcher {
    /// How many bytes the compiled tables take, without the rules themselves.
    package var byteCount: Int {
        automaton.byteCount + clauses.count * MemoryLayout<CompiledClause>.stride
            + uses.count * MemoryLayout<LiteralUse>.stride + (useStarts.count + firstClause.count) * 4
            + wholeUses.count * 48 + conditions.count * 160 + alphabet.byteCount
            + transitions.reduce(0) { $0 + ($1?.localClasses.count ?? 0) }
    }

    /// Runs the expressions of the winning rule once more, for their captures; gives the number of groups.
    package func captureWinner(of text: NormalizedText, in scratch: inout MatchScratch) -> Int {
        var winner: RuleHit?
        for hit in scratch.hits {
            guard let best = winner else {
                winner = hit
                continue
            }
            let isBetter =
                hit.tier != best.tier
                ? hit.tier > best.tier
                : hit.length != best.length ? hit.length > best.length : hit.rule < best.rule
            if isBetter { winner = hit }
        }
        guard let winner, winner.tier == .pattern else { return 0 }
        let clause = rules[Int(winner.rule)].clauses[Int(winner.clause)]
        return clause.patterns.reduce(0) {
            $0 + ($1.pattern.firstMatch(in: text.folded, using: &scratch.backtracker)?.captures.count ?? 0)
        }
    }
}

extension MatchScratch {
    /// The rules that match the present message.
    package var matchingRules: [Int32] { hits.map(\.rule) }
}

extension NormalizedText {
    /// A text that is compared as it is, the whole of it.
    package init(verbatim text: String) {
        self.init(scalars: Array(text.unicodeScalars))
    }
}

extension MatchClause {
    /// A clause made without a rule file.
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
    /// An expression on L2, or what is wrong with it.
    package init(_ text: String, location: SourceLocation) throws {
        self.init(text: text, pattern: try Pattern(text), isRaw: false, location: location)
    }
}

extension Rule {
    /// A live rule that replies with its id.
    package init(plainID id: String, clauses: [MatchClause], order: Int) {
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

extension RuleSet {
    /// A set of these rules and nothing else.
    package init(plain rules: [Rule]) {
        self.init(account: RuleAccount(), limits: RuleLimits(), schedules: [:], rules: rules, fallback: nil)
    }
}

extension Keyword {
    /// A keyword that is folded already.
    package init(folded text: String, location: SourceLocation) {
        self.init(text: text, folded: Array(text.unicodeScalars), location: location)
    }
}
