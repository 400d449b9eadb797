internal import Glibc

/// How many connections a listener accepts at once (RELIABILITY T13).
///
/// Each takes a file. Some files are kept for the store, for sending, and for the console, which answers under load.
enum ConnectionLimit {
    /// For the console.
    static let console = 64
    /// Files that no connection of the gateway gets.
    static let reserve = 512

    /// For the gateway: what is configured, and fewer where the process may open few files.
    static func gateway(configured: Int) -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 512 }
        return gateway(configured: configured, files: Int(clamping: limit.rlim_cur))
    }

    /// The same for a process that may open `files`.
    static func gateway(configured: Int, files: Int) -> Int {
        max(16, min(configured, files - reserve))
    }
}
