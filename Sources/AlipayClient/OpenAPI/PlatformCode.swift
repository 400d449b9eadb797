/// The meaning of the platform's code in a refusal, and what to do about it (PROTOCOL 2.7).
public struct PlatformCode: Sendable, Hashable {
    /// The code as the platform writes it, spelling mistakes included.
    public let code: String
    /// The class of failure.
    public let failureClass: FailureClass
    /// The largest useful number of attempts at a message; nil where the code sets no limit.
    public let attempts: Int?
    /// The remedy for a person.
    public let remedy: Remedy

    /// The entry of a code; nil when it is not known.
    ///
    /// - Parameter code: the code as it came, compared exactly.
    /// - Returns: its entry.
    public static func named(_ code: String) -> PlatformCode? { index[code] }

    private static let index = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
}

/// A remedy in one sentence, in both languages of operators.
public struct Remedy: Sendable, Hashable {
    /// In Chinese.
    public let chinese: String
    /// In English.
    public let english: String
}
