import Foundation

/// The tracer that ends a process at a system call.
enum Strace {
    static let path = "/usr/bin/strace"

    /// Says why it cannot be used; a machine that forbids tracing must fail, or nothing would be proved there.
    static func complaint() -> String? {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = ["-f", "-o", "/dev/null", "/bin/true"]
        do { try process.run() } catch { return "\(path) cannot be run (apt-get install strace): \(error)" }
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return nil }
        return "\(path) may not trace here: the crash tests need ptrace (in a container, --cap-add=SYS_PTRACE)"
    }
}
