/// Something that an operator should know about a rule file (RULES C5).
public struct Diagnostic: Error, Sendable {
    /// Whether the file can be used all the same.
    public enum Severity: String, Sendable, Hashable {
        /// The file is refused.
        case error
        /// The file loads; with `--strict` the check fails.
        case warning
        /// The file loads, and nothing is wrong with it; something else should be known.
        case note
    }

    /// A second place that has to do with the finding.
    public struct Related: Sendable {
        /// Where.
        public let location: SourceLocation
        /// What is there.
        public let note: Phrase

        /// Names another place.
        package init(location: SourceLocation, note: Phrase) {
            self.location = location
            self.note = note
        }
    }

    /// The stable code, such as `RB012`; its meaning never changes.
    public let code: String
    /// How bad it is.
    public let severity: Severity
    /// What is wrong.
    public let message: Phrase
    /// Where it begins.
    public let location: SourceLocation
    /// How many code points the caret underlines, at least 1.
    public let length: Int
    /// What to do now.
    public let help: Phrase?
    /// Other places involved.
    public let related: [Related]

    package init(
        _ code: String,
        _ severity: Severity = .error,
        at location: SourceLocation,
        length: Int = 1,
        _ message: Phrase,
        help: Phrase? = nil,
        related: [Related] = []
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.location = location
        self.length = max(1, length)
        self.help = help
        self.related = related
    }
}
