internal import Glibc
internal import NIOCore

/// All limits of the gateway.
///
/// They are not settings, because they follow from the time that an acknowledgement takes. Limits that depend on the
/// installation are in the configuration (`http.max_connections`, `http.limit_by_address`).
struct IntakeLimits: Sendable {
    /// Work at one time; requests beyond it are refused, never queued.
    struct Capacity: Sendable {
        /// Requests from the complete body to the answer.
        ///
        /// A signature takes about 0.3 ms, so the last of 256 is acknowledged after 40 ms on two processors. With many
        /// more, none would be acknowledged in time.
        var working = 256
        /// Handshakes beyond `working`, so that the console can always connect.
        var handshakes = 16
        /// Requests whose body is still on its way.
        var reading = 1_024
        /// Bytes of all bodies.
        var bytes = 32 * 1_024 * 1_024
    }

    /// Time that a client may take (RELIABILITY T12).
    struct Pace: Sendable {
        /// From the connection, or from its first byte, to the end of a head.
        var head = TimeAmount.seconds(5)
        /// From the end of the head to the end of the body.
        var body = TimeAmount.seconds(10)
        /// The same for an empty body; each received KiB adds a second.
        var emptyBody = TimeAmount.seconds(5)
        /// From an answer until the system has taken its last byte.
        var answer = TimeAmount.seconds(5)
        /// Between two requests.
        var idle = TimeAmount.seconds(60)
        /// From a refusal to the end of a connection that still sends, so that the client sees the answer first.
        var farewell = TimeAmount.seconds(1)
        /// From SIGTERM to the end of every connection.
        var stop = TimeAmount.seconds(5)
    }

    /// Limits for one client address.
    struct PerClient: Sendable {
        /// Whether this machine's own addresses count; they belong to a proxy, which speaks for everybody.
        var countsThisMachine = false
        /// Connections at one time.
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

/// Why the gateway refused a request or a connection for its cost, whatever its content.
enum IntakeRefusal: String, Error, Sendable, CaseIterable {
    /// More requests at work could not be acknowledged in time.
    case working = "too-many-at-work"
    /// Too many bodies are on their way.
    case reading = "too-many-bodies"
    /// All bodies together are too large.
    case bytes = "too-many-bytes"
    /// This address keeps sending forged requests.
    case forgeries = "too-many-forgeries"
    /// This address has too many connections.
    case connections = "too-many-connections"
    case slowHead = "slow-head"
    case slowBody = "slow-body"
    case slowReader = "slow-reader"
}

/// The number of connections that a listener accepts (RELIABILITY T13).
///
/// Each takes a file descriptor. Some are reserved for the store, for sending, and for the console, which answers under load.
enum ConnectionLimit {
    /// For the console.
    static let console = 64
    /// File descriptors that the gateway does not use.
    static let reserve = 512

    /// For the gateway: the configured number, or fewer where the process may open few files.
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
