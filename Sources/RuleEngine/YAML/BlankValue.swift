/// Values that are empty because a `#` stands where they should begin (RB010).
enum BlankValue {
    /// The finding for a key whose value begins with a `#`.
    static func comment(behind key: DocumentScalar) -> Diagnostic? {
        guard let start = key.source.index(of: key.location) else { return nil }
        return comment(in: key.source, from: start + key.length, passing: [" ", ":"])
    }

    /// The finding for a list item that begins with a `#`.
    static func comment(at item: DocumentScalar) -> Diagnostic? {
        guard item.isBlank, let start = item.source.index(of: item.location) else { return nil }
        return comment(in: item.source, from: start, passing: [" ", "-"])
    }

    /// A `#` that a text follows at once; a comment has a space.
    private static func comment(
        in source: SourceText,
        from start: Int,
        passing passed: Set<Unicode.Scalar>
    ) -> Diagnostic? {
        let rest = source.allScalars.dropFirst(start).prefix(200)
        guard let mark = rest.firstIndex(where: { !passed.contains($0) }), source.allScalars[mark] == "#",
            mark > 0, source.allScalars[mark - 1] == " ", mark + 1 < source.allScalars.count
        else { return nil }
        let text = source.allScalars[mark...].prefix(41).prefix { $0 != "\n" && $0 != "\r" }
        guard text.count > 1, text.dropFirst().first?.properties.isWhitespace == false, text.dropFirst().first != "#"
        else {
            return nil
        }
        let shown = String(String.UnicodeScalarView(text)).trimmingSpaces
        return Diagnostic(
            "RB010",
            at: source.location(ofIndex: mark),
            length: text.count,
            Phrase("这里没有内容：空格后面的 “#” 是注释的开始", "There is nothing here: a “#” behind a space begins a comment"),
            help: Phrase("加引号：\"\(shown)\"", "Quote it: \"\(shown)\"")
        )
    }
}
