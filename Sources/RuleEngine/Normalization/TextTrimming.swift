/// The making of L2t from L2 (RULES C4).
enum TextTrimming {
    /// The part of a text between the punctuation, symbols and emoji at its ends; all of it when that is all.
    static func range(of scalars: [Unicode.Scalar]) -> Range<Int> {
        let start = start(of: scalars)
        guard start < scalars.count else { return 0..<scalars.count }
        return start..<end(of: scalars)
    }

    private static func start(of scalars: [Unicode.Scalar]) -> Int {
        var start = 0
        while start < scalars.count, scalars[start].isOrnament || start > 0 && scalars[start].isCombining { start += 1 }
        return start
    }

    /// Marks go with the character before them: those of a letter stay, those of a symbol do not.
    private static func end(of scalars: [Unicode.Scalar]) -> Int {
        var end = scalars.count
        while true {
            var base = end - 1
            while base > 0, scalars[base].isCombining, !scalars[base].isOrnament { base -= 1 }
            guard base >= 0, scalars[base].isOrnament else { return end }
            end = base
        }
    }
}
