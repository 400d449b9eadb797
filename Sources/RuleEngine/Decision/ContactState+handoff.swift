import Foundation

extension ContactState {
    /// Begins a hand-off, or prolongs the present one; no hand-off is longer than `cap` seconds in all.
    mutating func handOff(for seconds: Int, cap: Int, at now: Date) {
        let longest = now + TimeInterval(cap)
        let limit = handoffUntil == nil ? longest : min(handoffLimit ?? longest, longest)
        handoffUntil = min(max(handoffUntil ?? now, now + TimeInterval(seconds)), limit)
        handoffLimit = limit
    }

    /// Ends the hand-off.
    mutating func takeBack() {
        handoffUntil = nil
        handoffLimit = nil
    }

    /// Shortens a hand-off that is too long, such as one that an operator began or that an older version kept.
    mutating func limitHandoff(to cap: Int, at now: Date) {
        guard let until = handoffUntil else {
            handoffLimit = nil
            return
        }
        let longest = now + TimeInterval(cap)
        // One that ends after its limit is another than the limit was for. A store may round by less than a second.
        let limit = handoffLimit.map { $0 + 1 > until ? min($0, longest) : longest } ?? longest
        handoffUntil = min(until, limit)
        handoffLimit = limit
    }
}
