public import Foundation

/// What may be chosen when a store is opened.
public struct StoreOptions: Sendable {
    /// Bytes kept free beside the database for the day when the disk is full; 0 for none.
    public var ballast = 16 << 20
    /// How long `record` waits for its commit before it throws `StoreError.slow`.
    public var patience = Duration.milliseconds(800)
    /// How long the check at the opening may take; what is left is for `ReplyStore.finishCheck`.
    public var checkTime = Duration.seconds(1)
    /// Measures the patience, and how long commits take.
    public var clock: any Clock<Duration> = ContinuousClock()
    /// Dates the beginning of trouble.
    public var now: @Sendable () -> Date = { Date() }
    /// Is told what came of each transaction.
    public var observe: @Sendable (CommitReport) -> Void = { _ in }

    var limits = Committer.Limits()

    /// For stores that nobody outside waits for.
    public static var unhurried: StoreOptions {
        var options = StoreOptions()
        options.patience = .seconds(86_400)
        options.checkTime = .seconds(86_400)
        return options
    }

    /// The usual choice.
    public init() {}
}
