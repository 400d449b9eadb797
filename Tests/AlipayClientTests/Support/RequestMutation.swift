import TestSupport

@testable import AlipayClient

/// Mutations of the bytes of a request.
enum RequestMutation: CaseIterable {
    case flipBit
    case changeByte
    case swapBytes
    case dropByte
    case doubleByte
    case dropParameter
    case doubleParameter
    case addParameter
    case renameParameter
    case bendName
    case bendValue
    case swapValues
    case moveBoundary
    case reorderParameters
    case respellParameters

    /// Whether the request keeps its meaning, by construction.
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
        case .addParameter, .renameParameter, .bendName, .bendValue, .swapValues, .moveBoundary:
            var pairs = try FormDecoder.decode(body)
            changePairs(&pairs, using: &generator)
            return Self.write(pairs)
        }
        return bytes
    }

    /// Changes the meaning of the form, in a valid spelling.
    private func changePairs(_ pairs: inout [FormDecoder.Pair], using generator: inout SeededGenerator) {
        let index = Int.random(in: pairs.indices, using: &generator)
        let (name, value) = (pairs[index].name, pairs[index].value)
        switch self {
        case .addParameter:
            let added = FormDecoder.Pair(name: Self.word(using: &generator), value: Self.word(using: &generator))
            pairs.insert(added, at: index)
        case .renameParameter: pairs[index] = FormDecoder.Pair(name: Self.word(using: &generator), value: value)
        case .bendName: pairs[index] = FormDecoder.Pair(name: Self.bend(name, using: &generator), value: value)
        case .bendValue: pairs[index] = FormDecoder.Pair(name: name, value: Self.bend(value, using: &generator))
        case .swapValues:
            let other = Int.random(in: pairs.indices, using: &generator)
            pairs[index] = FormDecoder.Pair(name: name, value: pairs[other].value)
            pairs[other] = FormDecoder.Pair(name: pairs[other].name, value: value)
        default:
            // The signed text is the same: `a=b&c=d` as one value in place of two parameters.
            let next = pairs.remove(at: (index + 1) % pairs.count)
            let place = pairs.firstIndex { $0.name == name } ?? 0
            pairs[place] = FormDecoder.Pair(name: name, value: value + [0x26] + next.name + [0x3D] + next.value)
        }
    }

    private static func word(using generator: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 1...12, using: &generator)).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
    }

    /// Flips one bit anywhere.
    static func bend(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        guard !bytes.isEmpty else { return [0x20] }
        var bent = bytes
        bent[Int.random(in: bytes.indices, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        return bent
    }

    /// A form, with every unusual byte escaped.
    static func write(_ pairs: [FormDecoder.Pair]) -> [UInt8] {
        let parameters = pairs.map { FormWriter.escape($0.name) + [0x3D] + FormWriter.escape($0.value) }
        return Array(parameters.joined(separator: [0x26]))
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

    /// Writes a parameter with random escapes wherever a byte has several spellings.
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
