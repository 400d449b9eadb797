internal import RuleEngine

/// Finds which setting a wrong key was meant to be.
enum SettingSearch {
    /// What an unknown key was meant for.
    enum Meaning: Equatable {
        case section(String)
        case setting(Setting)
    }

    /// What was meant by a key of the file; `section` is the one that it stands in, nil at the top.
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

    /// What was meant by a name of the environment in our own namespace, such as `REPLYBOT_HTTP_PROT`.
    static func setting(ofEnvironmentName name: String) -> Setting? {
        let word = normalized(String(name.dropFirst("REPLYBOT_".count)))
        return Setting.allCases.first { $0.section == word } ?? whole(word) ?? leaf(word)
    }

    /// A key that is written flat: `http.port`, `http_port`, `HTTP_PORT`.
    private static func whole(_ word: String) -> Setting? {
        guard word.contains("_") else { return nil }
        let flat = Setting.allCases.map { normalized($0.rawValue) }
        let found = NearestName.find(word, among: flat)
        return Setting.allCases.first { normalized($0.rawValue) == found }
    }

    /// A key that lacks its section, or stands in another one; also one word of it, as in `server` for `server_url`.
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

    /// Lower case, and underscores wherever other tools have dots, dashes or capital letters.
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
