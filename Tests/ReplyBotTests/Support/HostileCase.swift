import AlipayClient
import AlipaySimulator
import Foundation
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// A hostile request, as described by a line of a file in `Hostile/`.
struct HostileCase: Decodable, Sendable {
    /// How the body is put on the wire.
    enum Framing: String, Decodable, Sendable {
        case length
        case chunked
        /// Chunks of one byte each.
        case bytes
        /// Announces a gigabyte.
        case announced
        /// Ends the connection before the announced end.
        case cut
        case cutChunk = "cut chunk"
    }

    let name: String
    /// The expected code in the log.
    let reason: String
    /// The expected status; nil for 400.
    let status: Int?
    let method: String?
    let headers: [String: String]?
    let framing: Framing?
    let query: [HostilePiece]?
    /// The posted body; nil if `content`, signed by Alipay, is posted.
    let body: [HostilePiece]?
    let content: [HostilePiece]?
    /// Parameters that are signed beside the content, in place of the usual ones.
    let signed: [String: String]?

    /// All cases, in the order of the files.
    static func all() throws -> [HostileCase] {
        let folder = Repository.root.appending(path: "Tests/ReplyBotTests/Hostile")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".jsonl") }
        return try files.sorted()
            .flatMap { file in
                let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                return try text.split(separator: "\n")
                    .map { line in
                        try JSONDecoder().decode(HostileCase.self, from: Data(line.utf8))
                    }
            }
    }

    /// The bytes of the query and the body.
    func request(_ parts: HostileParts) throws -> (query: [UInt8], body: [UInt8]) {
        let query = try bytes(of: query ?? [], parts)
        if let content { return (query, try parts.sign(try bytes(of: content, parts), signed ?? [:])) }
        return (query, try bytes(of: body ?? [], parts))
    }

    /// Joins whole pieces, because some have 64 MB.
    private func bytes(of pieces: [HostilePiece], _ parts: HostileParts) throws -> [UInt8] {
        try pieces.reduce(into: []) { bytes, piece in bytes += try piece.bytes(parts) }
    }
}

/// A piece of a hostile body: text, bytes, a repetition, or a part of a good request.
enum HostilePiece: Decodable, Sendable {
    case text(String)
    case hex(String)
    case repeated(String, count: Int)
    case part(String, from: Int, to: Int)

    private enum CodingKeys: String, CodingKey {
        case hex
        case count
        case part
        case from
        case to
        case text = "repeat"
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self = .text(text)
            return
        }
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        if let hex = try fields.decodeIfPresent(String.self, forKey: .hex) {
            self = .hex(hex)
        } else if let part = try fields.decodeIfPresent(String.self, forKey: .part) {
            let from = try fields.decodeIfPresent(Int.self, forKey: .from) ?? 0
            self = .part(part, from: from, to: try fields.decodeIfPresent(Int.self, forKey: .to) ?? .max)
        } else {
            let count = try fields.decode(Int.self, forKey: .count)
            self = .repeated(try fields.decode(String.self, forKey: .text), count: count)
        }
    }

    func bytes(_ parts: HostileParts) throws -> [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .repeated(let text, let count): Array(String(repeating: text, count: count).utf8)
        case .part(let name, let from, let to): try parts.part(name, from: from, to: to)
        case .hex(let text):
            try stride(from: 0, to: text.utf8.count, by: 2)
                .map { try #require(UInt8(text.dropFirst($0).prefix(2), radix: 16)) }
        }
    }
}

/// The parts of a good request, and of a stranger's forgeries of it.
struct HostileParts: Sendable {
    let event: SimulatedEvent
    let sender: SimulatedSender

    func part(_ name: String, from: Int, to: Int) throws -> [UInt8] {
        let form = String(decoding: try sender.request(for: event).body, as: UTF8.self)
        let halves = form.split(separator: "&sign=")
        switch name {
        case "form": return Array(form.utf8)
        case "parameters": return Array(try #require(halves.first).utf8)
        case "signature":
            let signature = try #require(halves.last?.removingPercentEncoding)
            return HostileParts.escape(Array(signature.dropFirst(from).prefix(to - from).utf8))
        case "forged form": return try sender.request(for: event, forgery: .wrongKey).body
        case "forged handshake":
            let check = SimulatedEvent(.gatewayCheck, userID: "", created: event.created, messageID: "")
            return try sender.request(for: check, forgery: .wrongKey).body
        default: throw CocoaError(.keyValueValidation)
        }
    }

    /// A form with this content, signed by Alipay.
    func sign(_ content: [UInt8], _ changes: [String: String]) throws -> [UInt8] {
        let usual = ["charset": "UTF-8", "service": "alipay.mobile.public.message.notify", "sign_type": "RSA2"]
        var parameters = usual.merging(changes) { $1 }.map { (name: $0.key, value: Array($0.value.utf8)) }
        parameters.append((name: "biz_content", value: content))
        parameters.sort { $0.name < $1.name }
        let signed = parameters.filter { !$0.value.isEmpty }.map { Array("\($0.name)=".utf8) + $0.value }
        let signature = try TestWorld.keys.get().platform.signBase64(Array(signed.joined(separator: [0x26])))
        parameters.append((name: "sign", value: Array(signature.utf8)))
        let form = parameters.map { Array("\($0.name)=".utf8) + HostileParts.escape($0.value) }
        return Array(form.joined(separator: [0x26]))
    }

    /// Escapes only what a form requires, so that large contents stay small.
    private static func escape(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte in
            [0x25, 0x26, 0x2B, 0x3D].contains(byte) || byte < 0x21 || byte > 0x7E
                ? Array(("%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8) : [byte]
        }
    }
}
