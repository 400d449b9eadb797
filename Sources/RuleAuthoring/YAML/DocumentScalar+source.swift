import OperatorText
import RuleEngine

/// The changes by YAML between the source and the text.
extension DocumentScalar {
    /// The comment behind a text on one line: the index of its `#`, the spaces before it, and the text behind it.
    var comment: (index: Int, spaces: Int, text: ArraySlice<Unicode.Scalar>)? {
        guard !isBlock, !text.isEmpty, let start = source.index(of: location) else { return nil }
        guard style == .plain ? isOnOneLine(from: start) : !hasLostLineEnds else { return nil }
        let end = start + length
        let rest = source.allScalars[end...]
        let mark = rest.firstIndex { $0 != " " && $0 != "\t" } ?? source.allScalars.count
        guard mark < source.allScalars.count, mark > end, source.allScalars[mark] == "#" else { return nil }
        let line = source.allScalars[mark...].prefix { $0 != "\n" && $0 != "\r" }
        return (mark, mark - end, line.dropFirst())
    }

    /// Whether line ends of the source became spaces in the text, or were lost.
    var hasLostLineEnds: Bool {
        guard let start = source.index(of: location) else { return false }
        return switch style {
        case .literal: false
        case .plain: !text.isEmpty && !isOnOneLine(from: start)
        case .singleQuoted: hasLineEnd(from: start, quote: "'")
        case .doubleQuoted: hasLineEnd(from: start, quote: "\"")
        case .folded: foldedLineCount > text.trimmingLineEnds.unicodeScalars.count { $0 == "\n" }
        }
    }

    /// The first line of a plain text in the source.
    var firstWrittenLine: ArraySlice<Unicode.Scalar> {
        source.scalars(ofLine: location.line)?.dropFirst(location.column - 1) ?? []
    }

    /// The further source lines of a plain text, with their numbers.
    var laterLines: [(number: Int, line: ArraySlice<Unicode.Scalar>)] {
        guard style == .plain, let start = source.index(of: location), !isOnOneLine(from: start) else { return [] }
        var remaining = text.unicodeScalars.count
        var lines: [(number: Int, line: ArraySlice<Unicode.Scalar>)] = []
        var number = location.line
        remaining -= firstWrittenLine.count
        while remaining > 0, number < source.lineCount, lines.count < 1_000 {
            number += 1
            guard let line = source.scalars(ofLine: number) else { break }
            let content = line.drop { $0 == " " || $0 == "\t" }
            if !content.isEmpty { lines.append((number, line)) }
            remaining -= max(1, content.count)
        }
        return lines
    }

    private func isOnOneLine(from start: Int) -> Bool {
        var index = start
        for scalar in text.unicodeScalars {
            guard index < source.allScalars.count, source.allScalars[index] == scalar else { return false }
            index += 1
        }
        return true
    }

    /// Whether an unescaped line end stands before the closing quote.
    private func hasLineEnd(from start: Int, quote: Unicode.Scalar) -> Bool {
        var index = start + 1
        let scalars = source.allScalars
        while index < scalars.count {
            let scalar = scalars[index]
            if quote == "\"", scalar == "\\" {
                let isCRLF = index + 2 < scalars.count && scalars[index + 1] == "\r" && scalars[index + 2] == "\n"
                index += isCRLF ? 3 : 2
                continue
            }
            if scalar == quote {
                let isDoubled = quote == "'" && index + 1 < scalars.count && scalars[index + 1] == "'"
                guard isDoubled else { return false }
                index += 1
            }
            if scalar == "\n" || scalar == "\r" { return true }
            index += 1
        }
        return false
    }

    /// The number of line ends between the first and the last source line of a block text.
    private var foldedLineCount: Int {
        var (first, last): (Int?, Int) = (nil, location.line)
        var indentation = 0
        for number in stride(from: location.line + 1, through: source.lineCount, by: 1) {
            guard let line = source.scalars(ofLine: number) else { break }
            let spaces = line.prefix { $0 == " " }.count
            guard spaces < line.count else { continue }
            if first == nil { (first, indentation) = (number, spaces) }
            // The text is at most as long as its source.
            guard spaces >= indentation, number - location.line <= text.unicodeScalars.count + 2 else { break }
            last = number
        }
        return last - (first ?? last)
    }
}

extension String {
    /// The text without line ends at both ends.
    fileprivate var trimmingLineEnds: String {
        let kept = unicodeScalars.drop { $0 == "\n" || $0 == "\r" }
        return String(kept).trimmingFinalNewlines
    }
}
