internal import Glibc
internal import NIOCore

/// Every limit on what the gateway takes on, in one place.
///
/// None of them is a setting: they follow from how fast an event can be acknowledged, not from the place where the bot
/// runs. What does depend on the place is in the configuration (`http.max_connections`, `http.limit_by_address`).
struct IntakeLimits: Sendable {
    /// What is taken on at once; beyond it a request is refused, never queued.
    struct Capacity: Sendable {
        /// Requests from the complete body to the answer.
        ///
        /// A signature takes about 0.3 ms, so that the last of 256 is
        /// acknowledged after 40 ms on two processors; with more of them, nobody would be acknowledged in time.
        var working = 256
        /// Handshakes beyond `working`, so that the console can always be hooked up.
        var handshakes = 16
        /// Requests whose body is still on its way.
        var reading = 1_024
        /// Bytes of all bodies together.
        var bytes = 32 * 1_024 * 1_024
    }

    /// How long a client may take (RELIABILITY T12).
    struct Pace: Sendable {
        /// From the connection, or from its first byte, to the end of a head.
        var head = TimeAmount.seconds(5)
        /// From the end of the head to the end of the body.
        var body = TimeAmount.seconds(10)
        /// The same for a body of which nothing comes; each received KiB adds a second.
        var emptyBody = TimeAmount.seconds(5)
        /// From an answer to its last byte in the hands of the system.
        var answer = TimeAmount.seconds(5)
        /// Between two requests.
        var idle = TimeAmount.seconds(60)
        /// From a refusal to the end of a connection that still sends: the client is to see the answer first.
        var farewell = TimeAmount.seconds(1)
        /// From SIGTERM to the end of every connection.
        var stop = TimeAmount.seconds(5)
    }

    /// What one address may do.
    struct PerClient: Sendable {
        /// Whether this machine's own addresses count: they are a proxy's, which speaks for everybody.
        var countsThisMachine = false
        /// Connections at once.
        var connections = 256
        /// Forged requests in one go.
        var forgeries = 100.0
        /// Forged requests a second, in the long run.
        var forgeriesPerSecond = 10.0
        /// Addresses whose forgeries are remembered.
        var addresses = 4_096
    }

    var capacity = Capacity()
    var pace = Pace()
    var perClient = PerClient()
}

/// Why the gateway did not take on a request or a connection: not for what it says, but for what it costs.
enum IntakeRefusal: String, Error, Sendable, CaseIterable {
    /// As many requests are at work as can be acknowledged in time.
    case working = "too-many-at-work"
    /// As many bodies are on their way as are allowed.
    case reading = "too-many-bodies"
    /// All bodies together are as large as is allowed.
    case bytes = "too-many-bytes"
    /// This address has sent forged requests all the time.
    case forgeries = "too-many-forgeries"
    /// This address has as many connections as one may have.
    case connections = "too-many-connections"
    /// A head did not come in time.
    case slowHead = "slow-head"
    /// A body did not come in time.
    case slowBody = "slow-body"
    /// An answer was not fetched in time.
    case slowReader = "slow-reader"
}

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
