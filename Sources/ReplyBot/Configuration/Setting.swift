internal import RuleAuthoring
internal import RuleEngine

/// All settings; the raw value is the key (docs/operating.md, "Configuration").
package enum Setting: String, CaseIterable, Sendable {
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

    /// Whether its value may be a list.
    var isList: Bool { self == .certFiles }

    /// The name in the environment with our prefix.
    var environmentName: String { "REPLYBOT_" + shortEnvironmentName }

    /// The name in the environment without our prefix, which other programs may use too; the longer one overrides it.
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

/// The value of a setting, and its origin.
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

/// Finds the setting that a wrong key means.
enum SettingSearch {
    /// The likely meaning of an unknown key.
    enum Meaning: Equatable {
        case section(String)
        case setting(Setting)
    }

    /// The meaning of a key in the file; `section` is the section around it, nil at the top.
    static func meaning(of key: String, in section: String?) -> Meaning? {
        let word = normalized(key)
        if let section {
            let names = Setting.all(in: section).map(\.name)
            if let name = NearestName.find(word, among: names) { return setting("\(section).\(name)") }
        } else if let name = NearestName.find(word, among: Setting.sections) {
            return .section(name)
        }
        return (whole(word) ?? leaf(word)).map(Meaning.setting)
    }

    /// The setting meant by a variable with our prefix, such as `REPLYBOT_HTTP_PROT`.
    static func setting(ofEnvironmentName name: String) -> Setting? {
        let word = normalized(String(name.dropFirst("REPLYBOT_".count)))
        return Setting.allCases.first { $0.section == word } ?? whole(word) ?? leaf(word)
    }

    /// The setting of a flat key: `http.port`, `http_port`, `HTTP_PORT`.
    private static func whole(_ word: String) -> Setting? {
        guard word.contains("_") else { return nil }
        let flat = Setting.allCases.map { normalized($0.rawValue) }
        let found = NearestName.find(word, among: flat)
        return Setting.allCases.first { normalized($0.rawValue) == found }
    }

    /// The setting of a key without its section or in another one, or of one word of a key, as `server` for `server_url`.
    private static func leaf(_ word: String) -> Setting? {
        let names = Setting.allCases.map(\.name)
        if let found = NearestName.find(word, among: names) { return Setting.allCases.first { $0.name == found } }
        let words = names.flatMap { $0.split(separator: "_").map(String.init) }.filter { $0.count > 4 }
        guard let found = NearestName.find(word, among: words) else { return nil }
        return Setting.allCases.first { $0.name.split(separator: "_").contains(Substring(found)) }
    }

    private static func setting(_ key: String) -> Meaning? {
        Setting(rawValue: key).map(Meaning.setting)
    }

    /// The key in lower case, with underscores in place of dots, dashes and inner capital letters.
    private static func normalized(_ key: String) -> String {
        var result = ""
        var previous: Unicode.Scalar = "_"
        for scalar in key.unicodeScalars.prefix(80) {
            if scalar == "." || scalar == "-" || scalar == " " {
                result.append("_")
            } else {
                if scalar.properties.isUppercase, previous.properties.isLowercase { result.append("_") }
                result.append(scalar.properties.lowercaseMapping)
            }
            previous = scalar
        }
        return result
    }
}
