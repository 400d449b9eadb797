/// Every setting there is, under its key (docs/operating.md, "Configuration").
enum Setting: String, CaseIterable, Sendable {
    case appID = "alipay.app_id"
    case privateKey = "alipay.private_key"
    case privateKeyFile = "alipay.private_key_file"
    case publicKey = "alipay.public_key"
    case publicKeyFile = "alipay.public_key_file"
    case appCertFile = "alipay.app_cert_file"
    case certFiles = "alipay.cert_files"
    case rootCertFile = "alipay.root_cert_file"
    case encryptKey = "alipay.encrypt_key"
    case appAuthToken = "alipay.app_auth_token"
    case signType = "alipay.sign_type"
    case eventEncryption = "alipay.event_encryption"
    case allowWeakKey = "alipay.allow_weak_key"
    case handshake = "alipay.handshake"
    case maxEventAge = "alipay.max_event_age"
    case serverURL = "alipay.server_url"
    case httpHost = "http.host"
    case httpPort = "http.port"
    case httpPath = "http.path"
    case httpMaxConnections = "http.max_connections"
    case httpLimitByAddress = "http.limit_by_address"
    case rulesPath = "rules.path"
    case rulesReload = "rules.reload"
    case storeURL = "store.url"
    case storeRetention = "store.retention"
    case deliveryConcurrency = "delivery.concurrency"
    case deliveryAttempts = "delivery.attempts"
    case deliveryRate = "delivery.rate"
    case deliveryReplyLifetime = "delivery.reply_lifetime"
    case deliveryOnAmbiguous = "delivery.on_ambiguous"
    case consoleHost = "console.host"
    case consolePort = "console.port"
    case logLevel = "log.level"
    case logFormat = "log.format"
    case testingRelaxed = "testing.relaxed"

    /// The key's first word, under which the file nests the setting.
    var section: String { String(rawValue.prefix { $0 != "." }) }

    /// The key without its section.
    var name: String { String(rawValue.drop { $0 != "." }.dropFirst()) }

    /// Whether the file may give it a list.
    var isList: Bool { self == .certFiles }

    /// The name in the environment that is ours beyond doubt.
    var environmentName: String { "REPLYBOT_" + shortEnvironmentName }

    /// The name in the environment that others may use for something else; the longer one overrides it.
    var shortEnvironmentName: String { rawValue.uppercased().replacing(".", with: "_") }

    /// The flag that overrides it, where there is one.
    var flag: String? {
        switch self {
        case .httpPort: "--port"
        case .rulesPath: "--rules"
        default: nil
        }
    }

    /// The sections in their order, each once.
    static let sections: [String] = allCases.reduce(into: []) { sections, setting in
        if sections.last != setting.section { sections.append(setting.section) }
    }

    /// The settings of a section.
    static func all(in section: String) -> [Setting] {
        allCases.filter { $0.section == section }
    }
}

/// What a setting was given, and where.
struct SettingValue: Sendable {
    enum Origin: Sendable {
        case flag
        /// The variable's name.
        case environment(String)
        case file(ConfigurationPlace)
    }

    /// One text, or the items of a list.
    var texts: [String]
    var origin: Origin
}
