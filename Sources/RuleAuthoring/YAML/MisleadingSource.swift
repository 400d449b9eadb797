import OperatorText
import RuleEngine

/// Searches for the mistake that misled the YAML library, near the place where it stopped.
///
/// To YAML a full-width sign, an odd space or an unclosed quote is plain text, so it stops at a later line, which is
/// correct. The search looks at a few lines and at the results of ``SourceScan``.
struct MisleadingSource {
    private let source: SourceText
    /// Where the library stopped.
    private let place: SourceLocation
    /// Where the list or text begins that the library was reading.
    private let start: SourceLocation?
    private let scan: SourceScan

    static func scan(_ source: SourceText, at place: SourceLocation, since start: SourceLocation?) -> MisleadingSource {
        let scan = SourceScan.read(source, upTo: place.line)
        return MisleadingSource(source: source, place: place, start: start, scan: scan)
    }

    /// A sign near the place that only looks like one of YAML's.
    var sign: Diagnostic? {
        let lines = nearbyLines
        if let mark = ConflictMarkers(source: source).leftover(in: lines) { return mark }
        for number in lines {
            if let found = oddSpace(onLine: number) ?? blockSign(onLine: number) ?? dash(onLine: number) {
                return found
            }
        }
        return nil
    }

    /// A rule in the wrong section, or a mistake with quotes, brackets or comments.
    var structure: Diagnostic? {
        MisplacedRule(source: source, blockLines: scan.blockLines).diagnostic(atLine: place.line)
            ?? sectionInside ?? textBehindQuote ?? textBehindBracket ?? cutText ?? wideSign ?? strangeBracket
            ?? blockText
    }

    /// The first quote of a text that ends right before the place and spans several lines: it was never closed.
    var unclosedQuote: Diagnostic? {
        guard let quoted = quotedBefore, let end = quoted.end else { return nil }
        let first = source.location(ofIndex: quoted.start)
        return first.line < source.location(ofIndex: end).line ? unclosed(at: first) : nil
    }

    /// A quote without a second one; the help names a full-width quote that was meant to close the text.
    func unclosed(at first: SourceLocation) -> Diagnostic {
        let line = source.scalars(ofLine: first.line)?.dropFirst(first.column) ?? []
        let wide = line.first { "”’＂＇〞".unicodeScalars.contains($0) }
        let closing = wide.map {
            LocalizedText("“\($0)” 不是半角引号，结束处要写半角的 \" 或 '", "“\($0)” is no ASCII quote; end the text with \" or '")
        }
        return Diagnostic(
            "RB003",
            at: first,
            LocalizedText("YAML 语法：这个引号没有成对", "YAML syntax: this quote is not closed"),
            help: closing
                ?? LocalizedText(
                    "检查这一行和上一行的缩进、引号、括号和冒号",
                    "Check indentation, quotes, brackets and colons of this line and the one before"
                ),
            related: [.init(location: place, note: LocalizedText("读到这里才发现", "It was noticed here"))]
        )
    }

    // MARK: Lines

    /// The line of the place, the lines above it up to one with a field, and the line where the list or text begins, in
    /// file order.
    private var nearbyLines: [Int] {
        var lines: Set<Int> = [place.line]
        for number in stride(from: place.line - 1, to: max(0, place.line - 50), by: -1)
        where !scan.blockLines.contains(number) {
            lines.insert(number)
            if hasField(number) { break }
        }
        if let start { lines.insert(start.line) }
        return lines.filter { !scan.blockLines.contains($0) }.sorted()
    }

    /// A section that is indented as if it belonged to the section above.
    private var sectionInside: Diagnostic? {
        let line = text(place.line)
        let indentation = line.prefix { $0 == " " }.count
        let name = line.dropFirst(indentation).prefix(20).prefix(while: Self.isFieldCharacter)
        let section = String(String.UnicodeScalarView(name))
        guard indentation > 0, line.dropFirst(indentation + name.count).first == ":",
            RuleFileSections.keys.contains(section)
        else { return nil }
        return Diagnostic(
            "RB003",
            at: SourceLocation(path: source.path, line: place.line, column: indentation + 1),
            length: name.count,
            LocalizedText("YAML 语法：“\(section)” 要写在最外层", "YAML syntax: “\(section)” belongs to the outermost level"),
            help: LocalizedText(
                "删掉它前面的空格，它下面的各行也左移",
                "Delete the spaces before it, and move the lines below it as far to the left"
            )
        )
    }

    private func text(_ number: Int) -> ArraySlice<Unicode.Scalar> {
        source.scalars(ofLine: number) ?? []
    }

    private func hasField(_ number: Int) -> Bool {
        let content = text(number).drop { $0 == " " || $0 == "-" }
        let rest = content.drop(while: MisleadingSource.isFieldCharacter)
        return rest.startIndex > content.startIndex && rest.first == ":" && (rest.dropFirst().first ?? " ") == " "
    }

