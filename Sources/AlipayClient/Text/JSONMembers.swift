/// The members of a JSON object as ranges of its bytes, which a signature may cover (PROTOCOL 2.8).
///
/// This is no parser: it finds where values begin and end, and what is signed is read later by a real one.
struct JSONMembers {
    private let bytes: [UInt8]
    private let isDoubleByte: Bool
    private var place = 0
    private var members: [(name: [UInt8], value: Range<Int>)] = []

    /// Reads an object; nil when it is none, is broken, or names a member twice.
    ///
    /// In GBK the second byte of a code may look like a backslash, so the character set must be known.
    init?(_ bytes: [UInt8], in charset: Charset) {
        self.bytes = bytes
        isDoubleByte = charset == .gbk
        guard readObject() else { return nil }
    }

    /// The bytes of a member's value; nil when there is none of that name.
    func value(_ name: String) -> [UInt8]? {
        members.first { $0.name.elementsEqual(name.utf8) }.map { Array(bytes[$0.value]) }
    }

    private mutating func readObject() -> Bool {
        skipSpace()
        guard take("{") else { return false }
        skipSpace()
        if !take("}") {
            repeat {
                guard readMember() else { return false }
            } while take(",")
            guard take("}") else { return false }
        }
        skipSpace()
        return place == bytes.count
    }

    private mutating func readMember() -> Bool {
        skipSpace()
        let start = place
        guard skipString() else { return false }
        let name = Array(bytes[(start + 1)..<(place - 1)])
        skipSpace()
        guard take(":") else { return false }
        skipSpace()
        let valueStart = place
        guard skipValue(), !members.contains(where: { $0.name == name }) else { return false }
        members.append((name, valueStart..<place))
        skipSpace()
        return true
    }

    /// A string, anything in brackets, or what stands before the next delimiter.
    private mutating func skipValue() -> Bool {
        let start = place
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard skipString() else { return false }
                if depth == 0 { return place > start }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return place > start }
                depth -= 1
                if depth == 0 {
                    place += 1
                    return true
                }
            case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D: if depth == 0 { return place > start }
            default: break
            }
            place += 1
        }
        return false
    }

    private mutating func skipString() -> Bool {
        guard take("\"") else { return false }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") { return true }
            if byte == UInt8(ascii: "\\") || (isDoubleByte && byte > 0x80) { place += 1 }
        }
        return false
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: scalar) else { return false }
        place += 1
        return true
    }
}
