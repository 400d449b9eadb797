internal import Foundation

extension FaultPoints {
    /// The points as the environment orders them.
    ///
    /// - Throws: `CommandFailure` for an order that cannot be read: a test that kills nothing would prove nothing.
    static func ofEnvironment() throws -> FaultPoints {
        #if DEBUG
        guard let text = ProcessInfo.processInfo.environment[KillOrder.variable] else { return FaultPoints() }
        guard let order = KillOrder(text) else {
            throw CommandFailure(
                "\(KillOrder.variable) 要写成 claimed:3",
                "\(KillOrder.variable) must be like claimed:3"
            )
        }
        return order.points()
        #else
        return FaultPoints()
        #endif
    }
}
