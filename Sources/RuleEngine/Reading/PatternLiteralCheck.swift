/// Finds characters of a regular expression that no folded message can contain (RB021).
struct PatternLiteralCheck {
    private let scalar: DocumentScalar
    private let text: [Unicode.Scalar]
    private let folding: LiteralFolding
    /// The classes of the expression, each compiled by itself, once.
    private var classes: [Range<Int>: Pattern] = [:]
    private var losses: [LiteralLoss] = []
    private let program: PatternProgram

    init(_ pattern: Pattern, in scalar: DocumentScalar, isRaw: Bool) {
        self.scalar = scalar
        text = Array(scalar.text.unicodeScalars)
        folding = LiteralFolding(isRaw: isRaw)
        program = pattern.program
        for literal in pattern.literals + pattern.composedMembers {
            if let loss = loss(literal) { losses.append(loss) }
        }
        losses.sort { $0.literal.source.lowerBound < $1.literal.source.lowerBound }
    }

    /// All losses in one diagnostic, at the first of them.
    var diagnostic: Diagnostic? {
        guard let first = losses.first else { return hopeless }
        let hasWideSign = losses.contains { $0.literal.scalars.contains(where: LiteralLoss.isWideSign) }
        let place = place(ofSign: first) ?? scalar.place(of: first.literal.source)
        let changes = FoldingChange.allCases
            .filter { change in losses.contains { $0.changes.contains(change) } }
            .map(\.phrase)
        let (chinese, english) =
            isFatal
            ? ("此正则永远不会命中", "This expression can never match")
            : ("正则的这一部分永远不会命中", "This part of the expression can never match")
        return Diagnostic(
            "RB021",
            at: place.location,
            length: place.length,
            Phrase(
                "\(chinese):匹配前\(changes.map(\.chinese).joined(separator: "、"))",
                "\(english): before matching, \(changes.map(\.english).joined(separator: ", "))"
            ),
            help: hasWideSign ? narrowed ?? correction : correction
        )
    }

    /// The place of a full-width sign, where it is the first that folding changes, and where the literal is written as it is read.
    private func place(ofSign loss: LiteralLoss) -> (location: SourceLocation, length: Int)? {
        let changed = loss.literal.scalars.firstIndex { folding.folded([$0]) != [$0] }
        guard let offset = changed, LiteralLoss.isWideSign(loss.literal.scalars[offset]),
            loss.literal.source.count == loss.literal.scalars.count
        else { return nil }
        let index = loss.literal.source.lowerBound + offset
        return scalar.place(of: index..<index + 1)
    }

    /// The expression with narrow signs, where it can be read so.
    private var narrowed: Phrase? {
        let signs = text.map { LiteralLoss.isWideSign($0) ? $0.plainCompatibilityForm ?? $0 : $0 }
        let written = String(String.UnicodeScalarView(signs))
        guard signs.count <= 200, let pattern = try? Pattern(written) else { return nil }
        let scalar = DocumentScalar(text: written, style: .plain, location: scalar.location, source: scalar.source)
        let check = PatternLiteralCheck(pattern, in: scalar, isRaw: folding.isRaw)
        guard let corrected = check.losses.isEmpty ? written.replacing("'", with: "''") : check.corrected else {
            return nil
        }
        return Phrase(
            "正则的符号要用半角：'\(corrected)'；要匹配括号、问号本身，在它前面加 \\",
            "Signs of an expression are ASCII: '\(corrected)'; to match a bracket or question mark itself, put \\ before it"
        )
    }

    /// An expression of which every part can occur, but never in this order.
    private var hopeless: Diagnostic? {
        guard !folding.isRaw else { return nil }
        var (folded, any) = (PatternReach(program, in: .folded), PatternReach(program, in: .any))
        guard !folded.canMatch(), any.canMatch() else { return nil }
        let place = scalar.place(of: text.indices)
        return Diagnostic(
            "RB021",
            at: place.location,
            length: place.length,
            Phrase(
                "此正则永远不会命中:匹配前消息首尾和汉字旁边的空白会被去掉,别处只留一个空格",
                "This expression can never match: before matching, white space at the ends of a message and beside "
                    + "Chinese characters is removed, and elsewhere one space stays"
            ),
            help: Phrase("去掉那里的空白,或把 \\s+ 写成 \\s*", "Take out the white space there, or write \\s* for \\s+")
        )
    }

    private mutating func loss(_ literal: Pattern.Literal) -> LiteralLoss? {
        switch literal.role {
        case .run: return LiteralLoss(run: literal, at: edges(of: literal), folding: folding)
        case .member(_, _, isNegated: true): return nil
        case .member(let source, let isRange, isNegated: false):
            guard let accepts = classes[source] ?? compile(source) else { return nil }
            return LiteralLoss(member: literal, isRange: isRange, ofClass: accepts, folding: folding)
        }
    }

    /// The ends of the message that a run stands at: L2 has no white space there (RULES C4).
    private func edges(of literal: Pattern.Literal) -> LiteralFolding.Edges {
        guard !folding.isRaw else { return [] }
        let (before, after) = (text[..<literal.source.lowerBound], text[literal.source.upperBound...])
        // White space that may be absent does no harm.
        if let next = after.first, ["?", "*", "{"].contains(next) { return [] }
        // A `^` behind an odd number of backslashes is a character.
        let isEscaped = before.dropLast().reversed().prefix { $0 == "\\" }.count % 2 == 1
        var edges: LiteralFolding.Edges = before.last == "^" && !isEscaped ? .start : []
        if after.first == "$" { edges.insert(.end) }
        return edges
    }

    private mutating func compile(_ source: Range<Int>) -> Pattern? {
        classes[source] = try? Pattern(String(String.UnicodeScalarView(text[source])))
        return classes[source]
    }
}

extension PatternLiteralCheck {
    /// Whether nothing can match: a required run is lost, or all that a required class consists of.
    private var isFatal: Bool {
        var lostInClass: [Range<Int>: Int] = [:]
        for loss in losses where loss.literal.isRequired {
            guard case .member(let source, _, _) = loss.literal.role else { return true }
            lostInClass[source, default: 0] += loss.literal.source.count
        }
        // Two brackets stand around the members.
        return lostInClass.contains { $0.key.count == $0.value + 2 }
    }

    private var correction: Phrase {
        corrected.map { Phrase("改为 '\($0)'", "Write '\($0)'") } ?? PatternLiteralCheck.advice
    }

    /// The expression with what would match in the place of each loss, as it stands between single quotes.
    private var corrected: String? {
        var corrected: [Unicode.Scalar] = []
        var position = 0
        for loss in losses {
            // A member with a mark behind it is reported as both, and has no correction.
            guard let replacement = loss.replacement, position <= loss.literal.source.lowerBound else { return nil }
            corrected += text[position..<loss.literal.source.lowerBound] + replacement
            position = loss.literal.source.upperBound
        }
        corrected += text[position...]
        let quoted = corrected.flatMap { $0 == "'" ? ["'", "'"] : [$0] }
        return quoted.count <= 200 ? String(String.UnicodeScalarView(quoted)) : nil
    }

    private static let advice = Phrase("改用半角、小写、简体的写法", "Use half-width, lower-case, simplified characters")
}
