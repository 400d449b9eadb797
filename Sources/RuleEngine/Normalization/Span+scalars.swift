extension Span<UInt8> {
    /// The code point that begins at a place of valid UTF-8, and the place behind it.
    func codePoint(at place: Int) -> (value: UInt32, end: Int) {
        let first = UInt32(self[place])
        if first < 0x80 { return (first, place + 1) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | bits(at: place + 1), place + 2) }
        let two = bits(at: place + 1) << 6 | bits(at: place + 2)
        if first < 0xF0 { return ((first & 0x0F) << 12 | two, place + 3) }
        return ((first & 0x07) << 18 | two << 6 | bits(at: place + 3), place + 4)
    }

    private func bits(at place: Int) -> UInt32 { UInt32(self[place] & 0x3F) }
}
