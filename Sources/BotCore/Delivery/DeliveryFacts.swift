public import Foundation

/// What the store knows of a follower at the moment of sending.
public struct DeliveryFacts: Sendable, Hashable {
    /// When the follower last did anything; nil when nothing is known of them.
    public var lastInteraction: Date?
    /// Until when a person talks to them.
    public var handoffUntil: Date?

    /// The facts of one follower.
    public init(lastInteraction: Date?, handoffUntil: Date? = nil) {
        self.lastInteraction = lastInteraction
        self.handoffUntil = handoffUntil
    }
}
