/// A place in a rule file.
public struct SourceLocation: Sendable, Hashable, Comparable {
    /// The file's path as the operator named it.
    public let path: String
    /// The line, counted from 1.
    public let line: Int
    /// The column in Unicode code points, counted from 1.
    public let column: Int

    /// Names a place.
    public init(path: String, line: Int, column: Int) {
        self.path = path
        self.line = line
        self.column = column
    }

    /// The place of rules that are made in code.
    public static let code = SourceLocation(path: "code", line: 1, column: 1)

    /// Orders by path (byte order), then line, then column.
    public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
        guard left.path == right.path else { return left.path.utf8.lexicographicallyPrecedes(right.path.utf8) }
        return (left.line, left.column) < (right.line, right.column)
    }
}
