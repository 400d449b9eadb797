extension MatchClause {
    /// The keys of a clause that list words.
    enum WordKey: String, CaseIterable {
        case exact
        case prefix
        case suffix
        case any
        case all
        case none
    }

    /// The words under a key.
    func words(_ key: WordKey) -> [Keyword] {
        switch key {
        case .exact: exact
        case .prefix: prefix
        case .suffix: suffix
        case .any: any
        case .all: all
        case .none: none
        }
    }

    /// The keys that have words, `none` aside, in a fixed order.
    var positiveKeys: [WordKey] {
        WordKey.allCases.filter { $0 != .none && !words($0).isEmpty }
    }

    /// Whether this key alone decides whether the clause matches.
    func isOnly(_ key: WordKey) -> Bool {
        positiveKeys == [key] && none.isEmpty && patterns.isEmpty
    }
}
