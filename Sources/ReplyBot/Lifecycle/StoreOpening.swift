internal import Foundation
internal import Logging
internal import OperatorText
package import ReplyStore

/// Opens the store, and explains to the operator why that failed.
package enum StoreOpening {
    /// Opens the database for writing.
    ///
    /// - Throws: `CommandFailure` with the cause.
    static func open(_ path: String) throws -> ReplyStore {
        do {
            return try ReplyStore(path: path)
        } catch let error as StoreError {
            throw failure(error)
        }
    }

    /// Opens the database for writing; a damaged one is renamed, with `time` in its new name, and replaced by an empty one.
    ///
    /// - Throws: as `open`.
    static func openOrBeginAnew(_ path: String, at time: Date, logger: Logger) throws -> ReplyStore {
        do {
            return try ReplyStore(path: path)
        } catch StoreError.corrupt {
            return try beginAnew(path, at: time, logger: logger)
        } catch let error as StoreError {
            throw failure(error)
        }
    }

    private static func beginAnew(_ path: String, at time: Date, logger: Logger) throws -> ReplyStore {
        do {
            let aside = try ReplyStore.moveDamaged(path: path, at: time)
            logger.critical(
                "a damaged database was renamed and replaced by an empty one",
                metadata: ["kept": "\(aside)"]
            )
            return try ReplyStore(path: path)
        } catch let error as StoreError {
            throw failure(error)
        }
    }

    /// Opens the journal for reading, beside a running server; `origin` is where the path comes from.
    ///
    /// - Throws: as `open`.
    package static func openReadOnly(_ path: String, from origin: StoreOrigin = .flag) throws -> JournalReader {
        guard FileManager.default.fileExists(atPath: path) else { throw origin.missing(path) }
        guard isDatabase(path) != false else { throw isNone(path) }
        do {
            return try ReplyStore.openReadOnly(path: path)
        } catch StoreError.cannotOpen(let path, let detail) {
            throw CommandFailure(
                "打不开数据库 \(path)（\(detail)）：检查它和所在目录能否读取",
                "cannot open the database \(path) (\(detail)): check that it and its folder can be read"
            )
        } catch let error as StoreError {
            throw failure(error)
        }
    }

    /// Whether a file begins as databases do; nil where it cannot be read.
    static func isDatabase(_ path: String) -> Bool? {
        let signature = Data("SQLite format 3\u{0}".utf8)
        let file = FileHandle(forReadingAtPath: path)
        return (try? file?.read(upToCount: signature.count)).map { $0 == signature }
    }

    private static func isNone(_ path: String) -> CommandFailure {
        CommandFailure(
            "\(path) 不是 replybot 的数据库：录制文件请直接写在命令后面，不用 --store",
            "\(path) is no database of replybot; a recording is given as EVENTS, without --store"
        )
    }

    static func failure(_ error: StoreError) -> CommandFailure {
        switch error {
        case .locked(let path, let holder):
            let process = holder.map { " \($0)" } ?? ""
            return CommandFailure(
                "数据库 \(path) 正被另一个 replybot 进程\(process) 占用：先停掉它，或改 store.url",
                "the database \(path) is in use by another replybot process\(process): stop it, or change store.url"
            )
        case .cannotOpen(let path, let detail):
            return CommandFailure(
                "打不开数据库 \(path)（store.url）：检查目录是否存在、可写。（\(detail)）",
                "cannot open the database \(path) (store.url): check that its folder exists and can be written. (\(detail))"
            )
        case .corrupt(let path, let detail):
            return CommandFailure(
                "数据库 \(path) 已损坏（\(detail)）。先停掉 replybot，从备份恢复（docs/zh-CN/operating.md 的“备份”一节）；"
                    + "没有备份就用 `replybot serve --recover`：旧文件改名保留，从空数据库开始，尚未发出的回复会丢失。",
                "the database \(path) is damaged (\(detail)). Restore a backup (docs/operating.md, \"Backup\"); if there "
                    + "is none, use `replybot serve --recover`: it keeps the old files under other names and begins with "
                    + "an empty database, without the replies that were not sent yet."
            )
        case .olderSchema(let path):
            return CommandFailure(
                "数据库 \(path) 是旧版本建立的，这一版要先升级它才能读：用这一版重启 replybot serve，它在启动时升级；"
                    + "不想动原来的数据库，就照“备份”一节（docs/zh-CN/operating.md）复制一份，在副本上启动一次",
                "the database \(path) comes from an earlier version, and this version must bring it up to date before it "
                    + "can read it: restart `replybot serve` with this version, which does so at its start; to leave the "
                    + "database as it is, start it once on a copy (docs/operating.md, \"Backup\")"
            )
        case .newerSchema(let path):
            return CommandFailure(
                "数据库 \(path) 是更新的版本建立的：换成那个版本的 replybot，或恢复备份",
                "the database \(path) was made by a later version: use that version of replybot, or restore a backup"
            )
        case .noSchema(let path): return isNone(path)
        default:
            return CommandFailure("数据库不能使用：\(error)", "the database cannot be used: \(error)")
        }
    }
}

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
