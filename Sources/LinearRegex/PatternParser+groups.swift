extension PatternParser {
    /// A group; its parenthesis has been read.
    mutating func group(from start: Int) throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthLimit { throw PatternError(.tooDeep, at: start..<start + 1) }
        guard take("?") else { return try capture(name: nil, from: start) }
        if take(":") { return try body(from: start) }
        try refuseUnsupportedGroup(from: start)
        guard take("P<") || take("<") else { throw PatternError(.unknownGroupKind, at: start..<position) }
        return try capture(name: try groupName(), from: start)
    }

    private mutating func capture(name: String?, from start: Int) throws(PatternError) -> PatternNode {
        groups.append(Group(name: name))
        if groups.count > Pattern.groupLimit { throw PatternError(.tooManyGroups, at: start..<position) }
        return .capture(groups.count, try body(from: start))
    }

    private mutating func body(from start: Int) throws(PatternError) -> PatternNode {
        let node = try alternatives()
        guard take(")") else { throw PatternError(.unclosedGroup, at: start..<start + 1) }
        return node
    }

    /// A name and the `>` after it.
    private mutating func groupName() throws(PatternError) -> String {
        let start = position
        while let next = peek(), next != ">", next != ")" { position += 1 }
        let name = String(source[start..<position])
        guard take(">"), Self.isName(source[start..<position - 1]) else {
            throw PatternError(.invalidGroupName(name), at: min(start, position - 1)..<position)
        }
        if groups.contains(where: { $0.name == name }) {
            throw PatternError(.duplicateGroupName(name), at: start..<position - 1)
        }
        return name
    }

    private static func isName(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = scalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return scalars.allSatisfy(\.properties.isXIDContinue)
    }

    /// Names what is known but not done here; `(?` has been read.
    private func refuseUnsupportedGroup(from start: Int) throws(PatternError) {
        let unsupported: [(opening: String, reason: PatternError.Reason)] = [
            ("=", .lookAround("(?=")), ("!", .lookAround("(?!")),
            ("<=", .lookAround("(?<=")), ("<!", .lookAround("(?<!")),
            (">", .atomicGroup), ("P=", .backReference), ("(", .conditional), ("#", .comment),
            ("P>", .recursion), ("R", .recursion), ("&", .recursion),
        ]
        for (opening, reason) in unsupported where source[position...].starts(with: opening.unicodeScalars) {
            throw PatternError(reason, at: start..<position + opening.unicodeScalars.count)
        }
        guard let next = peek() else { return }
        if next == "-" || next == "^" || next.isASCII && next.properties.isLowercase {
            throw PatternError(.inlineFlags, at: start..<position + 1)
        }
    }
}
