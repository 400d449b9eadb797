/// What the platform's code in a refusal means, and what to do about it (PROTOCOL 2.7).
public struct PlatformCode: Sendable, Hashable {
    /// The code as the platform writes it, spelling mistakes included.
    public let code: String
    /// Whether to try again.
    public let advice: DeliveryAdvice
    /// How many attempts at a message are worth making in all; nil where the code sets no limit.
    public let attempts: Int?
    /// What a person can do about it.
    public let remedy: Remedy

    init(_ code: String, _ advice: DeliveryAdvice, attempts: Int? = nil, _ chinese: String, _ english: String) {
        self.code = code
        self.advice = advice
        self.attempts = attempts
        remedy = Remedy(chinese: chinese, english: english)
    }

    /// Every known code, each once.
    ///
    /// The platform sends others too: for those the HTTP status decides.
    public static let all: [PlatformCode] =
        messageCodes + platformCodes + signatureCodes + encryptionCodes + permissionCodes + tokenCodes + requestCodes

    private static let index = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    /// The entry of a code; nil when it is not known.
    ///
    /// - Parameter code: the code as it came, compared exactly.
    /// - Returns: its entry.
    public static func named(_ code: String) -> PlatformCode? { index[code] }
}
