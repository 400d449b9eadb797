/// The languages in which an operator may read messages.
public enum OperatorLanguage: String, Sendable, CaseIterable {
    /// Simplified Chinese, the default.
    case chinese = "zh"
    /// English.
    case english = "en"
}

/// One sentence for an operator, in both languages.
public struct LocalizedText: Sendable, Hashable {
    /// The sentence in simplified Chinese.
    public let chinese: String
    /// The sentence in English.
    public let english: String

    /// Pairs the two wordings of one sentence.
    public init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// A text that is the same in both languages, such as a rule's id.
    public init(verbatim text: String) {
        self.init(text, text)
    }

    /// The wording in one language.
    public subscript(language: OperatorLanguage) -> String {
        language == .chinese ? chinese : english
    }
}