    static func isFieldCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_")
    }

    private func location(_ index: Int, onLine number: Int) -> SourceLocation {
        SourceLocation(path: source.path, line: number, column: index - text(number).startIndex + 1)
    }

    /// White space that YAML reads as text: in the indentation, behind the colon of a field, or behind `|`.
    private func oddSpace(onLine number: Int) -> Diagnostic? {
        let line = text(number)
        let indentation = line.prefix { $0 == " " || LookAlike.isOddSpace($0) }
        if indentation.count < line.count, let odd = indentation.firstIndex(where: LookAlike.isOddSpace) {
            return SyntaxLookAlike.space(line[odd], at: location(odd, onLine: number), position: .indentation)
        }
        let content = line.drop { $0 == " " || $0 == "-" }
        let colon = content.firstIndex { !Self.isFieldCharacter($0) } ?? content.endIndex
        if colon > content.startIndex, colon + 1 < line.endIndex, line[colon] == ":" || line[colon] == "：",
            LookAlike.isOddSpace(line[colon + 1])
        {
            return SyntaxLookAlike.space(line[colon + 1], at: location(colon + 1, onLine: number), position: .colon)
        }
        let tail = line.reversed().prefix { $0 == " " || LookAlike.isOddSpace($0) }
        let sign = line.dropLast(tail.count).last
        if sign == "|" || sign == ">", let odd = line.suffix(tail.count).firstIndex(where: LookAlike.isOddSpace) {
            return SyntaxLookAlike.space(line[odd], at: location(odd, onLine: number), position: .blockSign)
        }
        return nil
    }

    /// A full-width `|` or `>` at the end of a field, or full-width brackets around its value.
    private func blockSign(onLine number: Int) -> Diagnostic? {
        let line = text(number)
        if let bracket = line.firstIndex(where: { $0 == "｛" || $0 == "［" }), bracket > line.startIndex + 1,
            line[bracket - 1] == " ", line[bracket - 2] == ":" || line[bracket - 2] == "-",
            let last = line.last,
            last == (line[bracket] == "｛" ? "｝" : "］") || last == (line[bracket] == "｛" ? "}" : "]")
        {
            return SyntaxLookAlike.sign(
                line[bracket],
                meant: line[bracket] == "｛" ? "{" : "[",
                at: location(bracket, onLine: number)
            )
        }
        guard let last = line.lastIndex(where: { $0 != " " && $0 != "-" && $0 != "+" }), last > line.startIndex,
            let sign = SyntaxLookAlike.blockSign(line[last]), line[last - 1] == " "
        else { return nil }
        return SyntaxLookAlike.sign(line[last], meant: sign, at: location(last, onLine: number))
    }

    /// A list item whose dash has no space behind it or is no ASCII dash.
    private func dash(onLine number: Int) -> Diagnostic? {
        let line = text(number)
        guard let first = line.firstIndex(where: { $0 != " " }), first + 1 < line.endIndex else { return nil }
        let next = line[first + 1]
        if LookAlike.isDash(line[first]) {
            return SyntaxLookAlike.dash(line[first], at: location(first, onLine: number))
        }
        guard line[first] == "-" else { return nil }
        if LookAlike.isOddSpace(next) {
            return SyntaxLookAlike.space(next, at: location(first + 1, onLine: number), position: .dash)
        }
        let isText = next != " " && next != "-" && !("0"..."9" ~= next) && next != "\t"
        return isText ? SyntaxLookAlike.dash("-", at: location(first, onLine: number)) : nil
    }
}

extension MisleadingSource {
    // MARK: Quotes, brackets and comments

    private var placeIndex: Int { source.index(of: place) ?? source.allScalars.count }

    private var isInBrackets: Bool {
        let first = start.flatMap { source.scalar(line: $0.line, column: $0.column) }
        return first == "[" || first == "{"
    }

    /// The quoted text that ends right before the place; inside brackets it may end on an earlier line.
    private var quotedBefore: SourceScan.Quoted? {
        let index = placeIndex
        guard let quoted = scan.quoted.last(where: { ($0.end ?? Int.max) < index }), let end = quoted.end else {
            return nil
        }
        let between = source.allScalars[(end + 1)..<index]
        let isNext = between.allSatisfy { $0 == " " || isInBrackets && $0.properties.isWhitespace }
        return isNext ? quoted : nil
    }

