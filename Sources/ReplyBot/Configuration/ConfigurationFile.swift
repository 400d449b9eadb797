internal import Foundation
internal import OperatorText
internal import RuleAuthoring
internal import RuleEngine

/// The configuration file: the value of each setting, and all findings.
///
/// It may hold a private key, so findings show only names of settings.
struct ConfigurationFile {
    let path: String
    private(set) var values: [Setting: SettingValue] = [:]
    var findings = ConfigurationFindings()
    /// Settings that the file names or sets in a wrong way.
    var misspelt: Set<Setting> = []
    /// Whether it could be read; otherwise missing settings cannot be reported.
    private(set) var isReadable = false
    private(set) var source = SourceText(path: "", text: "")

    /// The largest accepted file, in bytes.
    static let byteLimit = 1 << 20

    /// Reads the file at a path; problems are findings.
    init(path: String) {
        self.path = path
        do {
            read(try FileBytes.read(path, limit: ConfigurationFile.byteLimit))
        } catch {
            refuseFile(error)
        }
    }

    init(path: String, bytes: [UInt8]) {
        self.path = path
        read(bytes)
    }

    /// Resolves a relative path against the folder of the file.
    func resolved(_ relative: String) -> String {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        return relative.hasPrefix("/") ? relative : folder + relative
    }

    private mutating func read(_ bytes: [UInt8]) {
        let decoding = SourceDecoding(SourceFile(path: path, bytes: bytes))
        for found in decoding.diagnostics {
            findings.report("CF001", at: found.location, message: found.message, help: found.help)
        }
        guard let text = decoding.text, !decoding.isUnreadable else { return }
        source = text
        let yaml = PositionedYAML(text)
        if let problem = yaml.problem { return refuse(problem) }
        guard let root = yaml.root, !isBlank(root) else { return refuseFile(.empty) }
        guard case .pairs(let entries) = root.content else {
            if reportColons(onLines: 1...source.lineCount) { return }
            return findings.report(
                "CF005",
                at: root.location,
                message: LocalizedText("配置文件应由“键: 值”组成", "The file must consist of “key: value” pairs"),
                help: ConfigurationFile.sectionList
            )
        }
        isReadable = true
        for (key, value) in unique(entries) { readTop(key, value: value) }
    }

    private mutating func readTop(_ key: Key, value: PositionedYAML.Part) {
        guard Setting.sections.contains(key.name) else { return reportUnknown(key, in: nil) }
        switch value.content {
        case .pairs(let entries):
            for (inner, value) in unique(entries) { readSetting(inner, value: value, in: key.name) }
        // A section whose settings are all commented out.
        case .text where isBlank(value): return
        case .text where reportColons(onLines: lines(below: key)): return
        case .decorated: reportDecoration(key)
        case .text, .list:
            findings.report(
                "CF005",
                at: key.place,
                message: LocalizedText("\(key.name) 下面应是它的各项设置", "\(key.name) must hold its settings"),
                help: LocalizedText(
                    "一行一项，缩进两格：\(ConfigurationFile.names(in: key.name))",
                    "One a line, indented by two spaces: \(ConfigurationFile.names(in: key.name))"
                )
            )
        }
    }

    private mutating func readSetting(_ key: Key, value: PositionedYAML.Part, in section: String) {
        guard let setting = Setting(rawValue: "\(section).\(key.name)") else { return reportUnknown(key, in: section) }
        switch value.content {
        case .text(let text):
            guard !text.isEmpty else { return reportBlank(key, of: setting) }
            guard !text.unicodeScalars.contains(where: ConfigurationFile.isControl) else {
                return reportControl(key, of: setting)
            }
            values[setting] = SettingValue(texts: [text], origin: .file(key.place))
        case .list(let parts) where setting.isList && !parts.isEmpty:
            let texts = parts.compactMap { part in
                if case .text(let text) = part.content, !text.isEmpty { text } else { nil }
            }
            guard texts.count == parts.count else { return reportShape(key, of: setting) }
            values[setting] = SettingValue(texts: texts, origin: .file(key.place))
        case .decorated:
            misspelt.insert(setting)
            reportDecoration(key)
        case .list, .pairs: reportShape(key, of: setting)
        }
    }

    private func isBlank(_ part: PositionedYAML.Part) -> Bool {
        if case .text(let text) = part.content { text.isEmpty } else { false }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\r" && scalar != "\t"
    }

    /// A key and its place.
    struct Key {
        let name: String
        let part: PositionedYAML.Part
        var place: ConfigurationPlace
    }

    /// The entries of a mapping whose keys are names; a repeated name is a finding.
    private mutating func unique(_ entries: [PositionedYAML.Entry]) -> [(Key, PositionedYAML.Part)] {
        var first: [String: ConfigurationPlace] = [:]
        var result: [(Key, PositionedYAML.Part)] = []
        for entry in entries {
            guard case .text(let name) = entry.key.content else {
                reportKeyIsNone(at: entry.key.location)
                continue
            }
            let key = Key(name: name, part: entry.key, place: place(of: entry.key, isShown: isKnown(name)))
            if let earlier = first[name] { reportDouble(key, first: earlier) } else { first[name] = key.place }
            result.append((key, entry.value))
        }
        return result
    }

    func isKnown(_ name: String) -> Bool {
        Setting.sections.contains(name) || Setting.allCases.contains { $0.name == name }
    }

    /// The place of a key in the file; `isShown` says whether findings may show it.
    func place(of part: PositionedYAML.Part, isShown: Bool) -> ConfigurationPlace {
        let line = source.scalars(ofLine: part.location.line).map(Array.init) ?? []
        let start = min(line.count, part.location.column - 1)
        let end = min(line.count, start + part.length)
        return ConfigurationPlace(
            location: part.location,
            length: part.length,
            written: isShown ? String(String.UnicodeScalarView(line[start..<end])) : nil,
            rest: ConfigurationFile.rest(line[end...])
        )
    }

    /// The colon behind a key, and an ellipsis for a value.
    static func rest(_ text: ArraySlice<Unicode.Scalar>) -> String {
        let behind = text.drop { $0 == " " }
        guard let colon = behind.first, colon == ":" || colon == "\u{FF1A}" else { return "" }
        return "\(colon)" + (behind.dropFirst().contains { $0 != " " } ? " …" : "")
    }
}

/// Why a file could not be read.
enum FileProblem: Error {
    case missing
    case folder
    case notRegular
    case unreadable
    case tooLarge
    case empty
}

/// Reads a small regular file.
enum FileBytes {
    static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
        let file = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        switch attributes?[.type] as? FileAttributeType {
        case .typeRegular: break
        case .typeDirectory: throw .folder
        // A link that is left leads nowhere.
        case .typeSymbolicLink, nil: throw .missing
        default: throw .notRegular
        }
        guard let handle = FileHandle(forReadingAtPath: file) else { throw .unreadable }
        defer { try? handle.close() }
        let data: Data?
        do { data = try handle.read(upToCount: limit + 1) } catch { throw .unreadable }
        guard (data?.count ?? 0) <= limit else { throw .tooLarge }
        return data.map { [UInt8]($0) } ?? []
    }
}
