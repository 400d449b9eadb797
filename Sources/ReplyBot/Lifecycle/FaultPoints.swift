internal import AlipayClient

/// What happens at the fault points: nothing, unless a debug build is told otherwise.
///
/// A release build has the type only, so that the places need no conditions of their own.
struct FaultPoints: Sendable {
    #if DEBUG
    /// Is told each point that is reached.
    var onReach: @Sendable (FaultPoint) async -> Void = { _ in }
    /// Is called in the middle of each decision.
    var onDecide: @Sendable (InboundEvent) -> Void = { _ in }
    #endif

    /// Reaches a point.
    func reach(_ point: FaultPoint) async {
        #if DEBUG
        await onReach(point)
        #endif
    }

    /// Is in the middle of the decision about an event.
    func decide(_ event: InboundEvent) {
        #if DEBUG
        onDecide(event)
        #endif
    }
}