    private var textBehindQuote: Diagnostic? {
        guard let quoted = quotedBefore, let end = quoted.end, placeIndex < source.allScalars.count else { return nil }
        let next = source.allScalars[placeIndex]
        if isInBrackets {
            let isBelow = source.location(ofIndex: end).line < place.line
            if "，、；".unicodeScalars.contains(next) { return wideComma(next, at: place) }
            if isBelow || next == "\"" || next == "'" || isFieldBehind(placeIndex) || isWordApart(from: end) {
                return missingComma
            }
        } else if next == "," {
            return bareList(from: quoted.start)
        }
        // A full-width quote was meant to close the text.
        let inside = source.allScalars[quoted.start...end]
        if inside.contains(where: { "”’＂＇".unicodeScalars.contains($0) }), !inside.contains("“"), !inside.contains("‘")
        {
            return unclosed(at: source.location(ofIndex: quoted.start))
        }
        return Diagnostic(
            "RB003",
            at: source.location(ofIndex: quoted.start),
            length: end + 1 - quoted.start,
            LocalizedText(
                "YAML 语法：引号里的文字到此结束，后面不能再有文字",
                "YAML syntax: the quoted text ends here; no text can follow it"
            ),
            help: LocalizedText(
                "整段文字用另一种引号括起来，例如 '他说 \"好\"'，或去掉这对引号",
                "Put the other kind of quotes around the whole text, as in 'she said \"yes\"', or take these quotes out"
            )
        )
    }

    /// Whether a word without quotes follows a quoted one, and the item has no other quotes.
    private func isWordApart(from end: Int) -> Bool {
        guard placeIndex > end + 1 else { return false }
        let item = source.allScalars[placeIndex...].prefix { !",]}\n".unicodeScalars.contains($0) }
        return !item.isEmpty && !item.contains { "\"'“”‘’#".unicodeScalars.contains($0) }
    }

    /// `"退款", "退货"`, a list without its brackets.
    private func bareList(from start: Int) -> Diagnostic {
        let line = String(String.UnicodeScalarView(source.allScalars[start...].prefix { $0 != "\n" && $0 != "\r" }))
            .trimmingSpaces
        return Diagnostic(
            "RB003",
            at: place,
            LocalizedText("YAML 语法：几个词之间有逗号，但没有方括号", "YAML syntax: commas between words need brackets around them"),
            help: LocalizedText("写成 [\(line.excerpt)]", "Write [\(line.excerpt)]")
        )
    }

