/// What happens at the fault points: nothing, unless a debug build is told otherwise.
///
/// A release build has the type only, so that the places need no conditions of their own.
struct FaultPoints: Sendable {
    #if DEBUG
    /// Is told each point that is reached.
    var onReach: @Sendable (FaultPoint) async -> Void = { _ in }
    #endif

    /// Reaches a point.
    func reach(_ point: FaultPoint) async {
        #if DEBUG
        await onReach(point)
        #endif
    }
}
