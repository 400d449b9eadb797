internal import Foundation
internal import RuleEngine

extension OperatorLanguage {
    /// The language of this process: `--lang`, else `REPLYBOT_LANG`, else Chinese.
    ///
    /// Read once, before the arguments are parsed, because help texts are needed for parsing.
    static let current = chosen(
        arguments: CommandLine.arguments,
        environment: ProcessInfo.processInfo.environment
    )

    /// Whether the value of `REPLYBOT_LANG` names a language; an empty one counts as absent.
    static func isOne(_ name: String) -> Bool {
        name.isEmpty || OperatorLanguage(rawValue: name) != nil
    }

    /// Chooses the language from arguments and environment; what is no language counts as absent.
    static func chosen(arguments: [String], environment: [String: String]) -> OperatorLanguage {
        let flag = arguments.firstIndex(of: "--lang").map { arguments.index(after: $0) }
            .flatMap { arguments.indices.contains($0) ? arguments[$0] : nil }
        let joined = arguments.first { $0.hasPrefix("--lang=") }.map { String($0.dropFirst("--lang=".count)) }
        return [flag, joined, environment["REPLYBOT_LANG"]].lazy.compactMap(\.self)
            .compactMap(OperatorLanguage.init(rawValue:)).first ?? .chinese
    }
}

/// A text for the operator, in the language of this process.
func say(_ chinese: String, _ english: String) -> String {
    Phrase(chinese, english)[.current]
}
