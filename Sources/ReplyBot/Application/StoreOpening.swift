internal import ReplyStore

/// Opens the store of a command.
enum StoreOpening {
    /// Opens the database for writing.
    ///
    /// - Throws: `CommandFailure` that says why it cannot be had.
    static func open(_ path: String) throws -> ReplyStore {
        do {
            return try ReplyStore(path: path)
        } catch let error as StoreError {
            throw failure(error)
        }
    }

    /// Opens the journal for reading, beside a running server.
    ///
    /// - Throws: as `open`.
    static func openReadOnly(_ path: String) throws -> JournalReader {
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
                "数据库 \(path) 正被另一个 replybot 进程\(process)使用:先停掉它,或改 store.url",
                "the database \(path) is in use by another replybot process\(process): stop it, or change store.url"
            )
        case .cannotOpen(let path, let detail):
            return CommandFailure(
                "打不开数据库 \(path)(store.url):检查目录是否存在、可写。(\(detail))",
                "cannot open the database \(path) (store.url): check that its folder exists and can be written. (\(detail))"
            )
        default:
            return CommandFailure("数据库不能使用:\(error)", "the database cannot be used: \(error)")
        }
    }
}
