/// Maps code points to small numbers, in pages of 256; unmapped code points have the number 0.
///
/// Every character of every message takes one or two look-ups, so RuleEngine must have them inlined: 23 ns a message. The
/// compiler inlines only public functions into another module; the SPI keeps them out of the library's interface.
@_spi(RuleEngine)
public struct CodePointTable: Sendable {
    /// For each block of 256 code points the start of its page in `numbers`; page 0 is all zero.
    public private(set) var pages = [Int32](repeating: 0, count: 0x1100)
    /// The pages, one after the other.
    public private(set) var numbers = [Int32](repeating: 0, count: 256)

    /// A table in which every code point has the number 0.
    public init() {}

    /// The number of a scalar.
    @inlinable
    public subscript(_ value: UInt32) -> Int32 {
        Self.number(of: value, pages: pages.span, numbers: numbers.span)
    }

    /// The number of a scalar, with the table's parts at hand.
    @inlinable
    @inline(__always)
    public static func number(of value: UInt32, pages: Span<Int32>, numbers: Span<Int32>) -> Int32 {
        // A scalar is at most 0x10FFFF, and every page has 256 numbers.
        unsafe numbers[unchecked: Int(pages[unchecked: Int(value >> 8)]) &+ Int(value & 0xFF)]
    }

    /// Gives a code point a number.
    package mutating func set(_ value: UInt32, to number: Int32) {
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

    package var byteCount: Int { (pages.count + numbers.count) * MemoryLayout<Int32>.size }
}
