internal import Synchronization

/// The prepared contexts of one key, one for each thread that is at work with it (PERFORMANCE 4).
///
/// A context never leaves the lock that it lies behind, so two threads cannot have the same one.
final class KeyContexts: Sendable {
    private final class Slot: Sendable {
        let contexts = Mutex<[KeyUse: KeyContext]>([:])
    }

    /// More threads than that, at one moment, make contexts for the one time.
    private let slots = (0..<8).map { _ in Slot() }

    /// Signs or verifies with a context that nobody else is using.
    func run<Result: Sendable>(
        _ key: KeyHandle,
        for use: KeyUse,
        _ body: (KeyContext) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        for slot in slots {
            let result = try slot.contexts.withLockIfAvailable { contexts throws(CryptoError) in
                if let context = contexts[use] { return try body(context) }
                let context = try KeyContext(key, for: use)
                let result = try body(context)
                contexts[use] = context
                return result
            }
            if let result { return result }
        }
        return try body(KeyContext(key, for: use))
    }
}
