internal import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// The lines of a rule in its file.
struct RuleExcerpt: Sendable, Hashable {
    /// The most lines that a report shows.
    static let limit = 60

    /// `path:line`.
    let place: String
    let lines: [String]

    /// The text of a rule, or of the fallback; nil where the side has none, or no files.
    init?(_ id: String, in side: DiffSide) {
        let location =
            id == Fallback.id ? side.rules.fallback?.location : side.rules.rules.first { $0.id == id }?.location
        guard let location, let source = side.sources[location.path] else { return nil }
        place = "\(location.path):\(location.line)"
        var lines: [String] = []
        var last = 0
        let first = source.line(location.line) ?? ""
        let (margin, isItem) = (Self.margin(of: first), first.dropFirst(Self.margin(of: first)).hasPrefix("-"))
        for number in location.line..<min(location.line + Self.limit, source.lineCount + 1) {
            guard let line = source.line(number) else { break }
            let isBlank = line.allSatisfy(\.isWhitespace)
            let isInside = isItem ? Self.margin(of: line) > margin : Self.margin(of: line) >= margin
            guard number == location.line || isBlank || isInside else { break }
            lines.append(ForeignText.oneLine(String(line.dropFirst(min(margin, Self.margin(of: line))))))
            if !isBlank { last = lines.count }
        }
        self.lines = Array(lines.prefix(last))
    }

    private static func margin(of line: String) -> Int { line.prefix { $0 == " " }.count }
}
