/// How stored times follow a wall clock that was set (RELIABILITY 3.7).
extension DeliveryCore {
    /// Has the stored times moved by the oldest step that they have not followed.
    ///
    /// A claim under way is waited for: it compares the times as they are with the clock as it was.
    mutating func followClock(at now: Duration) -> [DeliveryEffect] {
        guard !isShifting, outlook.asked == nil, now >= shiftsAgain ?? now, let step = clocks.unfollowed.first else {
            return []
        }
        isShifting = true
        shiftsAgain = nil
        return [.shiftDues(step)]
    }

    /// The stored times have followed.
    mutating func shifted() {
        clocks.followed()
        isShifting = false
        outlook.wake()
    }

    /// Tries it again later.
    mutating func shiftFailed(at now: Duration) {
        isShifting = false
        shiftsAgain = now + rules.storeRetry
    }
}
