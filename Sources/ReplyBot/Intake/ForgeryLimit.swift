internal import Foundation

/// Who sends forged requests all the time: a token bucket for each address, in bounded memory (RELIABILITY T14).
///
/// To verify costs 20 µs and no more, so this keeps an attacker from the rest: reading, decoding, logging.
struct ForgeryLimit: Sendable {
    private struct Bucket {
        var tokens: Double
        var updated: Date
    }

    private let share: IntakeLimits.Share
    private var buckets: [ClientAddress: Bucket] = [:]

    init(_ share: IntakeLimits.Share = .init()) {
        self.share = share
    }

    /// How many addresses are remembered.
    var count: Int { buckets.count }

    /// Whether an address has used up what it may forge.
    func isExhausted(_ address: ClientAddress, at now: Date) -> Bool {
        buckets[address].map { refilled($0, at: now).tokens < 1 } ?? false
    }

    /// Notes a forged request.
    mutating func note(_ address: ClientAddress, at now: Date) {
        if buckets[address] == nil, buckets.count >= share.addresses { forgetTheFull(at: now) }
        guard buckets[address] != nil || buckets.count < share.addresses else { return }
        var bucket = buckets[address].map { refilled($0, at: now) } ?? Bucket(tokens: share.forgeries, updated: now)
        bucket.tokens = max(0, bucket.tokens - 1)
        buckets[address] = bucket
    }

    private func refilled(_ bucket: Bucket, at now: Date) -> Bucket {
        // A clock that was set back refills nothing; the next refill counts from the new time.
        let passed = max(0, now.timeIntervalSince(bucket.updated))
        return Bucket(tokens: min(share.forgeries, bucket.tokens + passed * share.forgeriesPerSecond), updated: now)
    }

    private mutating func forgetTheFull(at now: Date) {
        buckets = buckets.filter { refilled($0.value, at: now).tokens < share.forgeries }
    }
}
