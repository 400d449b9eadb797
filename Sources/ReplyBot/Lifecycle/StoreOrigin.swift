internal import Foundation
internal import OperatorText

/// Where the path of a database comes from, for the message when no database is there.
package enum StoreOrigin: Sendable, Hashable {
    /// `--store`.
    case flag
    /// `store.url` in a file, at `path:line`.
    case file(String)
    /// A variable of the environment.
    case environment(String)
    /// No setting.
    case standard

    private var phrase: LocalizedText {
        switch self {
        case .flag: LocalizedText("--store 指定", "from --store")
        case .file(let place): LocalizedText("\(place) 的 store.url", "store.url at \(place)")
        case .environment(let name): LocalizedText("环境变量 \(name)", "from the variable \(name)")
        case .standard: LocalizedText("默认值，没有设置 store.url", "the default, as store.url is not set")
        }
    }

    /// The failure of a command that needs the database at `path`.
    func missing(_ path: String) -> CommandFailure {
        let shown = ForeignText.oneLine(path)
        let folder = ForeignText.oneLine(FileManager.default.currentDirectoryPath)
        let place = LocalizedText(
            path.hasPrefix("/") ? shown : "\(shown)（相对于 \(folder)）",
            path.hasPrefix("/") ? shown : "\(shown) in \(folder)"
        )
        return CommandFailure(
            "没有数据库 \(place.chinese)（\(phrase.chinese)）：用 --store 指明数据库文件，或用 --config 指明配置文件；"
                + "数据库由 replybot serve 第一次启动时建立",
            "there is no database \(place.english) (\(phrase.english)): name the file with --store, or the settings with "
                + "--config; replybot serve makes the database at its first start"
        )
    }
}
