internal import Foundation
package import OperatorText
package import RuleAuthoring
import RuleEngine

/// Why a command could not do its work, in sentences for the operator.
package struct CommandFailure: Error, CustomStringConvertible {
    /// Each names the problem, its place and the remedy.
    let sentences: [LocalizedText]
    /// Findings in files, each with its place first, so that editors can jump to it.
    let findings: [String]
    /// The same for a log, a line each.
    let reasons: [LocalizedText]

    package init(_ sentences: [LocalizedText]) {
        self.sentences = sentences
        findings = []
        reasons = sentences
    }

    package init(_ chinese: String, _ english: String) {
        self.init([LocalizedText(chinese, english)])
    }

    package init(_ error: RuleFileReadError) {
        self.init(error.text(.chinese), error.text(.english))
    }

    package init(findings: [String]) {
        sentences = []
        self.findings = findings
        reasons = findings.map(LocalizedText.init(verbatim:))
    }

    /// The problems with the settings, in the file and elsewhere.
    init(_ configuration: ConfigurationFindings, sentences: [LocalizedText]) {
        self.sentences = sentences
        let found = configuration.rendered(.current)
        findings = found.isEmpty ? [] : [found.joined(separator: "\n\n")]
        reasons = configuration.headlines + sentences
    }

    /// The same failure with one more sentence.
    func adding(_ sentence: LocalizedText) -> CommandFailure {
        CommandFailure(sentences: sentences + [sentence], findings: findings, reasons: reasons + [sentence])
    }

    private init(sentences: [LocalizedText], findings: [String], reasons: [LocalizedText]) {
        (self.sentences, self.findings, self.reasons) = (sentences, findings, reasons)
    }

    package var description: String {
        let prefix = say("错误：", "error: ")
        return (findings + sentences.map { "\(prefix)\($0[.current])" }).joined(separator: "\n")
    }
}

/// How a command ended (RULES D).
package enum ExitStatus: Int32 {
    case clean = 0
    /// Errors in rules, failed tests, differences.
    case findings = 1
    /// The work could not be done.
    case unable = 2
    /// Warnings only, under `--strict`.
    case warnings = 3
}

extension OperatorLanguage {
    /// The language of this process: `--lang`, else `REPLYBOT_LANG`, else Chinese.
    ///
    /// It is read once and before the arguments are parsed, because parsing needs the help texts.
    package static let current = chosen(
        arguments: CommandLine.arguments,
        environment: ProcessInfo.processInfo.environment
    )

    /// Whether the value of `REPLYBOT_LANG` names a language; an empty one counts as absent.
    package static func isOne(_ name: String) -> Bool {
        name.isEmpty || OperatorLanguage(rawValue: name) != nil
    }

    /// Chooses the language from arguments and environment; an unknown one counts as absent.
    static func chosen(arguments: [String], environment: [String: String]) -> OperatorLanguage {
        let flag = arguments.firstIndex(of: "--lang").map { arguments.index(after: $0) }
            .flatMap { arguments.indices.contains($0) ? arguments[$0] : nil }
        let joined = arguments.first { $0.hasPrefix("--lang=") }.map { String($0.dropFirst("--lang=".count)) }
        return [flag, joined, environment["REPLYBOT_LANG"]].lazy.compactMap(\.self)
            .compactMap(OperatorLanguage.init(rawValue:)).first ?? .chinese
    }
}

/// A text for the operator, in the language of this process.
package func say(_ chinese: String, _ english: String) -> String {
    LocalizedText(chinese, english)[.current]
}
