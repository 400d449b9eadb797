import AlipayClient
import Foundation

/// For any bytes: JSON that is read without Foundation's decoder is what the decoder reads.
enum JSONFuzz {
    static func fault(in bytes: [UInt8]) -> String? {
        if let text = String(validating: bytes, as: UTF8.self), !UserInfoProbe(json: text).isReadAlike {
            return "Foundation reads another user"
        }
        guard let plain = PlainValue.read(bytes) else { return nil }
        let known = try? JSONDecoder().decode(PlainValue.self, from: Data(bytes))
        return plain == known ? nil : "Foundation reads another object"
    }
}

/// The kinds of values that `PlainJSON` knows.
private enum PlainValue: Hashable {
    /// The text's bytes: canonical equivalents are different texts.
    case text([UInt8])
    case literal(String)
    case object([Member])

    struct Member: Hashable {
        let name: [UInt8]
        let value: PlainValue
    }

    /// The words and numbers that the fuzzer asks for.
    private static let literals: [(word: StaticString, name: String)] = [
        ("true", "true"), ("false", "false"), ("null", "null"), ("1", "1"),
    ]

    /// Reads an object of the members that `PlainJSON` knows; nil where the decoder must decide.
    static func read(_ bytes: [UInt8]) -> PlainValue? {
        let span = bytes.span
        var place = 0
        guard let object = object(in: span, at: &place, depth: 1), PlainJSON.isEnd(of: span, at: place) else {
            return nil
        }
        return object
    }

    private static func object(in bytes: Span<UInt8>, at place: inout Int, depth: Int) -> PlainValue? {
        var members: [(name: String, value: PlainValue)] = []
        let isRead = PlainJSON.readObject(in: bytes, at: &place) { range, place in
            // Decoders differ in which value of a repeated name they take, as all readers of `PlainJSON` know.
            guard let name = bytes.text(in: range), !members.contains(where: { $0.name == name }),
                let value = value(in: bytes, at: &place, depth: depth)
            else { return false }
            members.append((name, value))
            return true
        }
        guard isRead else { return nil }
        return .object(sorted: members.map { Member(name: Array($0.name.utf8), value: $0.value) })
    }

    private static func value(in bytes: Span<UInt8>, at place: inout Int, depth: Int) -> PlainValue? {
        for literal in literals where PlainJSON.take(literal.word, in: bytes, at: &place) {
            return .literal(literal.name)
        }
        let start = place
        if let range = PlainJSON.readString(in: bytes, at: &place) {
            return bytes.text(in: range).map { .text(Array($0.utf8)) }
        }
        place = start
        return depth < 8 ? object(in: bytes, at: &place, depth: depth + 1) : nil
    }

    private static func object(sorted members: [Member]) -> PlainValue {
        .object(members.sorted { $0.name.lexicographicallyPrecedes($1.name) })
    }
}

extension PlainValue: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Key.self) {
            self = .object(
                sorted: try object.allKeys.map { key in
                    Member(name: Array(key.stringValue.utf8), value: try object.decode(PlainValue.self, forKey: key))
                }
            )
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .literal("null")
        } else if let flag = try? value.decode(Bool.self) {
            self = .literal("\(flag)")
        } else if let text = try? value.decode(String.self) {
            self = .text(Array(text.utf8))
        } else {
            self = .literal("\(try value.decode(Decimal.self))")
        }
    }
}
