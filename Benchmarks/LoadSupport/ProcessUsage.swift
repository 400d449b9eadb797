internal import Foundation
internal import Glibc

/// What a process has used so far.
package struct ProcessUsage: Sendable {
    /// Seconds of CPU of all threads, ended ones included.
    package let cpu: Double
    /// Voluntary context switches of each thread.
    package let switches: [String: Int]

    package init(of process: Int32) {
        cpu = Self.cpu(of: process)
        var switches: [String: Int] = [:]
        let folder = "/proc/\(process)/task"
        for thread in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let status = (try? String(contentsOfFile: "\(folder)/\(thread)/status", encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
            switches[thread] = line.flatMap { Int($0.filter(\.isNumber)) }
        }
        self.switches = switches
    }

    /// The voluntary context switches since an earlier reading, of the threads that are still there.
    package func switches(since earlier: ProcessUsage) -> Int {
        switches.reduce(0) { $0 + $1.value - (earlier.switches[$1.key] ?? 0) }
    }

    /// Seconds of CPU, to the nanosecond.
    package static func cpu(of process: Int32) -> Double {
        var clock = clockid_t()
        var time = timespec()
        guard unsafe clock_getcpuclockid(process, &clock) == 0, unsafe clock_gettime(clock, &time) == 0 else {
            return 0
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// What all processes of the machine have used so far.
package struct MachineUsage: Sendable {
    /// Seconds of CPU, stolen ones included.
    package let busy: Double

    package static let processors = ProcessInfo.processInfo.activeProcessorCount

    package init() {
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let ticks = (text.split(separator: "\n").first ?? "").split(separator: " ").compactMap { Double($0) }
        // user, nice, system, idle, iowait, irq, softirq, steal; the rest is in user and nice already.
        let busy = ticks.prefix(8).enumerated().reduce(0) { $1.offset == 3 || $1.offset == 4 ? $0 : $0 + $1.element }
        self.busy = busy / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
