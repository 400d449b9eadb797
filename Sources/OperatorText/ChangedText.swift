/// Two versions of a line, with the parts that changed.
package struct ChangedText: Sendable, Hashable {
    /// A part of the line.
    package enum Part: Sendable, Hashable {
        case same(String)
        case removed(String)
        case added(String)
    }

    /// The parts in order; no two neighbours are of one kind.
    package let parts: [Part]

    /// Compares word by word; a sign that belongs to no word is a word of its own.
    package init(from old: String, to new: String) {
        let (old, new) = (Self.words(of: old), Self.words(of: new))
        let start = zip(old, new).prefix { $0 == $1 }.count
        let end = zip(old[start...].reversed(), new[start...].reversed()).prefix { $0 == $1 }.count
        var parts = Parts()
        parts.add(.same(old[..<start].joined()))
        parts.addChanges(Array(old[start..<(old.count - end)]), Array(new[start..<(new.count - end)]))
        parts.add(.same(old[(old.count - end)...].joined()))
        self.parts = parts.list
    }

    /// The line with `[-…-]` around what is gone and `{+…+}` around what is new, as `git diff --word-diff` has it.
    package var marked: String {
        parts.map { part in
            switch part {
            case .same(let text): text
            case .removed(let text): "[-\(text)-]"
            case .added(let text): "{+\(text)+}"
            }
        }
        .joined()
    }

    /// The same in red and green, for a terminal.
    package var coloured: String {
        parts.map { part in
            switch part {
            case .same(let text): text
            case .removed(let text): "\u{1B}[31m[-\(text)-]\u{1B}[0m"
            case .added(let text): "\u{1B}[32m{+\(text)+}\u{1B}[0m"
            }
        }
        .joined()
    }

    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.unicodeScalars.append(scalar)
                continue
            }
            if !word.isEmpty { words.append(word) }
            word = ""
            words.append(String(scalar))
        }
        return word.isEmpty ? words : words + [word]
    }

    private struct Parts {
        private(set) var list: [Part] = []

        /// The largest table of the comparison; longer changes are shown as one.
        private static let limit = 250_000

        mutating func add(_ part: Part) {
            switch (list.last, part) {
            case (_, .same("")), (_, .removed("")), (_, .added("")): break
            case (.same(let last), .same(let more)): list[list.count - 1] = .same(last + more)
            case (.removed(let last), .removed(let more)): list[list.count - 1] = .removed(last + more)
            case (.added(let last), .added(let more)): list[list.count - 1] = .added(last + more)
            default: list.append(part)
            }
        }

        /// Adds the changes along a longest common subsequence; of neighbours, what is gone comes first.
        mutating func addChanges(_ old: [String], _ new: [String]) {
            guard old.count * new.count <= Self.limit else {
                add(.removed(old.joined()))
                add(.added(new.joined()))
                return
            }
            let width = new.count + 1
            var lengths = Array(repeating: 0, count: (old.count + 1) * width)
            for row in old.indices.reversed() {
                for column in new.indices.reversed() {
                    lengths[row * width + column] =
                        old[row] == new[column]
                        ? lengths[(row + 1) * width + column + 1] + 1
                        : max(lengths[(row + 1) * width + column], lengths[row * width + column + 1])
                }
            }
            var (row, column) = (0, 0)
            var (gone, fresh) = ("", "")
            while row < old.count || column < new.count {
                if row < old.count, column < new.count, old[row] == new[column] {
                    add(.removed(gone))
                    add(.added(fresh))
                    (gone, fresh) = ("", "")
                    add(.same(old[row]))
                    row += 1
                    column += 1
                } else if column == new.count
                    || row < old.count && lengths[(row + 1) * width + column] >= lengths[row * width + column + 1]
                {
                    gone += old[row]
                    row += 1
                } else {
                    fresh += new[column]
                    column += 1
                }
            }
            add(.removed(gone))
            add(.added(fresh))
        }
    }
}
