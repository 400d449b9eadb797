import Foundation
import ReplyStore
import TestSupport
import Testing

@testable import ReplyBot

/// The quick reader and the general decoder read the same.
@Suite(.timeLimit(.minutes(5)), .watched)
struct PlainLineTests {
    /// JSON members in random spellings, some of them wrong.
    private struct Writer {
        var random: SeededGenerator
        /// Whether the line is spelled without rare defects.
        private var isTidy = true

        init(random: SeededGenerator) {
            self.random = random
        }

        mutating func flip(_ chance: Int) -> Bool { Int.random(in: 0..<chance, using: &random) == 0 }

        /// A defect, or a rare spelling, of an untidy line.
        mutating func errs(_ chance: Int) -> Bool { flip(chance) && !isTidy }

        mutating func pick<Value>(_ values: [Value]) -> Value {
            values[Int.random(in: 0..<values.count, using: &random)]
        }

        mutating func space() -> String {
            flip(6) ? pick(isTidy ? [" ", "\t", "\r", "  "] : [" ", "\u{A0}", "\u{B}"]) : ""
        }

        /// A text in one of the spellings of JSON.
        mutating func string(_ text: String) -> String {
            let spelled = text.unicodeScalars.map { scalar -> String in
                if errs(40) { return "\\u" + String(format: "%04x", Int(scalar.value & 0xFFFF)) }
                switch scalar {
                case "\"", "\\": return "\\\(scalar)"
                case "\n": return errs(30) ? "\n" : "\\n"
                case "/": return errs(2) ? "\\/" : "/"
                default: return String(scalar)
                }
            }
            return "\"\(spelled.joined())\""
        }

        mutating func object(_ members: [(String, String)]) -> String {
            var members = members.shuffled(using: &random)
            if errs(12) {
                members.append((pick(["x", "note", "V", "bodyx"]), pick(["1", "null", "[{}]", "\"t\"", "1e3"])))
            }
            if errs(20), let again = members.randomElement(using: &random) { members.append(again) }
            if errs(20) { members.removeLast() }
            let written = members.map { name, value in
                "\(space())\(string(name))\(space()):\(space())\(value)\(space())"
            }
            return "{\(written.joined(separator: ","))\(errs(60) ? "," : "")}"
        }

        mutating func time() -> String {
            let usual = [
                "2026-02-10T02:00:00.000Z", "2026-02-10T02:00:00.001Z", "1999-12-31T23:59:59.999Z",
                "2024-02-29T00:00:00.500Z",
            ]
            let rare = [
                "2026-02-29T00:00:00.000Z", "2026-02-10T02:00:00Z", "2026-02-10T02:00:00.12Z",
                "2026-02-10T24:00:00.000Z", "2026-13-10T02:00:00.000Z", "0026-02-10", "", "1969-12-31T23:59:59.999Z",
                "2026-02-10T10:00:00.000+08:00",
            ]
            return string(pick(errs(3) ? rare : usual))
        }

        mutating func text() -> String {
            let usual = ["退款", "", "a/b", "😀", "e\u{301}", "2088000000000001", "text", "\u{202E}x", "\u{7F}"]
            return string(pick(flip(8) ? ["“你好”\n", "a\\\"b"] : usual))
        }

        mutating func base64() -> String {
            let bytes = (0..<Int.random(in: 0..<40, using: &random))
                .map { _ in UInt8.random(in: 0...255, using: &random) }
            var text = Data(bytes).base64EncodedString()
            if errs(10) { text.append(pick(["=", "A", " ", "\n", "-"])) }
            if errs(20) { text = text.replacing("=", with: "") }
            return "\"\(errs(8) ? text.replacing("/", with: "\\/") : text)\""
        }

        mutating func line() -> String {
            isTidy = !flip(3)
            var members = [
                ("v", errs(3) ? pick(["2", "1.0", "01", "\"1\"", "10", "1e0"]) : "1"), ("received", time()),
            ]
            let kinds = errs(4) ? 2 : 1
            for _ in 0..<kinds {
                switch Int.random(in: 0..<(isTidy ? 4 : 5), using: &random) {
                case 0: members += [("query", text()), ("content_type", text()), ("body", base64())]
                case 1: members.append(("event", event()))
                case 2:
                    let end = flip(2) ? "null" : time()
                    members.append(("handoff", object([("account", text()), ("user", text()), ("until", end)])))
                case 3: members.append(("reload", object([("rules", text())])))
                default: members.append(("redacted", object([("users", text())])))
                }
            }
            return space() + object(members) + space() + (errs(50) ? "x" : "")
        }

