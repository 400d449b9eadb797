import TestSupport
import Testing

@testable import AlipayClient

/// A name and its text as printed by Java; without a text OpenSSL refuses the name, and so the certificate.
private struct NameVector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let der: String
    let name: String?

    var testDescription: String { id }

    static func all() throws -> [NameVector] { try Vectors.decode("issuer_names.json") }

    func bytes() throws -> [UInt8] { try #require([UInt8](hex: der)) }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct DistinguishedNameTests {
    @Test(arguments: try NameVector.all())
    fileprivate func `a name is printed as Java prints it`(_ vector: NameVector) throws {
        let text = DistinguishedName.text(der: try vector.bytes())
        #expect(text.map { Array($0.utf8) } == vector.name.map { Array($0.utf8) })
    }

    @Test(arguments: try NameVector.all())
    fileprivate func `a name that is cut off, or goes on, is none`(_ vector: NameVector) throws {
        let bytes = try vector.bytes()
        for length in bytes.indices {
            #expect(DistinguishedName.text(der: Array(bytes.prefix(length))) == nil)
        }
        #expect(DistinguishedName.text(der: bytes + [0]) == nil)
    }

    @Test(arguments: try NameVector.all())
    fileprivate func `no byte of a name can make the reader fail`(_ vector: NameVector) throws {
        let bytes = try vector.bytes()
        for index in bytes.indices {
            for byte in [0x00, 0x7F, 0x80, 0x84, 0xFF] as [UInt8] {
                var bent = bytes
                bent[index] = byte
                _ = DistinguishedName.text(der: bent)
            }
        }
    }

    @Test(
        arguments: [
            ([0x30, 0x00], true), ([0x30, 0x81, 0x01, 0x05], true), ([0x30, 0x81, 0x00], false),
            ([0x04, 0x01, 0xFF], true), ([], false), ([0x30], false),
            ([0x30, 0x80, 0x00, 0x00], false), ([0x30, 0x84, 0, 0, 0, 0], false), ([0x30, 0x82, 0x01], false),
            ([0x30, 0x01], false), ([0x30, 0x00, 0x00], false), ([0x30, 0x83, 0xFF, 0xFF, 0xFF], false),
        ] as [([UInt8], Bool)]
    )
    func `an element is whole when its length ends with the bytes`(_ bytes: [UInt8], _ isWhole: Bool) {
        #expect(DER.isWhole(bytes) == isWhole)
    }
}
