package import OperatorText
package import RuleEngine
import Yams

/// A YAML file that may contain secrets, as texts, lists and pairs with their places.
///
/// Diagnostics of rule files quote the file. Here a problem is a place and a fixed sentence: neither the words of the
/// file nor the description by the YAML library, which contains the whole file, reach a message.
package struct PositionedYAML {
    /// A text, a list or pairs.
    package struct Part {
        package enum Content {
            case text(String)
            case list([Part])
            case pairs([Entry])
            /// A node with an anchor, an alias or a tag; it is not expanded, as aliases can make a small file huge.
            case decorated
        }

        package let content: Content
        package let location: SourceLocation
        /// The number of code points on its first line, quotes included.
        package let length: Int
    }

    /// A key with its value.
    package struct Entry {
        package let key: Part
        package let value: Part
    }

    /// The reason why the file cannot be parsed.
    package struct Problem {
        package let location: SourceLocation
        package let message: LocalizedText
    }

    /// The content; nil for an empty file, or if there is a problem.
    package private(set) var root: Part?
    package private(set) var problem: Problem?
    private let source: SourceText
    /// The original keys by the names that the parser saw.
    private var renamed: [String: String] = [:]

    /// Parses a file; a key that a mapping repeats occurs several times in the result.
    package init(_ source: SourceText) {
        self.source = source
        guard let node = compose() else { return }
        root = part(node, depth: 0)
        if problem != nil { root = nil }
    }

    /// The largest number of repeated keys.
    private static let duplicateLimit = 50
    private static let depthLimit = 32

    /// The parser stops at the first repeated key, so each one is renamed in place and the text is parsed again.
    private mutating func compose() -> Node? {
        var scalars = source.allScalars
        for number in 0...PositionedYAML.duplicateLimit {
            let yaml = String(String.UnicodeScalarView(scalars))
            do {
                return try Parser(yaml: yaml, resolver: .basic, constructor: .default, encoding: .utf8).singleRoot()
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                if let key = keys.first, number < PositionedYAML.duplicateLimit,
                    rename(key, at: context.mark, number: number, in: &scalars)
                {
                    continue
                }
                refuse(at: place(context.mark), message: LocalizedText("一个名字写了两次", "a name is written twice"))
            } catch let error as YamlError {
                refuse(error)
            } catch {
                refuse(at: start, message: PositionedYAML.unreadable)
            }
            return nil
        }
        return nil
    }

    /// Replaces a key by a word of the same length, so that all columns stay; false if the key cannot be found.
    private mutating func rename(
        _ key: String,
        at mark: Mark,
        number: Int,
        in scalars: inout [Unicode.Scalar]
    ) -> Bool {
        let original = renamed[key] ?? key
        let name = Array(key.unicodeScalars)
        guard !name.isEmpty, var index = source.index(line: mark.line, column: mark.column),
            let first = Unicode.Scalar(0xE000 + UInt32(number))
        else { return false }
        if scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        guard scalars[index...].starts(with: name) else { return false }
        let word = [first] + Array(repeating: PositionedYAML.filler, count: name.count - 1)
        scalars.replaceSubrange(index..<index + name.count, with: word)
        renamed[String(String.UnicodeScalarView(word))] = original
        return true
    }

    /// A private-use character, without a meaning in YAML.
    private static let filler: Unicode.Scalar = "\u{F8FE}"

    private mutating func part(_ node: Node, depth: Int) -> Part {
        let location = node.mark.map(place) ?? start
        let mark = source.scalar(line: location.line, column: location.column)
        let isDecorated = node.anchor != nil || mark == "!" || mark == "&" || mark == "*"
        guard !isDecorated else { return Part(content: .decorated, location: location, length: 1) }
        guard depth < PositionedYAML.depthLimit else {
            refuse(at: location, message: LocalizedText("嵌套过深", "nested too deep"))
            return Part(content: .decorated, location: location, length: 1)
        }
        switch node {
        case .scalar(let scalar):
            let text = renamed[scalar.string] ?? scalar.string
            let written = DocumentScalar(text: text, style: .init(scalar.style), location: location, source: source)
            return Part(content: .text(text), location: location, length: written.length)
        case .sequence(let nodes):
            return Part(content: .list(nodes.map { part($0, depth: depth + 1) }), location: location, length: 1)
        case .mapping(let pairs):
            let entries = pairs.map {
                Entry(key: part($0.key, depth: depth + 1), value: part($0.value, depth: depth + 1))
            }
            return Part(content: .pairs(entries), location: location, length: 1)
        case .alias:
            return Part(content: .decorated, location: location, length: 1)
        }
    }

    private var start: SourceLocation { SourceLocation(path: source.path, line: 1, column: 1) }

    private mutating func refuse(at location: SourceLocation, message: LocalizedText) {
        if problem == nil { problem = Problem(location: location, message: message) }
    }

    private mutating func refuse(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let isEarlier = YAMLProblemTexts.isUnclosed(problem) || problem == "could not find expected ':'"
            let place = place(isEarlier ? context?.mark ?? mark : mark)
            let words = PositionedYAML.words[problem] ?? YAMLProblemTexts.known(problem)
            refuse(at: place, message: words ?? PositionedYAML.unreadable)
        case .memory:
            refuse(at: start, message: LocalizedText("内容过多或嵌套过深", "too much content, or nested too deep"))
        default:
            refuse(at: start, message: PositionedYAML.unreadable)
        }
    }

    private static let unreadable = LocalizedText("这里读不懂", "this cannot be read")

    private static let words = [
        "found character that cannot start any token": LocalizedText(
            "一个值不能以这个字符开头，要加引号",
            "a value cannot begin with this character unless it is quoted"
        ),
        "found unknown escape character": LocalizedText(
            "双引号里的 \\ 是转义：改用单引号",
            "a \\ between double quotes is an escape: use single quotes"
        ),
        "found undefined alias": LocalizedText("一个值不能以 * 开头，要加引号", "a value cannot begin with * unless it is quoted"),
        "but found another document": LocalizedText("“---” 在这里开始了另一份内容", "“---” begins another document here"),
        "mapping values are not allowed in this context": LocalizedText(
            "此处不能有 “: ”（检查缩进；值里有“冒号加空格”时要加引号）",
            "there cannot be a “: ” here (check the indentation; a value with a colon and a space must be quoted)"
        ),
    ]

    /// The place of a mark; the library counts on behind the last line, where nothing can be shown.
    private func place(_ mark: Mark) -> SourceLocation {
        guard mark.line > source.lineCount else {
            return SourceLocation(path: source.path, line: mark.line, column: mark.column)
        }
        return source.location(ofIndex: source.allScalars.count)
    }
}
