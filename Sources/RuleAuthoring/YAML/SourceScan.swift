import OperatorText
import RuleEngine

/// A rough scan of a file that YAML refused, for its quotes, brackets, comments and block texts.
///
/// The YAML library names the place where it stopped; the mistake that misled it stands before that place.
struct SourceScan {
    /// A quoted text by the indices of its quotes; `end` is nil if it is never closed.
    struct Quoted {
        let start: Int
        var end: Int?
    }

    /// A list or mapping in brackets, outside of others.
    struct Flow {
        let start: Int
        let end: Int
    }

    /// A `#` that ends a plain text on its line, or hides the rest of a list behind a quoted one.
    struct Cut {
        let index: Int
        let isInFlow: Bool
    }

    private(set) var quoted: [Quoted] = []
    private(set) var flows: [Flow] = []
    private(set) var cuts: [Cut] = []
    /// The lines of block texts (`|` and `>`).
    private(set) var blockLines: Set<Int> = []

    private let scalars: [Unicode.Scalar]
    private var openBrackets: [Int] = []
    private var openQuote: (mark: Unicode.Scalar, index: Int)?
    /// Inside a block text, the indentation of its field.
    private var blockParent: Int?
    /// Whether a value, plain or quoted, can begin here.
    private var canBegin = true
    /// Whether a plain text continues here.
    private var isInPlainText = false

    /// Scans a file up to and including a line.
    static func read(_ source: SourceText, upTo last: Int) -> SourceScan {
        var scan = SourceScan(scalars: source.allScalars)
        for number in stride(from: 1, through: min(last, source.lineCount), by: 1) {
            guard let line = source.scalars(ofLine: number) else { break }
            scan.read(line, number: number)
        }
        if let open = scan.openQuote { scan.quoted.append(Quoted(start: open.index)) }
        return scan
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private mutating func read(_ line: ArraySlice<Unicode.Scalar>, number: Int) {
        let indentation = line.prefix { $0 == " " }.count
        if let parent = blockParent {
            if indentation == line.count || indentation > parent {
                blockLines.insert(number)
                return
            }
            blockParent = nil
        }
        if openBrackets.isEmpty, openQuote == nil { (canBegin, isInPlainText) = (true, false) }
        var position = line.startIndex
        // The column of the last dash or key; the lines of a block text are indented more.
        var (structure, key) = (indentation, indentation)
        while position < line.endIndex {
            if openQuote != nil {
                position = readQuoted(position, end: line.endIndex)
                continue
            }
            let scalar = scalars[position]
            let next = position + 1 < line.endIndex ? scalars[position + 1] : " "
            let isSpaced = next == " " || next == "\t"
            switch scalar {
            case " ", "\t": break
            case "#" where position == line.startIndex || " \t".unicodeScalars.contains(scalars[position - 1]):
                let isCut = isInPlainText || hidesBracket(behind: position, next: next, to: line.endIndex)
                if isCut { cuts.append(Cut(index: position, isInFlow: !openBrackets.isEmpty)) }
                return
            case "\"" where canBegin, "'" where canBegin:
                key = position - line.startIndex
                openQuote = (scalar, position)
                (canBegin, isInPlainText) = (false, false)
            case "[" where canBegin, "{" where canBegin:
                openBrackets.append(position)
                (canBegin, isInPlainText) = (true, false)
            case "]" where !openBrackets.isEmpty, "}" where !openBrackets.isEmpty:
                let start = openBrackets.removeLast()
                if openBrackets.isEmpty { flows.append(Flow(start: start, end: position)) }
                (canBegin, isInPlainText) = (false, false)
            case "," where !openBrackets.isEmpty: (canBegin, isInPlainText) = (true, false)
            case "-" where canBegin && isSpaced && openBrackets.isEmpty: structure = position - line.startIndex
            case ":" where isSpaced || !openBrackets.isEmpty && ",[]{}".unicodeScalars.contains(next):
                structure = key
                (canBegin, isInPlainText) = (true, false)
            case "|" where canBegin && openBrackets.isEmpty, ">" where canBegin && openBrackets.isEmpty:
                if beginsBlock(line[(position + 1)...]) {
                    blockParent = structure
                    return
                }
                fallthrough
            default:
                if canBegin { key = position - line.startIndex }
                (canBegin, isInPlainText) = (false, true)
            }
            position += 1
        }
    }

    /// Whether a `#` right behind a quoted item takes the bracket that closes its list into a comment.
    private func hidesBracket(behind position: Int, next: Unicode.Scalar, to end: Int) -> Bool {
        guard !openBrackets.isEmpty, next != " ", let quote = quoted.last?.end, quote < position else { return false }
        return scalars[(quote + 1)..<position].allSatisfy { $0 == " " || $0 == "\t" }
            && scalars[position..<end].contains { $0 == "]" || $0 == "}" }
    }

    /// Reads one character or escape inside quotes and returns the position behind it.
    private mutating func readQuoted(_ position: Int, end: Int) -> Int {
        guard let (mark, start) = openQuote else { return position + 1 }
        let scalar = scalars[position]
        let isEscape =
            mark == "'"
            ? scalar == "'" && position + 1 < end && scalars[position + 1] == "'"
            : scalar == "\\"
        if isEscape { return position + 2 }
        if scalar == mark {
            quoted.append(Quoted(start: start, end: position))
            openQuote = nil
        }
        return position + 1
    }

    /// Whether `|` or `>` begins a block text: only its indicators and a comment follow.
    private func beginsBlock(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        let behind = rest.drop { "+-0123456789".unicodeScalars.contains($0) }
        let text = behind.drop { $0 == " " || $0 == "\t" }
        return text.isEmpty || text.first == "#" && text.startIndex > behind.startIndex
    }
}
