/// The keys of the events so far, in at most 43 bytes each.
///
/// One array with open addresses: the keys are digests, which a `Set` would hash again and hold in more memory.
package struct EventKeySet: Sendable {
    /// `EventKey.zeros` where no key is; a power of two, so that the first bits of a mix name the place.
    private var slots: [EventKey] = Array(repeating: .zeros, count: 64)
    private var count = 0
    /// Whether the key that marks an empty slot is in the set.
    private var hasZeros = false
    /// Different in each set, because keys in a redacted recording can be chosen.
    private let factors = (UInt64.random(in: 0 ... .max) | 1, UInt64.random(in: 0 ... .max) | 1)

    package init() {}

    /// Adds a key; false where it is in the set already.
    package mutating func insert(_ key: EventKey) -> Bool {
        guard key != .zeros else {
            defer { hasZeros = true }
            return !hasZeros
        }
        if count >= slots.count / 4 * 3 { grow() }
        let place = place(of: key, in: slots)
        guard slots[place] != key else { return false }
        slots[place] = key
        count += 1
        return true
    }

    /// The place of a key, or the empty one where it belongs.
    private func place(of key: EventKey, in slots: [EventKey]) -> Int {
        var place = Int(truncatingIfNeeded: key.mixed(by: factors) >> UInt64(slots.count.leadingZeroBitCount + 1))
        while slots[place] != key, slots[place] != .zeros { place = (place + 1) & (slots.count - 1) }
        return place
    }

    private mutating func grow() {
        var larger = [EventKey](repeating: .zeros, count: slots.count * 2)
        for key in slots where key != .zeros { larger[place(of: key, in: larger)] = key }
        slots = larger
    }
}
