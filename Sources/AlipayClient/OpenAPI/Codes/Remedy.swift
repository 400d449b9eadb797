/// One sentence that says what to do, in both languages of operators.
public struct Remedy: Sendable, Hashable {
    /// In Chinese.
    public let chinese: String
    /// In English.
    public let english: String

    /// Holds a sentence.
    ///
    /// - Parameters:
    ///   - chinese: the sentence in Chinese.
    ///   - english: the same in English.
    public init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }
}
