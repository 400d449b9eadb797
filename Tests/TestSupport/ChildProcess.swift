internal import Dispatch
package import Foundation
internal import Synchronization

/// Another program, as a child of the tests.
///
/// Not Foundation's `Process`: on Linux its `run()` reads past the end of a directory entry, which ends about every
/// second run of tests that have many files open (swift-corelibs-foundation, pull request 5472; Swift up to 6.3).
package final class ChildProcess: Sendable {
    /// What to run, and what it is given.
    package struct Command {
        var path: String
        var arguments: [String]
        /// nil for our own.
        package var environment: [String: String]?
        /// nil for nothing.
        package var input: FileHandle?
        /// nil for nowhere.
        package var output: FileHandle?
        /// nil for nowhere.
        package var errors: FileHandle?

        /// A program and its arguments, without input.
        package init(_ path: String, _ arguments: [String] = []) {
            self.path = path
            self.arguments = arguments
        }
    }

    /// Its number.
    package let identifier: Int32
    private let end = DispatchGroup()
    private let status = Mutex<Int32>(0)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: what to run.
    ///   - onEnd: is called with the exit status, or with the number of the signal that ended it.
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

    /// Blocks the thread until it has ended; the exit status, or the number of the signal.
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
