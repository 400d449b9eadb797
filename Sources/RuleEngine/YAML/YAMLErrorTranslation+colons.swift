extension YAMLErrorTranslation {
    /// A field whose colon is full-width, or has no space behind it: on the line of the place, or where it began.
    ///
    /// YAML takes such a line for plain text, and complains about a later one.
    func misspeltColon(near place: SourceLocation, since start: SourceLocation?) -> Diagnostic? {
        for number in [start?.line, place.line, lineAbove(place)].compactMap(\.self) {
            guard let column = misspeltColon(onLine: number) else { continue }
            return SyntaxLookAlike.colon(at: self.place(line: number, column: column))
        }
        return nil
    }

    /// The nearest line above that has a text; nil where the line of the place is wrong by itself.
    private func lineAbove(_ place: SourceLocation) -> Int? {
        let before = source.scalars(ofLine: place.line)?.prefix(place.column - 1) ?? []
        // A field before the place shows that the line did begin as it should.
        guard !zip(before, before.dropFirst()).contains(where: { $0 == ":" && $1 == " " }) else { return nil }
        return stride(from: place.line - 1, to: 0, by: -1)
            .first { number in
                let first = source.scalars(ofLine: number)?.first { $0 != " " }
                return first != nil && first != "#"
            }
    }

    /// The column of the colon in lines such as `reply：好`, `rules：` and `match:[x]`.
    private func misspeltColon(onLine number: Int) -> Int? {
        guard let line = source.scalars(ofLine: number).map(Array.init) else { return nil }
        let start = line.firstIndex { $0 != " " && $0 != "-" } ?? line.count
        let isItem = line[..<start].contains("-")
        // A list of sentences may well hold “提示：…”; an item that begins with a field begins with an ASCII name.
        let name = line[start...].prefix { isItem || $0.isASCII ? Self.isFieldCharacter($0) : Self.isWord($0) }
        let end = name.endIndex
        guard !name.isEmpty, end < line.count else { return nil }
        let isASCII = name.allSatisfy(\.isASCII)
        let lacksSpace =
            isASCII && line[end] == ":" && end + 1 < line.count && !" /".unicodeScalars.contains(line[end + 1])
        return line[end] == "\u{FF1A}" || lacksSpace ? end + 1 : nil
    }

    private static func isFieldCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_")
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic
    }
}
