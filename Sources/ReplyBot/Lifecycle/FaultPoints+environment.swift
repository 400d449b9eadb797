internal import Foundation

extension FaultPoints {
    /// The points as the environment orders them.
    ///
    /// - Throws: `CommandFailure` for an order that cannot be read: a test that kills nothing would prove nothing.
    static func ofEnvironment() throws -> FaultPoints {
        #if DEBUG
        var points = try order(KillOrder.variable, example: "claimed:3", KillOrder.init)?.points() ?? FaultPoints()
        if let poison = try order(PoisonOrder.variable, example: "trap:毒", PoisonOrder.init) {
            points.onDecide = { poison.affect($0) }
        }
        return points
        #else
        return FaultPoints()
        #endif
    }

    #if DEBUG
    private static func order<Order>(
        _ variable: String,
        example: String,
        _ read: (String) -> Order?
    ) throws -> Order? {
        guard let text = ProcessInfo.processInfo.environment[variable] else { return nil }
        guard let order = read(text) else {
            throw CommandFailure("\(variable) 要写成 \(example)", "\(variable) must be like \(example)")
        }
        return order
    }
    #endif
}
