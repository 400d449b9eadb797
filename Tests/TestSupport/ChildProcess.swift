internal import Dispatch
package import Foundation
internal import Synchronization

/// Another program as a child process.
///
/// It replaces Foundation's `Process`, whose `run()` on Linux reads past the end of a directory entry and crashes about
/// every second run of tests with many open files (swift-corelibs-foundation, pull request 5472; Swift up to 6.3).
package final class ChildProcess: Sendable {
    /// A program, its arguments and its files.
    package struct Command {
        var path: String
        var arguments: [String]
        /// Nil for the environment of the tests.
        package var environment: [String: String]?
        /// Nil for no input.
        package var input: FileHandle?
        /// Nil to discard it.
        package var output: FileHandle?
        /// Nil to discard it.
        package var errors: FileHandle?

        /// A program and its arguments, without input.
        package init(_ path: String, _ arguments: [String] = []) {
            self.path = path
            self.arguments = arguments
        }
    }

    /// The process id.
    package let identifier: Int32
    private let end = DispatchGroup()
    private let status = Mutex<Int32>(0)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: the program.
    ///   - onEnd: called with the exit status, or with the number of the signal that ended it.
    /// - Throws: a `POSIXError` when it cannot be started.
    package init(_ command: Command, onEnd: @escaping @Sendable (Int32) -> Void = { _ in }) throws {
        identifier = try Spawning(command).start()
        end.enter()
        let waiter = Thread { [self] in
            let ended = Self.wait(for: identifier)
            status.withLock { $0 = ended }
            end.leave()
            onEnd(ended)
        }
        waiter.start()
    }

    /// Blocks the thread until the end; returns the exit status, or the number of the signal.
    package func waitUntilEnd() -> Int32 {
        end.wait()
        return status.withLock { $0 }
    }

    private static func wait(for identifier: Int32) -> Int32 {
        var raw: Int32 = 0
        while unsafe waitpid(identifier, &raw, 0) < 0, errno == EINTR {}
        let signal = raw & 0x7F
        return signal == 0 ? raw >> 8 & 0xFF : signal
    }
}

/// One call of `posix_spawn`.
struct Spawning {
    /// The limit of file descriptors to close.
    private static let mostFiles: Int32 = {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        return Int32(clamping: min(limit.rlim_cur, 8_192))
    }()

    private let command: ChildProcess.Command

    init(_ command: ChildProcess.Command) {
        self.command = command
    }

    /// Starts the child, which inherits three files and no blocked signal; returns its id.
    func start() throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (target, handle) in [command.input, command.output, command.errors].enumerated() {
            if let handle {
                unsafe posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, Int32(target))
            } else {
                unsafe posix_spawn_file_actions_addopen(&actions, Int32(target), "/dev/null", O_RDWR, 0)
            }
        }
        for file in 3..<Self.mostFiles { unsafe posix_spawn_file_actions_addclose(&actions, file) }

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var identifier = pid_t()
        let environment = command.environment ?? ProcessInfo.processInfo.environment
        let failure = unsafe Self.withTexts([command.path] + command.arguments) { arguments in
            unsafe Self.withTexts(environment.map { "\($0)=\($1)" }) { environment in
                unsafe posix_spawn(&identifier, command.path, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
        return identifier
    }

    /// Lends texts as C strings, with a null at the end.
    private static func withTexts(
        _ texts: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return EINVAL }
            return unsafe body(start)
        }
    }
}
