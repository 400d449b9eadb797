internal import Foundation

/// One call of `posix_spawn`.
struct Spawning {
    /// Above it no file is expected to be open.
    private static let mostFiles: Int32 = {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        return Int32(clamping: min(limit.rlim_cur, 8_192))
    }()

    private let command: ChildProcess.Command

    init(_ command: ChildProcess.Command) {
        self.command = command
    }

    /// Starts the child, which inherits three files and no blocked signal; its number.
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

    /// Texts as C has them, with a null at the end.
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
