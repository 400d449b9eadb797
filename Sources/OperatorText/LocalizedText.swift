/// The languages in which an operator may read messages.
package enum OperatorLanguage: String, Sendable, CaseIterable {
    /// Simplified Chinese, the default.
    case chinese = "zh"
    /// English.
    case english = "en"
}

/// One sentence for an operator, in both languages.
package struct LocalizedText: Sendable, Hashable {
    /// The sentence in simplified Chinese.
    package let chinese: String
    /// The sentence in English.
    package let english: String

    /// Pairs the two wordings of one sentence.
    package init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// A text that is the same in both languages, such as a rule's id.
    package init(verbatim text: String) {
        self.init(text, text)
    }

    /// The wording in one language.
    package subscript(language: OperatorLanguage) -> String {
        language == .chinese ? chinese : english
    }
}
