/// Small numbers for code points, in pages of 256; 0 for every code point that has none.
struct CodePointTable: Sendable {
    /// For each block of 256 code points where its page begins in `numbers`; page 0 is all zero.
    private(set) var pages = [Int32](repeating: 0, count: 0x1100)
    private(set) var numbers = [Int32](repeating: 0, count: 256)

    /// The number of a code point.
    subscript(_ value: UInt32) -> Int32 {
        Self.number(of: value, pages: pages.span, numbers: numbers.span)
    }

    /// The number of a scalar in a table whose parts are at hand.
    @inline(__always)
    static func number(of value: UInt32, pages: Span<Int32>, numbers: Span<Int32>) -> Int32 {
        // A scalar is at most 0x10FFFF, and every page has 256 numbers.
        unsafe numbers[unchecked: Int(pages[unchecked: Int(value >> 8)]) &+ Int(value & 0xFF)]
    }

    /// Gives a code point a number.
    mutating func set(_ value: UInt32, to number: Int32) {
        let block = Int(value >> 8)
        if pages[block] == 0 {
            pages[block] = Int32(numbers.count)
            numbers += repeatElement(0, count: 256)
        }
        numbers[Int(pages[block]) + Int(value & 0xFF)] = number
    }

    /// Gives every code point of a range the same number; whole blocks share one page.
    mutating func set(_ range: ClosedRange<UInt32>, to number: Int32) {
        var shared: Int32?
        var value = range.lowerBound
        while value <= range.upperBound {
            if value & 0xFF == 0, range.upperBound - value >= 0xFF, pages[Int(value >> 8)] == 0 {
                let page = shared ?? Int32(numbers.count)
                if shared == nil { numbers += repeatElement(number, count: 256) }
                shared = page
                pages[Int(value >> 8)] = page
                value += 0x100
            } else {
                set(value, to: number)
                value += 1
            }
        }
    }

    /// How many bytes the tables take.
    var byteCount: Int { (pages.count + numbers.count) * MemoryLayout<Int32>.size }
}