    private var missingComma: Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            LocalizedText(
                "YAML 语法：前一项和这一项之间缺少 “,”",
                "YAML syntax: a “,” is missing between the item before and this one"
            ),
            help: LocalizedText("在前一项后面加上半角逗号", "Write a comma behind the item before")
        )
    }

    private func wideComma(_ mark: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            LocalizedText(
                "YAML 语法：括号里的各项要用半角逗号隔开，这里是 “\(mark)”",
                "YAML syntax: items in brackets are separated by an ASCII comma; this is “\(mark)”"
            ),
            help: LocalizedText("把 “\(mark)” 改成 “, ”", "Write “, ” for “\(mark)”")
        )
    }

    private func isFieldBehind(_ index: Int) -> Bool {
        let rest = source.allScalars[index...].prefix(40)
        let behind = rest.drop(while: Self.isFieldCharacter)
        return behind.startIndex > rest.startIndex && (behind.first == ":" || behind.first == "：")
    }

    /// A text that begins with a bracket, which YAML reads as a list or as fields.
    private var textBehindBracket: Diagnostic? {
        let index = placeIndex
        guard let flow = scan.flows.last(where: { $0.end < index }),
            source.allScalars[(flow.end + 1)..<index].allSatisfy({ $0 == " " }), index < source.allScalars.count
        else { return nil }
        let first = source.location(ofIndex: flow.start)
        guard first.line == place.line else { return nil }
        let mark = source.allScalars[flow.start]
        if "]}".unicodeScalars.contains(source.allScalars[index]) { return surplusBracket }
        return Diagnostic(
            "RB003",
            at: first,
            length: flow.end + 1 - flow.start,
            LocalizedText(
                "YAML 语法：以 “\(mark)” 开头的文字会被当作\(mark == "[" ? "列表" : "字段")，后面不能再有文字",
                "YAML syntax: what begins with “\(mark)” is \(mark == "[" ? "a list" : "fields"); no text can follow it"
            ),
            help: LocalizedText(
                "给整段文字加单引号，正则也一样",
                "Put single quotes around the whole text; so for regular expressions"
            )
        )
    }

    private var surplusBracket: Diagnostic {
        let mark = source.scalar(line: place.line, column: place.column) ?? "]"
        return Diagnostic(
            "RB003",
            at: place,
            LocalizedText("YAML 语法：多了一个 “\(mark)”", "YAML syntax: there is one “\(mark)” too many"),
            help: LocalizedText("删掉它", "Delete it")
        )
    }

    /// A bracket that cannot stand inside the list or mapping around it.
    private var strangeBracket: Diagnostic? {
        guard isInBrackets, let start, let first = source.index(of: start), placeIndex < source.allScalars.count,
            first < placeIndex
        else { return nil }
        let (opening, mark) = (source.allScalars[first], source.allScalars[placeIndex])
        let closing: Unicode.Scalar = opening == "[" ? "]" : "}"
        switch mark {
        case "]", "}":
            return Diagnostic(
                "RB003",
                at: place,
                LocalizedText(
                    "YAML 语法：“\(opening)” 要用 “\(closing)” 结束，这里是 “\(mark)”",
                    "YAML syntax: “\(opening)” ends with “\(closing)”; this is “\(mark)”"
                ),
                help: LocalizedText("改成 “\(closing)”", "Write “\(closing)”")
            )
        case "[", "{":
            return Diagnostic(
                "RB003",
                at: place,
                LocalizedText(
                    "YAML 语法：括号里的文字含有 “\(mark)” 时要加引号",
                    "YAML syntax: in brackets a text that contains “\(mark)” needs quotes"
                ),
                help: LocalizedText(
                    "给整段文字加引号，例如 {text: \"您好 {{date}}\"}",
                    "Quote the whole text, as in {text: \"It is {{date}}\"}"
                )
            )
        default: return nil
        }
    }

    /// A ` #` that ended a plain text.
    private var cutText: Diagnostic? {
        let index = placeIndex
        if let start, let first = source.index(of: start), "[{".unicodeScalars.contains(source.allScalars[first]),
            let cut = scan.cuts.first(where: { $0.isInFlow && $0.index > first && $0.index < index })
        {
            return comment(at: cut.index)
        }
        // Only a text continues on the next line; a line with a field or an item has a mistake of its own.
        guard !hasField(place.line), text(place.line).first(where: { $0 != " " }) != "-",
            let cut = scan.cuts.last(where: { $0.index < index }), !cut.isInFlow
        else { return nil }
        let line = source.location(ofIndex: cut.index).line
        return line == place.line || line == nearbyLines.last { $0 < place.line } ? comment(at: cut.index) : nil
    }

    private func comment(at index: Int) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: source.location(ofIndex: index),
            LocalizedText(
                "YAML 语法：空格后面的 “#” 是注释的开始，这一行后面的文字都不算",
                "YAML syntax: a “#” behind a space begins a comment; the rest of this line does not count"
            ),
            help: LocalizedText("文字里有 # 时，给整段文字加引号", "Quote a text that contains a #")
        )
    }

    /// A full-width comma, colon or bracket inside brackets.
    private var wideSign: Diagnostic? {
        guard let start, let first = source.index(of: start), first < placeIndex,
            "[{".unicodeScalars.contains(source.allScalars[first])
        else { return nil }
        let region = source.allScalars[first..<placeIndex]
        let closing: [Unicode.Scalar] = region.first == "[" ? ["］", "】", "〕"] : ["｝"]
        var isQuoted = false
        for index in region.indices {
            let scalar = region[index]
            if scalar == "\"" { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if closing.contains(scalar) {
                let meant: Unicode.Scalar = region.first == "[" ? "]" : "}"
                return SyntaxLookAlike.sign(scalar, meant: meant, at: source.location(ofIndex: index))
            }
            if "，、；".unicodeScalars.contains(scalar), region.first == "{", isFieldBehind(index + 1) {
                return wideComma(scalar, at: source.location(ofIndex: index))
            }
            if scalar == "：", isField(before: index, since: first) {
                return SyntaxLookAlike.colon(at: source.location(ofIndex: index))
            }
        }
        return nil
    }

    private func isField(before index: Int, since first: Int) -> Bool {
        let name = source.allScalars[first..<index].reversed().prefix(while: Self.isFieldCharacter)
        let before = index - name.count - 1
        return !name.isEmpty && before >= first && "{, ".unicodeScalars.contains(source.allScalars[before])
    }

    /// A line below `|` that is not indented more than the field.
    private var blockText: Diagnostic? {
        let line = text(place.line)
        let above = stride(from: place.line - 1, to: 0, by: -1).first { text($0).contains { $0 != " " } }
        guard let above, !hasField(place.line) else { return nil }
        let indentation = line.prefix { $0 == " " }.count
        let isBlock = scan.blockLines.contains(above)
        let sign = text(above).last { $0 != " " && $0 != "-" && $0 != "+" }
        guard isBlock || sign == "|" || sign == ">" else { return nil }
        return Diagnostic(
            "RB003",
            at: SourceLocation(path: source.path, line: place.line, column: indentation + 1),
            LocalizedText("YAML 语法：这一行不属于上面的多行文字", "YAML syntax: this line does not belong to the block text above"),
            help: LocalizedText(
                "多行文字的每一行都要比字段名缩进得多，并与第一行对齐",
                "Indent every line of a block text more than its field, and as much as its first line"
            )
        )
    }
}
