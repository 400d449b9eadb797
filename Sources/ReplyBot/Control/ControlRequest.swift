/// What an operator asks of the bot.
enum ControlRequest: Codable, Sendable, Hashable {
    /// Send these replies after all, decide these events after all.
    case retry([QueueNumber])
    /// Send every reply after all that was given up.
    case retryAll
    /// Give these up, and show them no longer.
    case drop([QueueNumber])
    /// Have a person answer a follower for so many seconds.
    case startHandoff(user: String, seconds: Int)
    /// Have the bot answer a follower again.
    case endHandoff(user: String)
    /// Delete everything that is kept of a follower.
    case forget(user: String)
}
