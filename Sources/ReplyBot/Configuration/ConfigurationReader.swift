internal import AlipayClient
internal import Configuration
internal import Foundation
internal import RuleEngine

/// Reads settings from a `ConfigReader` and collects everything that is wrong with them.
struct ConfigurationReader {
    private let reader: ConfigReader
    private(set) var problems: [Phrase] = []
    /// What works, but should be put right.
    private(set) var warnings: [Phrase] = []

    init(_ reader: ConfigReader) {
        self.reader = reader
    }

    /// A text; nil when it is missing or empty.
    func text(_ key: String, isSecret: Bool = false) -> String? {
        guard let text = reader.string(forKey: ConfigKey(key), isSecret: isSecret), !text.isEmpty else { return nil }
        return text
    }

    /// A list of texts; one text counts as a list of one.
    func texts(_ key: String) -> [String] {
        reader.stringArray(forKey: ConfigKey(key)) ?? text(key).map { [$0] } ?? []
    }

    /// Notes a problem.
    mutating func report(_ problem: Phrase) {
        problems.append(problem)
    }

    /// Notes something that works, but should be put right.
    mutating func warn(_ warning: Phrase) {
        warnings.append(warning)
    }

    /// A text that must be there.
    mutating func required(_ key: String, _ meaning: Phrase) -> String {
        if let text = text(key) { return text }
        report(
            Phrase(
                "缺少 \(key)(\(meaning.chinese)):写入 replybot.yaml,或设环境变量 \(environmentName(key))",
                "\(key) is missing (\(meaning.english)): set it in replybot.yaml, or as \(environmentName(key))"
            )
        )
        return ""
    }

    /// A whole number in a range.
    mutating func number(_ key: String, in range: ClosedRange<Int>, default fallback: Int) -> Int {
        guard let text = text(key) else { return fallback }
        if let number = Int(text), range.contains(number) { return number }
        report(
            Phrase(
                "\(key) 应为 \(range.lowerBound) 到 \(range.upperBound) 的整数,现在是 “\(text)”",
                "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\""
            )
        )
        return fallback
    }

    /// A duration such as `10m`, in seconds.
    mutating func duration(_ key: String, default fallback: Int) -> Int {
        guard let text = text(key) else { return fallback }
        if text == "0" { return 0 }
        if let seconds = DurationText.seconds(text) { return seconds }
        report(
            Phrase(
                "\(key) 应为时长,如 30s、10m、2h、1d,现在是 “\(text)”",
                "\(key) must be a duration such as 30s, 10m, 2h or 1d, not \"\(text)\""
            )
        )
        return fallback
    }

    /// `true` or `false`.
    mutating func flag(_ key: String, default fallback: Bool = false) -> Bool {
        choice(key, ["false": false, "true": true], default: fallback)
    }

    /// One of a few words.
    mutating func choice<Value>(
        _ key: String,
        _ choices: KeyValuePairs<String, Value>,
        default fallback: Value
    ) -> Value {
        guard let text = text(key) else { return fallback }
        if let match = choices.first(where: { $0.key == text }) { return match.value }
        let words = choices.map(\.key).joined(separator: " | ")
        report(
            Phrase("\(key) 应为 \(words),现在是 “\(text)”", "\(key) must be \(words), not \"\(text)\"")
        )
        return fallback
    }

    private func environmentName(_ key: String) -> String {
        key.uppercased().replacing(".", with: "_")
    }
}
