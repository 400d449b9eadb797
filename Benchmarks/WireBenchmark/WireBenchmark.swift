import Foundation

/// Measures the work of one request beside the bare libraries, and prints one JSON object a line.
@main
struct WireBenchmark {
    static func main() throws {
        let workload = try WireWorkload()
        let bare = try BareLibraries(workload)
        let steps = workload.steps + bare.steps
        var lowest = Array(repeating: Double.infinity, count: steps.count)
        // In turns, so that the host's load affects all steps alike.
        for _ in 0..<passes {
            for (place, step) in steps.enumerated() {
                let start = cpu
                try step.run(step.times)
                lowest[place] = min(lowest[place], (cpu - start) / Double(step.times))
            }
        }
        for (step, seconds) in zip(steps, lowest) {
            try write(["step": step.name, "us_min": seconds * 1e6, "passes": passes])
        }
    }

    /// `PASSES`, or 40.
    private static var passes: Int {
        ProcessInfo.processInfo.environment["PASSES"].flatMap { Int($0) } ?? 40
    }

    /// CPU time of the process in seconds.
    private static var cpu: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    private static func write(_ values: [String: Any]) throws {
        let data = try JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
        print(String(decoding: data, as: UTF8.self))
    }
}

/// A measured piece of work.
struct WireStep {
    let name: String
    /// Repetitions in a pass.
    let times: Int
    /// Repeats the work; throws when it fails once.
    let run: (Int) throws -> Void
}

/// A step failed.
struct StepFailed: Error {
    let name: String
}
