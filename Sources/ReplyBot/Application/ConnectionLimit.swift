internal import Glibc

/// How many connections a listener accepts at once (RELIABILITY T13).
enum ConnectionLimit {
    /// At most 4,096, and fewer where the process may open few files: some are kept for the store and for sending.
    static let gateway: Int = {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 512 }
        return max(16, min(4_096, (Int(clamping: limit.rlim_cur) - 128) / 2))
    }()
}
