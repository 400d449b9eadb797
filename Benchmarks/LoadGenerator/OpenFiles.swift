internal import Glibc

/// The number of files, and so of connections, that this process and the bot may open.
enum OpenFiles {
    /// Allows as many as the system lets us.
    static func raise() throws(LoadFailure) -> Int {
        var limit = rlimit()
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(kind, &limit) == 0 else { throw LoadFailure("the limit of open files is unknown") }
        limit.rlim_cur = limit.rlim_max
        guard unsafe setrlimit(kind, &limit) == 0 else { throw LoadFailure("the limit of open files is fixed") }
        return Int(clamping: limit.rlim_cur)
    }
}
