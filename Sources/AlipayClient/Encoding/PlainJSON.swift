internal import Foundation

/// Reads the usual spelling of JSON objects without Foundation's decoder, which takes twenty times as long.
///
/// It knows objects, and strings without escapes. It recognises a part of JSON and never anything else: where it gives
/// up, the caller asks a general decoder, which then decides.
package enum PlainJSON {
    /// Reads an object; `readMember` gets the place of a name's bytes, reads the value behind it, and returns false for
    /// one that it does not recognise.
    ///
    /// - Returns: whether the object was recognised; then `place` is behind it.
    package static func readObject(
        in bytes: Span<UInt8>,
        at place: inout Int,
        readMember: (_ name: Range<Int>, _ place: inout Int) -> Bool
    ) -> Bool {
        guard take(UInt8(ascii: "{"), in: bytes, at: &place) else { return false }
        if take(UInt8(ascii: "}"), in: bytes, at: &place) { return true }
        while true {
            guard let name = readString(in: bytes, at: &place), take(UInt8(ascii: ":"), in: bytes, at: &place) else {
                return false
            }
            skipSpace(in: bytes, at: &place)
            guard readMember(name, &place) else { return false }
            if take(UInt8(ascii: ","), in: bytes, at: &place) { continue }
            return take(UInt8(ascii: "}"), in: bytes, at: &place)
        }
    }

    /// The place of a string's bytes between its quotation marks; nil for anything but a string without escapes.
    package static func readString(in bytes: Span<UInt8>, at place: inout Int) -> Range<Int>? {
        guard let content = readDigits(in: bytes, at: &place) else { return nil }
        for index in content where bytes[index] < 0x20 || bytes[index] == UInt8(ascii: "\\") { return nil }
        return content
    }

    /// The place of the bytes up to the next quotation mark, for a caller that refuses every sign that JSON escapes.
    package static func readDigits(in bytes: Span<UInt8>, at place: inout Int) -> Range<Int>? {
        guard take(UInt8(ascii: "\""), in: bytes, at: &place), place < bytes.count else { return nil }
        let start = place
        let length = unsafe bytes.withUnsafeBytes { buffer -> Int? in
            guard let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, 0x22, buffer.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - (base + start)
        }
        guard let length else { return nil }
        place = start + length + 1
        return start..<start + length
    }

    /// Moves behind a literal, such as `true`; false where another value stands.
    package static func take(_ word: StaticString, in bytes: Span<UInt8>, at place: inout Int) -> Bool {
        guard bytes.holds(word, in: place..<min(place + word.utf8CodeUnitCount, bytes.count)) else {
            return false
        }
        let end = place + word.utf8CodeUnitCount
        // A longer number or word is another value.
        guard end == bytes.count || !isWord(bytes[end]) else { return false }
        place = end
        return true
    }

    /// Whether nothing but white space follows.
    package static func isEnd(of bytes: Span<UInt8>, at place: Int) -> Bool {
        var place = place
        skipSpace(in: bytes, at: &place)
        return place == bytes.count
    }

    private static func take(_ sign: UInt8, in bytes: Span<UInt8>, at place: inout Int) -> Bool {
        skipSpace(in: bytes, at: &place)
        guard place < bytes.count, bytes[place] == sign else { return false }
        place += 1
        return true
    }

    private static func skipSpace(in bytes: Span<UInt8>, at place: inout Int) {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
