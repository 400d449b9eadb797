internal import AlipayClient
internal import Logging
internal import Synchronization

/// Counts the signatures that only a second reading of the rules accepts (PROTOCOL 1.2).
///
/// Implementations differ on these readings, and nobody outside knows what Alipay sends: the log is the evidence.
final class SecondReadings: Sendable {
    private let counts = Mutex<[SignatureBaseVariant: Int]>([:])
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Notes how a good signature was read.
    func note(_ reading: SignatureBaseVariant) {
        guard reading != .withoutEmptyValues else { return }
        let count = counts.withLock { counts in
            counts[reading, default: 0] += 1
            return counts[reading, default: 0]
        }
        logger.info(
            "a signature holds by a second reading",
            metadata: ["reading": "\(reading.rawValue)", "count": "\(count)"]
        )
    }
}