        private mutating func event() -> String {
            let keys = [String(repeating: "0aF9", count: 8), String(repeating: "1", count: 64)]
            let kinds = ["text", "click", "follow", "enter", "image", "unfollow", "unknown"]
            var event = [
                ("account", text()), ("user", text()), ("message", text()),
                ("stale", errs(4) ? pick(["null", "falsey", "0"]) : pick(["true", "false"])),
                ("key", string(errs(6) ? pick(["12", ""]) : pick(keys))),
                ("kind", string(errs(6) ? "?" : pick(kinds))),
            ]
            if !flip(8) { event.append(("text", text())) }
            if !flip(8) { event.append(("menu", text())) }
            if flip(3) { event.append(("scene", errs(4) ? "null" : text())) }
            if flip(2) { event.append(("name", text())) }
            return object(event)
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `every line that the quick reader knows is read as the general decoder reads it`(seed: UInt64) {
        var writer = Writer(random: SeededGenerator(seed: seed))
        var known = 0
        for _ in 0..<1_000 {
            let bytes = Array(writer.line().utf8)
            guard let plain = RecordedLine(plain: bytes.span) else { continue }
            known += 1
            let decoded = try? RecordedLine(decoding: Data(bytes))
            #expect(plain == decoded, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
        #expect(known > 200, "\(known)")
    }

    /// The members of each kind of line.
    private static let kinds: [[String]] = {
        let head = ["\"v\":1", "\"received\":\"2026-02-10T02:00:00.000Z\""]
        let event = [
            "account", "user", "message", "text", "menu", "scene", "name",
        ]
        .map { "\"\($0)\":\"a\"" }
        let key = "\"key\":\"\(String(repeating: "1", count: 32))\""
        let members = event + [key, "\"stale\":true", "\"kind\":\"text\""]
        return [
            head + ["\"query\":\"a\"", "\"content_type\":\"a\"", "\"body\":\"AAAA\""],
            head + ["\"event\":{\(members.joined(separator: ","))}"],
            head + ["\"handoff\":{\"account\":\"a\",\"user\":\"a\",\"until\":null}"],
            head + ["\"reload\":{\"rules\":\"a\"}"],
        ]
    }()

    private static func isKnown(_ members: [String]) -> Bool {
        RecordedLine(plain: Array("{\(members.joined(separator: ","))}".utf8).span) != nil
    }

    /// Decoders differ in which value they take.
    @Test func `a line with a repeated key is left to the general decoder, in objects too`() throws {
        for members in Self.kinds {
            #expect(Self.isKnown(members), "\(members)")
            for member in members { #expect(!Self.isKnown(members + [member]), "twice: \(member)") }
            guard let object = members.last, let start = object.firstIndex(of: "{") else { continue }
            let inner = object[start...].dropFirst().dropLast().split(separator: ",")
            for member in inner {
                let again = object.dropLast() + "," + member + "}"
                #expect(!Self.isKnown(members.dropLast() + [String(again)]), "twice: \(member)")
            }
        }
    }

    @Test func `bytes that are no UTF-8 are no line`() {
        let line = Array("{\"v\":1,\"received\":\"2026-02-10T02:00:00.000Z\",\"reload\":{\"rules\":\"x\"}}".utf8)
        for index in line.indices {
            var broken = line
            broken[index] = 0xFF
            #expect(RecordedLine(plain: broken.span) == nil, "\(index)")
            #expect(throws: (any Error).self, "\(index)") { try RecordedLine(json: broken) }
        }
    }

    @Test func `what is written is read by the quick reader, unless it has escapes`() throws {
        let moment = Date(timeIntervalSince1970: 1_770_688_800.123)
        let request = RecordedLine.request(
            RecordedRequest(query: "a=%C4", contentType: "x", body: [0, 255]),
            received: moment
        )
        #expect(RecordedLine(plain: Array(request.json().utf8).span) == request)
        let reload = RecordedLine.reload(rules: "a\"b", received: moment)
        #expect(RecordedLine(plain: Array(reload.json().utf8).span) == nil)
        #expect(try RecordedLine(json: reload.json().utf8) == reload)
    }

    @Test func `times are written and read as Foundation does it`() throws {
        var random = SeededGenerator(seed: 7)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let last = 253_402_300_799_999
        let moments =
            [0, 1, 951_782_400_000, 4_107_542_399_999, 1_709_164_800_000, last]
            + (0..<2_000).map { _ in Int.random(in: 0...last, using: &random) }
        for moment in moments {
            let date = Date(timeIntervalSince1970: Double(moment) / 1_000)
            let text = date.addingTimeInterval(0.000_1).formatted(style)
            #expect(RecordedTime.text(date) == text)
            #expect(RecordedTime.date(text) == date)
            #expect(RecordedTime.date(plain: Array(text.utf8).span, in: 0..<text.utf8.count) == date)
        }
        #expect(RecordedTime.text(Date(timeIntervalSince1970: -1)) == "1969-12-31T23:59:59.000Z")
    }

    @Test func `a day that its month lacks is no time, and every other day is one`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for year in [1_970, 1_972, 2_000, 2_023, 2_024, 2_100, 2_200, 2_400] {
            for month in 0...13 {
                for day in [0, 1, 28, 29, 30, 31, 32] {
                    let text = String(format: "%04d-%02d-%02dT00:00:00.000Z", year, month, day)
                    let read = RecordedTime.date(plain: Array(text.utf8).span, in: 0..<text.utf8.count)
                    let components = DateComponents(calendar: calendar, year: year, month: month, day: day)
                    #expect(read == (components.isValidDate ? components.date : nil), "\(text)")
                }
            }
        }
    }
}
