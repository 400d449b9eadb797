internal import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// The settings in the environment, and variables that look like misspelt ones.
///
/// `REPLYBOT_HTTP_PORT` is ours alone: an unknown name with that prefix is refused. `HTTP_PORT` is accepted too, but
/// everybody uses such names: a name one slip away from ours is refused, a similar name gets a warning, and names that
/// other programs are known to use pass.
struct EnvironmentSettings {
    private(set) var values: [Setting: SettingValue] = [:]
    private(set) var problems: [LocalizedText] = []
    private(set) var warnings: [LocalizedText] = []
    /// The settings that refused names probably mean.
    private(set) var misspelt: Set<Setting> = []

    /// Variables with our prefix that are not settings.
    private static let others: Set<String> = {
        var names: Set<String> = ["REPLYBOT_LANG"]
        #if DEBUG
        names.formUnion([KillOrder.variable, PoisonOrder.variable])
        #endif
        return names
    }()

    init(_ environment: [String: String]) {
        for setting in Setting.allCases {
            let names = [setting.environmentName, setting.shortEnvironmentName]
            // An empty variable is as good as none.
            guard let name = names.first(where: { environment[$0]?.isEmpty == false }), let text = environment[name]
            else { continue }
            let texts = setting.isList ? EnvironmentSettings.items(text) : [text]
            values[setting] = SettingValue(texts: texts, origin: .environment(name))
        }
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) { judge(name, value: value) }
    }

    /// The items of a list, separated by commas.
    private static func items(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private static let known = Set(Setting.allCases.flatMap { [$0.environmentName, $0.shortEnvironmentName] })

    private mutating func judge(_ name: String, value: String) {
        let isOurs = EnvironmentSettings.known.contains(name) || EnvironmentSettings.others.contains(name)
        guard !isOurs, !EnvironmentSettings.isServiceLink(name, value: value) else { return }
        let upper = name.uppercased()
        if upper.hasPrefix("REPLYBOT_") {
            refuse(name, meant: SettingSearch.setting(ofEnvironmentName: upper), inOurNamespace: true)
        } else if let meant = EnvironmentSettings.slip(upper) {
            // `http_proxy` and its like are lower case by custom, and so no slip of ours.
            refuse(name, meant: meant, inOurNamespace: false)
        } else if let meant = EnvironmentSettings.lookAlike(name) {
            warn(name, meant: meant)
        } else if name.hasPrefix("ALIPAY_") {
            warn(name, meant: nil)
        }
    }

    /// Kubernetes describes each service of a namespace to each container: `STORE_SERVICE_HOST`, `REPLYBOT_PORT_80_TCP`.
    private static func isServiceLink(_ name: String, value: String) -> Bool {
        if name.hasSuffix("_PORT") { return value.hasPrefix("tcp://") || value.hasPrefix("udp://") }
        return name.wholeMatch(
            of: /[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)/
        ) != nil
    }

    /// The setting that is one slip away: the same section, and nearly the same name.
    private static func slip(_ name: String) -> Setting? {
        Setting.allCases.first { setting in
            let short = setting.shortEnvironmentName
            guard name.hasPrefix(setting.section.uppercased() + "_") else { return false }
            let length = setting.name.unicodeScalars.count
            return distance(from: name, to: short) <= max(1, length / 4)
        }
    }

    /// The setting that a name resembles less: with a slip in its section, or as its beginning or its continuation.
    private static func lookAlike(_ name: String) -> Setting? {
        // The sections HTTP and HTTPS are one letter apart, and the second is not ours.
        guard !name.hasPrefix("HTTPS_") else { return nil }
        return Setting.allCases.first { setting in
            let short = setting.shortEnvironmentName
            if name.hasPrefix(short + "_") { return true }
            let section = setting.section.uppercased() + "_"
            if short.hasPrefix(name), name.count >= section.count + 3 { return true }
            return !name.hasPrefix(section) && name.hasSuffix("_" + setting.name.uppercased())
                && distance(from: name, to: short) == 1
        }
    }

    private static func distance(from left: String, to right: String) -> Int {
        guard left.utf8.count <= 64 else { return .max }
        return NearestName.distance(from: Array(left.unicodeScalars), to: Array(right.unicodeScalars))
    }

    private mutating func refuse(_ name: String, meant: Setting?, inOurNamespace: Bool) {
        if let meant { misspelt.insert(meant) }
        let shown = String(name.prefix(80))
        let language = NearestName.find(name.uppercased(), among: ["REPLYBOT_LANG"])
        let proposal = meant.map { inOurNamespace ? $0.environmentName : $0.shortEnvironmentName } ?? language
        let question =
            proposal.map { LocalizedText("。是不是想写 \($0)？", ". Did you mean \($0)? ") } ?? LocalizedText("。", ". ")
        let ending =
            inOurNamespace
            ? LocalizedText("改正名字，或删掉它", "Correct the name, or remove it")
            : LocalizedText(
                "若属于别的程序，启动时去掉它：env -u \(shown)",
                "If it is another program's, start without it: env -u \(shown)"
            )
        problems.append(
            LocalizedText(
                "环境变量 \(shown) 不是任何设置\(question.chinese)\(ending.chinese)",
                "environment variable \(shown) is no setting\(question.english)\(ending.english)"
            )
        )
    }

    private mutating func warn(_ name: String, meant: Setting?) {
        let shown = String(name.prefix(80))
        warnings.append(
            LocalizedText(
                "环境变量 \(shown) 像是设置，但没有用到\(meant.map { "：是不是想写 \($0.environmentName)？" } ?? "")",
                "environment variable \(shown) looks like a setting and is not used"
                    + "\(meant.map { ": did you mean \($0.environmentName)?" } ?? "")"
            )
        )
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
