/// What the words in a piece's messages say about one clause that may take them.
struct TakerHits {
    /// Keys of which a word is in every message of the piece.
    private(set) var certain: Set<MatchClause.WordKey> = []
    /// Words under `all` that are in every message of the piece.
    private(set) var certainAll: Set<[Unicode.Scalar]> = []
    /// Words that are in some messages of the piece, in the order of their discovery.
    private(set) var possible: [MatchClause.WordKey: [[Unicode.Scalar]]] = [:]
    /// Whether both have the same word under a key that ranks by length.
    private(set) var hasSameWord = false
    /// A word of the clause that is in every message.
    private(set) var word: [Unicode.Scalar]?

    /// Notes a word that a fact of the piece contains.
    mutating func add(
        _ fact: ShadowPiece.Fact,
        _ word: [Unicode.Scalar],
        at range: Range<Int>,
        for key: MatchClause.WordKey
    ) {
        guard Self.holds(fact, range, for: key) else { return }
        self.word = self.word ?? word
        if key == .all { certainAll.insert(word) } else { certain.insert(key) }
        let isSame = range.count == fact.word?.count
        if isSame, key != .all { hasSameWord = true }
    }

    /// Notes a word that occurs in an example of the piece's messages.
    mutating func addPossible(_ word: [Unicode.Scalar], for key: MatchClause.WordKey) {
        if possible[key]?.contains(word) != true { possible[key, default: []].append(word) }
    }

    private static func holds(_ fact: ShadowPiece.Fact, _ range: Range<Int>, for key: MatchClause.WordKey) -> Bool {
        switch (key, fact) {
        case (.any, _), (.all, _): true
        case (.exact, .whole(let word)): range.count == word.count
        case (.prefix, .starts): range.lowerBound == 0
        case (.suffix, .ends(let word)): range.upperBound == word.count
        default: false
        }
    }
}

extension ShadowPiece.Fact {
    /// The word that it is about.
    var word: [Unicode.Scalar]? {
        switch self {
        case .whole(let word), .starts(let word), .ends(let word), .contains(let word): word
        case .pattern: nil
        }
    }
}
