/// A part of the wire with untrusted input.
///
/// Each target has an executable for libFuzzer, and `swift test` replays its corpus.
package enum WireFuzzTarget: String, Sendable, CaseIterable {
    /// Bytes are a query and a body, with a line end between them.
    case form
    /// Bytes are text in each character set.
    case charset
    /// Bytes are the content of a notification that Alipay signed.
    case event
    /// Bytes are XML.
    case xml
    /// Bytes are JSON.
    case json
    /// Bytes are a pasted key or certificate; DER is converted to base64 first.
    case keyText = "key-text"
    /// Bytes are an answer of the API: a status, header lines, an empty line, a body.
    case answer

    /// Runs the client over bytes; returns the invariant that it broke, or nil.
    package func fault(in bytes: [UInt8]) -> String? {
        switch self {
        case .form: FormFuzz.fault(in: bytes)
        case .charset: CharsetFuzz.fault(in: bytes)
        case .event: EventFuzz.fault(in: bytes)
        case .xml: XMLFuzz.fault(in: bytes)
        case .json: JSONFuzz.fault(in: bytes)
        case .keyText: KeyTextFuzz.fault(in: bytes)
        case .answer: AnswerFuzz.fault(in: bytes)
        }
    }
}
