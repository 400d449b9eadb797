import Foundation
import RuleEngine

/// Runs the engine on the peers' workload and prints one JSON object a line, as they do.
@main
struct RuleBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            print("usage: RuleBenchmark match|decide|hostile FOLDER [SET]")
            exit(64)
        }
        switch arguments[1] {
        case "match": try MatchBenchmark(arguments[3], in: arguments[2]).run()
        case "decide": try DecideBenchmark(arguments[3], in: arguments[2]).run()
        default: try HostileBenchmark(in: arguments[2]).run()
        }
    }
}

/// The clock and the settings that the peers use.
enum Measure {
    /// CPU time of the process in seconds.
    static var cpu: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Resident memory in KiB.
    static var resident: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// The times of passes until the time is used, at least three; `PASSES` gives their exact number.
    static func passes(_ body: () -> Void) -> [Double] {
        let environment = ProcessInfo.processInfo.environment
        let seconds = environment["SECS"].flatMap(Double.init) ?? 1.5
        let count = environment["PASSES"].flatMap { Int($0) }
        var times: [Double] = []
        var total = 0.0
        times.reserveCapacity(64)
        while count.map({ times.count < $0 }) ?? (times.count < 61 && (total < seconds || times.count < 3)) {
            let start = cpu
            body()
            times.append(cpu - start)
            total += times[times.count - 1]
        }
        return times.sorted()
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Prints one JSON object with its keys sorted.
    static func print(_ values: [String: Any]) throws {
        let data = try JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
        Swift.print(String(decoding: data, as: UTF8.self))
    }
}
