/// The truth about one life of a node.
struct LifeRecord {
    var hasEnded = false
    /// When it last heard that nothing can be sent.
    var stopHeard: Double?
    /// When it first heard so, since it was told otherwise.
    var stopBegan: Double?
    /// When its keys were last changed.
    var keysChanged = -1.0
    /// Until when it was asked to send nothing.
    var heldUntil = 0.0
    /// Calls in a row without a connection.
    var unreachable = 0
    /// When it last began a request.
    var began = -1.0
    /// Requests under way.
    var underWay = 0
    /// What it may send at once, and as of when.
    var tokens: Double?
    var filled = 0.0
}
