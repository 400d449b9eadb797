internal import AlipayClient
internal import Foundation
internal import OperatorText
internal import RuleEngine

/// Reads the value of each setting from the first source that has it, and collects all problems.
///
/// Messages name settings and places, and never quote a value: it could be a key that was pasted into the wrong line.
struct ConfigurationReader {
    private let values: [Setting: SettingValue]
    private let file: ConfigurationFile?
    /// Settings that already have a problem, so that they are not reported as missing too.
    private var spokenOf: Set<Setting>
    /// Problems in the file.
    private(set) var findings: ConfigurationFindings
    /// Problems elsewhere.
    private(set) var problems: [LocalizedText]
    /// Required settings that are missing.
    private(set) var missing: [LocalizedText] = []
    /// Settings that work, but should be corrected.
    private(set) var warnings: [LocalizedText]

    init(flags: [Setting: String], environment: EnvironmentSettings, file: ConfigurationFile?) {
        let flags = flags.mapValues { SettingValue(texts: [$0], origin: .flag) }
        values = flags.merging(environment.values) { first, _ in first }
            .merging(file?.values ?? [:]) { first, _ in first }
        self.file = file
        spokenOf = environment.misspelt.union(file?.misspelt ?? [])
        findings = file?.findings ?? ConfigurationFindings()
        problems = environment.problems
        warnings = environment.warnings
    }

    /// Whether there are problems, apart from missing settings.
    var hasProblems: Bool { !findings.isEmpty || !problems.isEmpty }

    /// Whether there are neither problems nor missing settings.
    var isComplete: Bool { !hasProblems && missing.isEmpty }

    /// All problems as one failure; `withMissing` adds the missing settings.
    func failure(withMissing: Bool = true) -> CommandFailure {
        CommandFailure(findings, sentences: problems + (withMissing ? missing : []))
    }

    // MARK: Values

    /// A text; nil when it is missing.
    func text(_ setting: Setting) -> String? {
        values[setting]?.texts.first
    }

    /// A list of texts; one text counts as a list of one.
    func texts(_ setting: Setting) -> [String] {
        values[setting]?.texts ?? []
    }

    /// A path; a relative one from the file is resolved against the file's folder.
    func path(_ setting: Setting) -> String? {
        text(setting).map { resolved($0, of: setting) }
    }

    func paths(_ setting: Setting) -> [String] {
        texts(setting).map { resolved($0, of: setting) }
    }

    func resolved(_ path: String, of setting: Setting) -> String {
        guard case .file? = values[setting]?.origin, let file else { return path }
        return file.resolved(path)
    }

    /// A required text.
    mutating func required(_ setting: Setting, meaning: LocalizedText) -> String {
        if let text = text(setting) { return text }
        reportMissing(setting, meaning: meaning)
        return ""
    }

    /// Reports a missing setting, unless it already has a problem.
    mutating func reportMissing(_ setting: Setting, meaning: LocalizedText) {
        guard spokenOf.insert(setting).inserted else { return }
        let (key, name) = (setting.rawValue, setting.environmentName)
        missing.append(
            LocalizedText(
                "缺少 \(key)（\(meaning.chinese)）：写入 replybot.yaml，或设环境变量 \(name)",
                "\(key) is missing (\(meaning.english)): set it in replybot.yaml, or as \(name)"
            )
        )
    }

    /// A whole number in a range.
    mutating func number(_ setting: Setting, in range: ClosedRange<Int>, default fallback: Int) -> Int {
        guard let text = text(setting) else { return fallback }
        if let number = Int(text), range.contains(number) { return number }
        let key = setting.rawValue
        report(
            setting,
            message: LocalizedText(
                "\(key) 应为 \(range.lowerBound) 到 \(range.upperBound) 的整数",
                "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        )
        return fallback
    }

    /// A duration such as `10m`, in seconds; `0` turns the limit off.
    mutating func duration(_ setting: Setting, default fallback: Int) -> Int {
        guard let text = text(setting) else { return fallback }
        if text == "0" { return 0 }
        if let seconds = DurationText.seconds(text) { return seconds }
        report(
            setting,
            message: LocalizedText("\(setting.rawValue) 应为时长", "\(setting.rawValue) must be a duration"),
            help: LocalizedText("写成 30s、10m、2h 或 1d", "Write 30s, 10m, 2h or 1d")
        )
        return fallback
    }

    /// `true` or `false`.
    mutating func flag(_ setting: Setting, default fallback: Bool = false) -> Bool {
        choice(setting, among: ["false": false, "true": true], default: fallback)
    }

    /// One of a few words.
    mutating func choice<Value>(
        _ setting: Setting,
        among choices: KeyValuePairs<String, Value>,
        default fallback: Value
    ) -> Value {
        guard let text = text(setting) else { return fallback }
        if let match = choices.first(where: { $0.key == text }) { return match.value }
        let words = choices.map(\.key).joined(separator: " | ")
        report(
            setting,
            message: LocalizedText("\(setting.rawValue) 应为 \(words)", "\(setting.rawValue) must be \(words)")
        )
        return fallback
    }

    // MARK: Problems

    /// Reports an unusable value, at its key in the file or by the name of its variable or flag.
    mutating func report(
        _ setting: Setting,
        message: LocalizedText,
        help: LocalizedText? = nil,
        code: String = "CF006"
    ) {
        spokenOf.insert(setting)
        if case .file(let place)? = values[setting]?.origin {
            return findings.report(code, at: place, message: message, help: help)
        }
        let origin = origin(of: setting)
        problems.append(
            LocalizedText(
                origin.chinese + message.chinese + (help.map { ":\($0.chinese)" } ?? ""),
                origin.english + message.english + (help.map { ": \($0.english)" } ?? "")
            )
        )
    }

    /// Warns of a setting that works, but should be corrected.
    mutating func warn(_ setting: Setting, message: LocalizedText) {
        let origin = origin(of: setting)
        warnings.append(LocalizedText(origin.chinese + message.chinese, origin.english + message.english))
    }

    /// Warns of something without a setting of its own.
    mutating func warn(_ warning: LocalizedText) {
        warnings.append(warning)
    }

    /// Reports a problem without a setting of its own.
    mutating func report(_ problem: LocalizedText) {
        problems.append(problem)
    }

    /// Where the path of the database comes from.
    var storeOrigin: StoreOrigin {
        switch values[.storeURL]?.origin {
        case .file(let place)?: .file("\(place.location.path):\(place.location.line)")
        case .environment(let name)?: .environment(name)
        case .flag?: .flag
        case nil: .standard
        }
    }

    private func origin(of setting: Setting) -> LocalizedText {
        switch values[setting]?.origin {
        case .file(let place)?:
            let location = place.location
            let text = "\(location.path):\(location.line):\(location.column): "
            return LocalizedText(text, text)
        case .environment(let name)?: return LocalizedText("环境变量 \(name)：", "environment variable \(name): ")
        case .flag?: return LocalizedText(setting.flag.map { "\($0):" } ?? "", setting.flag.map { "\($0): " } ?? "")
        case nil: return LocalizedText("", "")
        }
    }
}
