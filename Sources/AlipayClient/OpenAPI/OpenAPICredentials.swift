/// Our identity for the OpenAPI, and the keys that check its answers (PROTOCOL 2.1–2.5).
public struct OpenAPICredentials: Sendable {
    /// The platform's two ways of identifying keys.
    public enum Mode: Sendable {
        /// Bare keys: Alipay's public key.
        case key(VerifyingKey)
        /// Certificates, identified by their SNs.
        case certificate(CertificateIdentity)

        /// Alipay's keys; the first one checks answers that name none.
        public var alipayKeys: [VerifyingKey] {
            switch self {
            case .key(let key): [key]
            case .certificate(let identity): identity.alipayKeys.map(\.key)
            }
        }
    }

    /// The application's id.
    public let appID: String
    /// The application's private key.
    public let signingKey: SigningKey
    /// How keys are identified.
    public let mode: Mode
    /// The content encryption, where it is switched on in the console.
    public let cipher: ContentCipher?
    /// The token of the merchant on whose behalf an ISV calls.
    ///
    /// Secret.
    public let appAuthToken: String?

    /// Makes credentials.
    ///
    /// - Parameters:
    ///   - appID: the application's id.
    ///   - signingKey: the application's private key.
    ///   - mode: how keys are identified.
    ///   - cipher: the content encryption, where it is switched on.
    ///   - appAuthToken: the merchant's token, for an ISV.
    public init(
        appID: String,
        signingKey: SigningKey,
        mode: Mode,
        cipher: ContentCipher? = nil,
        appAuthToken: String? = nil
    ) {
        self.appID = appID
        self.signingKey = signingKey
        self.mode = mode
        self.cipher = cipher
        self.appAuthToken = appAuthToken
    }
}

extension OpenAPICredentials: CustomStringConvertible, CustomReflectable {
    /// Names the application, without any secret.
    public var description: String { "OpenAPICredentials(\(appID), <REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
