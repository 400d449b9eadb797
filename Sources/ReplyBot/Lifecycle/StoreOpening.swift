internal import Foundation
internal import Logging
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

    /// Opens the journal for reading, beside a running server.
    ///
    /// - Throws: as `open`.
    package static func openReadOnly(_ path: String) throws -> JournalReader {
        do {
            return try ReplyStore.openReadOnly(path: path)
        } catch let error as StoreError {
            throw failure(error)
        }
    }

    private static func failure(_ error: StoreError) -> CommandFailure {
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
        default:
            return CommandFailure("数据库不能使用：\(error)", "the database cannot be used: \(error)")
        }
    }
}
