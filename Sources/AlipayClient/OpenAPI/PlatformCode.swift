/// The meaning of the platform's code in a refusal, and what to do about it (PROTOCOL 2.7).
public struct PlatformCode: Sendable, Hashable {
    /// The code as the platform writes it, spelling mistakes included.
    public let code: String
    /// The class of failure.
    public let failureClass: FailureClass
    /// How many attempts at a message are worth making in all; nil where the code sets no limit.
    public let attempts: Int?
    /// What a person can do about it.
    public let remedy: Remedy

    /// The entry of a code; nil when it is not known.
    ///
    /// - Parameter code: the code as it came, compared exactly.
    /// - Returns: its entry.
    public static func named(_ code: String) -> PlatformCode? { index[code] }

    private static let index = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}

/// One sentence that says what to do, in both languages of operators.
public struct Remedy: Sendable, Hashable {
    /// In Chinese.
    public let chinese: String
    /// In English.
    public let english: String
}
