/// A part of the wire that takes what strangers write.
///
/// Every target is given to libFuzzer by an executable of its own, and `swift test` replays its corpus.
public enum WireFuzzTarget: String, Sendable, CaseIterable {
    /// Bytes are a query and a body, with a line end between them.
    case form
    /// Bytes are text in one character set and the other.
    case charset
    /// Bytes are the content of a notification, which Alipay signed.
    case event
    /// Bytes are a key or certificate as somebody pasted it; DER is put into base64 first.
    case keyText = "key-text"
    /// Bytes are an answer of the API: a status, header lines, an empty line, a body.
    case answer

    /// Runs the client over bytes, and says what it did that it must never do; nil when all is well.
    public func fault(in bytes: [UInt8]) -> String? {
        switch self {
        case .form: FormFuzz.fault(in: bytes)
        case .charset: CharsetFuzz.fault(in: bytes)
        case .event: EventFuzz.fault(in: bytes)
        case .keyText: KeyTextFuzz.fault(in: bytes)
        case .answer: AnswerFuzz.fault(in: bytes)
        }
    }
}
