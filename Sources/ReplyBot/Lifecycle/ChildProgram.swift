internal import Foundation

/// Another program, run to its end.
///
/// It replaces Foundation's `Process`, which on Linux may read past the end of a directory entry when it starts a
/// program (swift-corelibs-foundation, pull request 5472).
struct ChildProgram: Sendable {
    /// What a program left.
    struct Outcome: Sendable {
        /// The exit status; 128 and the number of the signal that ended it.
        let status: Int32
        let output: Data
    }

    /// Why a program's output cannot be had.
    enum Failure: Error {
        /// It cannot be started.
        case notStarted
        /// It wrote more than was asked for.
        case tooLong
    }

    /// The name of the program, searched in `PATH`.
    let name: String
    let arguments: [String]

    /// Runs the program without input, and returns what it writes to stdout; its stderr goes to ours.
    ///
    /// The waiting is done by a thread of its own.
    func run(limit: Int) async throws(Failure) -> Outcome {
        let result: Result<Outcome, Failure> = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: runHere(limit: limit)) }.start()
        }
        return try result.get()
    }

    private func runHere(limit: Int) -> Result<Outcome, Failure> {
        let pipe = Pipe()
        let identifier: pid_t
        do { identifier = try start(output: pipe.fileHandleForWriting) } catch { return .failure(.notStarted) }
        try? pipe.fileHandleForWriting.close()
        var (output, isTooLong) = (Data(), false)
        while let piece = try? pipe.fileHandleForReading.read(upToCount: 1 << 16), !piece.isEmpty {
            // The rest is read and dropped, so that the program does not wait for a reader.
            if output.count + piece.count > limit { isTooLong = true } else { output += piece }
        }
        var raw: Int32 = 0
        while unsafe waitpid(identifier, &raw, 0) < 0, errno == EINTR {}
        if isTooLong { return .failure(.tooLong) }
        let signal = raw & 0x7F
        return .success(Outcome(status: signal == 0 ? raw >> 8 & 0xFF : 128 + signal, output: output))
    }

    /// The limit of file descriptors to close.
    private static let mostFiles: Int32 = {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        return Int32(clamping: min(limit.rlim_cur, 8_192))
    }()

    /// Starts the program, which gets nothing of ours but its stdout, our stderr and the environment.
    private func start(output: FileHandle) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.fileDescriptor, 1)
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
        let environment = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
        let failure = unsafe Self.withTexts([name] + arguments) { arguments in
            unsafe Self.withTexts(environment) { environment in
                unsafe posix_spawnp(&identifier, name, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else { throw Failure.notStarted }
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
