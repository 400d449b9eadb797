import Foundation
import TestSupport

/// The tracer that ends a process at a system call.
enum Strace {
    static let path = "/usr/bin/strace"

    /// Says why it cannot be used; a machine that forbids tracing must fail, or nothing would be proved there.
    static func complaint() -> String? {
        let command = ChildProcess.Command(path, ["-f", "-o", "/dev/null", "/bin/true"])
        do {
            guard try ChildProcess(command).waitUntilEnd() != 0 else { return nil }
        } catch {
            return "\(path) cannot be run (apt-get install strace): \(error)"
        }
        return "\(path) may not trace here: the crash tests need ptrace (in a container, --cap-add=SYS_PTRACE)"
    }
}
