public import Foundation

/// What a reply gets that an operator wants to have sent after all.
public struct NewLife: Sendable, Hashable {
    /// When it begins.
    public var now: Date
    /// How long the reply is worth sending, in seconds.
    public var lifetime: TimeInterval
    /// How long after a follower's last interaction the platform takes messages, in seconds.
    public var window: TimeInterval

    /// A new life from `now` on.
    public init(now: Date, lifetime: TimeInterval, window: TimeInterval) {
        self.now = now
        self.lifetime = lifetime
        self.window = window
    }
}
