/// What to do, from the command line.
struct LoadOptions: Sendable {
    /// The binary under load.
    var bot = ".build-release/release/replybot"
    /// Connections that behave.
    var clients = 2_000
    /// Connections that send a head byte by byte.
    var slow = 500
    /// Events a second in the paced phase.
    var rate = 400
    /// Seconds of each phase.
    var seconds = 30
    /// The most memory that the bot may take, in MB; 0 for any.
    var memory = 250
    /// The largest 99th percentile of the paced phase, in ms; 0 for any.
    var latency = 50

    /// Reads `--name value` pairs.
    init(_ arguments: [String]) throws(LoadFailure) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { throw LoadFailure("\(flag) needs a value") }
            try set(flag, value)
        }
    }

    private mutating func set(_ flag: String, _ value: String) throws(LoadFailure) {
        if flag == "--bot" {
            bot = value
            return
        }
        guard let number = Int(value), number >= 0 else { throw LoadFailure("\(flag) needs a number, not \(value)") }
        switch flag {
        case "--clients": clients = number
        case "--slow": slow = number
        case "--rate": rate = max(1, number)
        case "--seconds": seconds = max(1, number)
        case "--memory": memory = number
        case "--latency": latency = number
        default: throw LoadFailure("there is no \(flag)")
        }
    }
}

/// Why the load could not be made.
struct LoadFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
