/// The signed answers to handshakes: they are always the same, so each is signed once and not at a forger's wish.
struct HandshakeAnswers: Sendable {
    private let gbk: SignedAnswer
    private let utf8: SignedAnswer

    init(_ sign: (Charset) throws(CryptoError) -> SignedAnswer) throws(CryptoError) {
        gbk = try sign(.gbk)
        utf8 = try sign(.utf8)
    }

    /// The answer in a character set.
    subscript(charset: Charset) -> SignedAnswer {
        switch charset {
        case .gbk: gbk
        case .utf8: utf8
        }
    }
}
