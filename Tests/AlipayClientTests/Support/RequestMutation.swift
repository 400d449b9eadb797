import TestSupport

@testable import AlipayClient

/// The ways in which a test bends the bytes of a request.
enum RequestMutation: CaseIterable {
    case flipBit
    case changeByte
    case swapBytes
    case dropByte
    case doubleByte
    case dropParameter
    case doubleParameter
    case reorderParameters
    case respellParameters

    /// Whether the request says the same afterwards, by construction.
    var keepsMeaning: Bool { self == .reorderParameters || self == .respellParameters }

    func apply(to body: [UInt8], using generator: inout SeededGenerator) throws -> [UInt8] {
        var bytes = body
        let index = Int.random(in: body.indices, using: &generator)
        switch self {
        case .flipBit: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case .changeByte: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case .swapBytes: bytes.swapAt(index, Int.random(in: body.indices, using: &generator))
        case .dropByte: bytes.remove(at: index)
        case .doubleByte: bytes.insert(bytes[index], at: index)
        case .dropParameter, .doubleParameter, .reorderParameters: return changeParameters(of: body, using: &generator)
        case .respellParameters:
            let pairs = try FormDecoder.decode(body)
            return Array(pairs.map { Self.respell($0, using: &generator) }.joined(separator: [0x26]))
        }
        return bytes
    }

    private func changeParameters(of body: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var parts = body.split(separator: 0x26)
        let index = Int.random(in: parts.indices, using: &generator)
        switch self {
        case .dropParameter: parts.remove(at: index)
        case .doubleParameter: parts.append(parts[index])
        default: parts.shuffle(using: &generator)
        }
        return Array(parts.joined(separator: [0x26]))
    }

    /// Writes a parameter with escapes chosen at random wherever a byte has more than one spelling.
    static func respell(_ pair: FormDecoder.Pair, using generator: inout SeededGenerator) -> [UInt8] {
        let name = pair.name.flatMap { respell($0, using: &generator) }
        return name + [0x3D] + pair.value.flatMap { respell($0, using: &generator) }
    }

    private static func respell(_ byte: UInt8, using generator: inout SeededGenerator) -> [UInt8] {
        let needsEscape = [0x25, 0x26, 0x2B, 0x3D].contains(byte)
        if !needsEscape, Bool.random(using: &generator) { return byte == 0x20 ? [0x2B] : [byte] }
        return FormWriter.escape(byte, upperCase: Bool.random(using: &generator))
    }
}
