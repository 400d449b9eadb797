/// The parameters of `application/x-www-form-urlencoded`, percent-decoded to bytes of any character set (PROTOCOL 1.1).
///
/// All names and values lie in one array, because an array for each takes longer than the decoding.
struct FormParameters: Sendable {
    /// The places of one parameter's bytes.
    struct Parameter: Sendable, Hashable {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// The decoded bytes of all parameters.
    let bytes: [UInt8]
    private(set) var parameters: [Parameter]

    /// Splits and decodes the union of two forms; empty parameters (`&&`) are skipped.
    init(_ first: [UInt8], _ second: [UInt8]) throws(NotificationError) {
        // Decoding makes nothing longer.
        var bytes = [UInt8](repeating: 0, count: first.count + second.count)
        var parameters: [Parameter] = []
        parameters.reserveCapacity(8)
        let end = try FormParameters.decode(first, into: &bytes, from: 0, &parameters)
        _ = try FormParameters.decode(second, into: &bytes, from: end, &parameters)
        self.bytes = bytes
        self.parameters = parameters
    }

    /// Returns the end of the decoded bytes.
    private static func decode(
        _ encoded: [UInt8],
        into bytes: inout [UInt8],
        from start: Int,
        _ parameters: inout [Parameter]
    ) throws(NotificationError) -> Int {
        let source = encoded.span
        let digits = FormParameters.hexDigits
        let values = digits.span
        var output = bytes.mutableSpan
        var (index, place) = (0, start)
        while index < source.count {
            let (first, start) = (index, place)
            var equals = -1
            // Runs of plain bytes and of escapes in loops of their own, for the sake of the prediction of branches.
            while index < source.count {
                while index + 8 <= source.count {
                    // Decoding makes nothing longer, so that there is place for all eight; the next bytes go over those
                    // behind the run.
                    let word = unsafe source.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
                    let run = FormParameters.plainBytes(in: UInt64(littleEndian: word))
                    var space = unsafe output.mutableBytes
                    space.storeBytes(of: word, toByteOffset: place, as: UInt64.self)
                    index &+= run
                    place &+= run
                    guard run == 8 else { break }
                }
                while index < source.count {
                    let byte = unsafe source[unchecked: index]
                    guard FormParameters.isPlain(byte) else { break }
                    output[place] = byte
                    index &+= 1
                    place &+= 1
                }
                while index < source.count, source[index] == UInt8(ascii: "%") {
                    guard index + 2 < source.count else { throw .malformedPercentEncoding }
                    let high = unsafe values[Int(source[unchecked: index + 1])]
                    let low = unsafe values[Int(source[unchecked: index + 2])]
                    guard high | low < 16 else { throw .malformedPercentEncoding }
                    output[place] = high << 4 | low
                    index &+= 3
                    place &+= 1
                }
                guard index < source.count, !FormParameters.isPlain(source[index]) else { continue }
                let byte = source[index]
                if byte == UInt8(ascii: "&") { break }
                index += 1
                if byte == UInt8(ascii: "="), equals < 0 {
                    equals = place
                } else {
                    output[place] = byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte
                    place += 1
                }
            }
            if index > first {
                let middle = equals < 0 ? place : equals
                parameters.append(Parameter(name: start..<middle, value: middle..<place))
            }
            index += 1
        }
        return place
    }

    /// Whether a byte means itself everywhere in a form.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > UInt8(ascii: "+") && byte != UInt8(ascii: "=")
    }

    /// How many of eight bytes, the first one lowest, are plain before the first one that is not.
    private static func plainBytes(in word: UInt64) -> Int {
        let ones = UInt64(0x0101_0101_0101_0101)
        // The highest bit of a byte is set where it is below `,`, or is `=`. A borrow spoils bytes only behind such a
        // one, which do not count.
        let small = (word &- ones &* UInt64(UInt8(ascii: ","))) & ~word
        let difference = word ^ ones &* UInt64(UInt8(ascii: "="))
        let equals = (difference &- ones) & ~difference
        return ((small | equals) & ones << 7).trailingZeroBitCount / 8
    }

    /// Sorts the parameters by name, in byte order.
    mutating func sort() {
        let bytes = bytes
        parameters.sort { FormParameters.precedes($0.name, $1.name, in: bytes) }
    }

    /// Whether a name stands twice; the parameters must be sorted.
    var hasRepeatedNames: Bool {
        for index in parameters.indices.dropFirst() {
            let (before, after) = (parameters[index - 1].name, parameters[index].name)
            if before.count == after.count, !FormParameters.precedes(before, after, in: bytes) { return true }
        }
        return false
    }

    /// The first parameter of a name.
    func first(_ name: StaticString) -> Parameter? {
        for parameter in parameters where isNamed(name, parameter) { return parameter }
        return nil
    }

    func isNamed(_ name: StaticString, _ parameter: Parameter) -> Bool {
        parameter.name.count == name.utf8CodeUnitCount && bytes.span.holds(name, in: parameter.name)
    }

    private static func precedes(_ left: Range<Int>, _ right: Range<Int>, in bytes: [UInt8]) -> Bool {
        let (left, right) = (bytes.span.extracting(left), bytes.span.extracting(right))
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
        }
        return left.count < right.count
    }

    /// The value of each digit, and 255 for any other byte: a table, because digits and letters in no order defeat the
    /// processor's prediction of branches.
    private static let hexDigits: [UInt8] = (0...255)
        .map { byte in
            switch UInt8(byte) {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(byte) - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt8(byte) - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt8(byte) - UInt8(ascii: "A") + 10
            default: 255
            }
        }
}
