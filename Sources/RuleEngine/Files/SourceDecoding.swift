/// Turns the bytes of a file into text, or says why they are none (RB001).
package struct SourceDecoding {
    /// The text; nil when the bytes are not UTF-8.
    package private(set) var text: SourceText?
    /// What is wrong.
    package internal(set) var diagnostics: [Diagnostic] = []
    /// Whether the text holds characters that YAML cannot read.
    package private(set) var isUnreadable = false
    let path: String

    package init(_ file: SourceFile) {
        path = file.path
        if file.bytes.count > SourceDecoding.byteLimit {
            refuseSize()
        } else if SourceDecoding.looksLikeUTF16(file.bytes) {
            refuse(encoding: "UTF-16")
        } else {
            let hasMark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF])
            decode(file.bytes.dropFirst(hasMark ? 3 : 0))
            if hasMark, text != nil { refuseByteOrderMark() }
        }
    }

    /// The largest file that is read.
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
        guard let index = scalars.firstIndex(where: SourceDecoding.isRefused) else { return }
        isUnreadable = true
        let code = String(scalars[index].value, radix: 16, uppercase: true)
        diagnostics.append(
            Diagnostic(
                "RB001",
                at: text.location(ofIndex: index),
                Phrase("文件里有看不见的控制字符 U+\(code)", "The file holds the invisible control character U+\(code)"),
                help: Phrase("删掉这个字符,重新输入这一处", "Delete the character and type this place again")
            )
        )
    }

    /// Characters that YAML refuses, and line ends that editors do not count as such.
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
