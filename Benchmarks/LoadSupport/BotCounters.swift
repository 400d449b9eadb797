package import Foundation

/// A bot whose system calls and allocations are counted; it is several times as slow.
///
/// strace writes a line for each call into a file, and `AllocationCounter`, which is preloaded, counts in another.
package struct BotCounters: Sendable {
    /// What was counted up to a moment.
    package struct Reading: Sendable {
        package let allocations: Int
        /// The size of the trace.
        let traced: UInt64
    }

    /// What was counted between two moments.
    package struct Counts: Sendable {
        package let allocations: Int
        /// The system calls by name.
        package let calls: [String: Int]
    }

    private let trace: URL
    private let count: URL
    private let library: URL

    /// Counts in files of a folder, by the library that the build put beside this program.
    package init(in folder: URL) {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        library = URL(filePath: program).deletingLastPathComponent().appending(path: "libAllocationCounter.so")
        trace = folder.appending(path: "trace")
        count = folder.appending(path: "allocations")
    }

    /// The command under which the bot runs.
    package var command: [String] {
        [
            "/usr/bin/strace", "-f", "-qq", "-s", "0", "-e", "signal=none", "-o", trace.path,
            "-E", "LD_PRELOAD=\(library.path)", "-E", "ALLOCATION_COUNTER_FILE=\(count.path)",
        ]
    }

    /// What was counted so far.
    package func reading() throws -> Reading {
        let bytes = try Data(contentsOf: count)
        guard bytes.count == MemoryLayout<UInt>.size else { throw CocoaError(.fileReadCorruptFile) }
        let allocations = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        let size = try FileManager.default.attributesOfItem(atPath: trace.path)[.size] as? UInt64
        return Reading(allocations: allocations, traced: size ?? 0)
    }

    /// What was counted between two readings.
    package func counts(from start: Reading, to end: Reading) throws -> Counts {
        let file = try FileHandle(forReadingFrom: trace)
        defer { try? file.close() }
        try file.seek(toOffset: start.traced)
        let bytes = try file.read(upToCount: Int(end.traced - start.traced)) ?? Data()
        var calls: [String: Int] = [:]
        // "1234 read(5, …", and "1234 <... read resumed>…" for the rest of a call that others interrupted.
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let call = line.drop { $0 != UInt8(ascii: " ") }.drop { $0 == UInt8(ascii: " ") }
            guard let end = call.firstIndex(of: UInt8(ascii: "(")) else { continue }
            let name = call[..<end]
            guard
                name.allSatisfy({ $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
            else { continue }
            calls[String(decoding: name, as: UTF8.self), default: 0] += 1
        }
        return Counts(allocations: end.allocations - start.allocations, calls: calls)
    }
}
