import OperatorText
import RuleEngine

/// A decoded file, by lines.
///
/// Lines end at LF, CR LF or CR. Columns count code points from 1, as in ``SourceLocation``.
package struct SourceText: Sendable {
    /// The path as the operator named it.
    package let path: String
    /// All code points, line ends included.
    package let allScalars: [Unicode.Scalar]
    private let lines: [Range<Int>]

    /// Splits a decoded file into lines.
    package init(path: String, text: String) {
        self.init(path: path, scalars: Array(text.unicodeScalars))
    }

    init(path: String, scalars: [Unicode.Scalar]) {
        self.path = path
        allScalars = scalars
        lines = SourceText.lines(of: scalars)
    }

    /// The number of lines, at least 1.
    package var lineCount: Int { lines.count }

    /// The text of a line, counted from 1, without its end; nil if there is no such line.
    package func line(_ number: Int) -> String? {
        scalars(ofLine: number).map { String(String.UnicodeScalarView($0)) }
    }

    package func scalars(ofLine number: Int) -> ArraySlice<Unicode.Scalar>? {
        lines.indices.contains(number - 1) ? allScalars[lines[number - 1]] : nil
    }

    /// The code point at a line and column, both counted from 1.
    func scalar(line: Int, column: Int) -> Unicode.Scalar? {
        index(line: line, column: column).map { allScalars[$0] }
    }

    /// The index in ``allScalars`` of the code point at a line and column, both counted from 1.
    func index(line: Int, column: Int) -> Int? {
        guard lines.indices.contains(line - 1), column >= 1 else { return nil }
        let index = lines[line - 1].lowerBound + column - 1
        return index < lines[line - 1].upperBound ? index : nil
    }

    /// The index in ``allScalars`` of the code point at a place, or of the line's end for a place behind it.
    func index(of place: SourceLocation) -> Int? {
        guard let line = scalars(ofLine: place.line), place.column >= 1 else { return nil }
        return min(line.startIndex + place.column - 1, line.endIndex)
    }

    /// The place of the code point with that index in ``allScalars``.
    func location(ofIndex index: Int) -> SourceLocation {
        var low = 0
        var high = lines.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle].lowerBound <= index { low = middle } else { high = middle }
        }
        return SourceLocation(path: path, line: low + 1, column: index - lines[low].lowerBound + 1)
    }

    private static func lines(of scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (index, scalar) in scalars.enumerated() where scalar == "\n" || scalar == "\r" {
            // The LF of a CR LF ends no second line.
            if scalar == "\n", index > 0, scalars[index - 1] == "\r" {
                start = index + 1
                continue
            }
            lines.append(start..<index)
            start = index + 1
        }
        return lines + [start..<scalars.count]
    }
}

/// The result of decoding a file as UTF-8: its text, or its problems (RB001).
package struct SourceDecoding {
    /// The text; nil if the bytes are not UTF-8.
    package private(set) var text: SourceText?
    /// The problems.
    package private(set) var diagnostics: [Diagnostic] = []
    /// Whether the text contains characters that YAML refuses.
    package private(set) var isUnreadable = false
    private let path: String

    /// Decodes a file.
    package init(_ file: SourceFile) {
        path = file.path
        if file.bytes.count > Self.byteLimit {
            refuseSize()
        } else if Self.looksLikeUTF16(file.bytes) {
            refuse(encoding: "UTF-16")
        } else {
            let hasMark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF])
            decode(file.bytes.dropFirst(hasMark ? 3 : 0))
            if hasMark, text != nil { refuseByteOrderMark() }
        }
    }

    /// The largest file.
    static let byteLimit = 16 << 20

    private mutating func decode(_ bytes: ArraySlice<UInt8>) {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): scalars.append(scalar)
            case .emptyInput: return accept(scalars)
            case .error:
                let place = SourceText(path: path, scalars: scalars).location(ofIndex: scalars.count)
                return refuse(encoding: nil, at: place)
            }
        }
    }

    private mutating func accept(_ scalars: [Unicode.Scalar]) {
        let text = SourceText(path: path, scalars: scalars)
        self.text = text
        guard let index = scalars.firstIndex(where: Self.isRefused) else { return }
        isUnreadable = true
        let code = String(scalars[index].value, radix: 16, uppercase: true)
        diagnostics.append(
            Diagnostic(
                "RB001",
                at: text.location(ofIndex: index),
                LocalizedText("文件里有看不见的控制字符 U+\(code)", "The file holds the invisible control character U+\(code)"),
                help: LocalizedText("删掉这个字符，重新输入这一处", "Delete the character and type this place again")
            )
        )
    }

    /// Whether YAML refuses the character, or reads it as a line end where editors show none.
    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E: false
        case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    private static func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(2).contains(0)
    }
}

extension SourceDecoding {
    private var start: SourceLocation {
        SourceLocation(path: path, line: 1, column: 1)
    }

    private mutating func refuse(encoding: String?, at place: SourceLocation? = nil) {
        let (chinese, english) =
            encoding.map { ("，而是 \($0)", ", but \($0)") } ?? ("（可能是 GBK）", " (it may be GBK)")
        diagnostics.append(
            Diagnostic(
                "RB001",
                at: place ?? start,
                LocalizedText("文件不是 UTF-8 编码\(chinese)", "The file is not UTF-8\(english)"),
                help: LocalizedText(
                    "在编辑器里另存为“UTF-8（无 BOM）”；命令行：iconv -f \(encoding ?? "GB18030") -t UTF-8",
                    "Save it as “UTF-8 without BOM” in the editor, or run: iconv -f \(encoding ?? "GB18030") -t UTF-8"
                )
            )
        )
    }

    private mutating func refuseByteOrderMark() {
        diagnostics.append(
            Diagnostic(
                "RB001",
                at: start,
                LocalizedText("文件开头有字节顺序标记（BOM）", "The file begins with a byte order mark (BOM)"),
                help: LocalizedText("在编辑器里另存为“UTF-8（无 BOM）”", "Save it as “UTF-8 without BOM” in the editor")
            )
        )
    }

    private mutating func refuseSize() {
        diagnostics.append(
            Diagnostic(
                "RB001",
                at: start,
                LocalizedText("文件超过 16 MiB", "The file is larger than 16 MiB"),
                help: LocalizedText("拆成几个文件，或检查它是不是规则文件", "Split it, or check that it is a rule file at all")
            )
        )
    }
}
