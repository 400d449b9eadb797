/// Why rule files could not be read from disk; no rule has been looked at.
public struct RuleFileReadError: Error, Sendable {
    /// The path that could not be read.
    public let path: String
    /// What is wrong, without the path.
    public let message: Phrase
    /// What to do now.
    public let help: Phrase

    init(_ path: String, _ message: Phrase, help: Phrase) {
        self.path = path
        self.message = message
        self.help = help
    }

    /// The whole message in one language: path, reason, remedy.
    public func text(_ language: OperatorLanguage) -> String {
        switch language {
        case .chinese: "\(path):\(message.chinese)。\(help.chinese)"
        case .english: "\(path): \(message.english). \(help.english)"
        }
    }
}
