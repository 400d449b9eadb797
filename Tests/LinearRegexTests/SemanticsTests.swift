import LinearRegex
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct SemanticsTests {
    /// A pattern, a text, and what the whole match and each group should be; nil expectations mean no match.
    struct Row: Sendable, CustomTestStringConvertible {
        let pattern: String
        let text: String
        let captures: [String?]?

        init(_ pattern: String, _ text: String, _ captures: [String?]?) {
            self.pattern = pattern
            self.text = text
            self.captures = captures
        }

        var testDescription: String { "\(pattern) in \(text.debugDescription)" }
    }

    private static func captures(_ row: Row) throws -> [String?]? {
        let scalars = Array(row.text.unicodeScalars)
        let match = try Pattern(row.pattern).firstMatch(in: scalars)
        return match?.captures.map { $0.map { String(String.UnicodeScalarView(scalars[$0])) } }
    }

    @Test(arguments: [
        Row("a", "xay", ["a"]),
        Row("a", "xyz", nil),
        Row("", "ab", [""]),
        Row("单号", "查单号", ["单号"]),
        Row("a+", "baaa", ["aaa"]),
        Row("a+?", "baaa", ["a"]),
        Row("a*", "baaa", [""]),
        Row("a??b", "ab", ["ab"]),
        Row("<.*>", "<a><b>", ["<a><b>"]),
        Row("<.*?>", "<a><b>", ["<a>"]),
        Row("a{2}", "aaaa", ["aa"]),
        Row("a{2,}", "aaaa", ["aaaa"]),
        Row("a{2,3}", "aaaa", ["aaa"]),
        Row("a{2,3}?", "aaaa", ["aa"]),
        Row("a{,2}", "aaaa", ["aa"]),
        Row("a{0}b", "ab", ["b"]),
        Row("(?:ab){2}", "abab", ["abab"]),
    ])
    func `repeats take much or little as they are written`(row: Row) throws {
        #expect(try Self.captures(row) == row.captures)
    }

    @Test(arguments: [
        Row("a|ab", "ab", ["a"]),
        Row("ab|a", "ab", ["ab"]),
        Row("b|ab", "ab", ["ab"]),
        Row("退|退款", "我要退款", ["退"]),
        Row("(?:|a)b", "ab", ["ab"]),
        Row("|a", "a", [""]),
        Row("(?:a|)(?:b|)", "b", ["b"]),
        Row("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]),
    ])
    func `the leftmost match wins, then the alternative written first`(row: Row) throws {
        #expect(try Self.captures(row) == row.captures)
    }

    @Test(arguments: [
        Row("(a)(b)?", "a", ["a", "a", nil]),
        Row("(a|b)*", "ab", ["ab", "b"]),
        Row("(?:(a)|b)*", "ab", ["ab", "a"]),
        Row("(a*)*", "b", ["", ""]),
        Row("(a*)+", "ab", ["a", ""]),
        Row("(a|b*)*", "aab", ["aab", ""]),
        Row("(|a)+", "a", ["", ""]),
        Row("(|a){0,3}$", "aa", ["aa", ""]),
        Row("(?:(b?)|a)+?$", "a", ["a", ""]),
        Row("(a{0,2}){3}", "aaaaa", ["aaaaa", "a"]),
        Row("((a)|(b))+", "ab", ["ab", "b", "a", "b"]),
        Row("(^a)", "ba", nil),
        Row("(?<单号>[a-z]{0,2}\\d{8,15})", "sf12345678", ["sf12345678", "sf12345678"]),
    ])
    func `a group holds its last iteration`(row: Row) throws {
        #expect(try Self.captures(row) == row.captures)
    }

    @Test(arguments: [
        Row("^a", "ba", nil),
        Row("^b", "ba", ["b"]),
        Row("b$", "ba", nil),
        Row("a$", "ba", ["a"]),
        Row("a$", "a\n", nil),
        Row("^b", "a\nb", nil),
        Row("^$", "", [""]),
        Row("^$", "a", nil),
        Row("$", "ab", [""]),
        Row("a|^$|b$", "cb", ["b"]),
        Row("(?:^)*a", "ba", ["a"]),
    ])
    func `anchors mean the ends of the whole message`(row: Row) throws {
        #expect(try Self.captures(row) == row.captures)
    }

    @Test(arguments: [
        Row(".", "\na", ["a"]),
        Row("[^a]", "a\n", ["\n"]),
        Row("\\d+", "a１12", ["12"]),
        Row("\\w+", "单a_1é", ["a_1"]),
        Row("\\W+", "a单-1", ["单-"]),
        Row("\\s+", "a \n\tb", [" \n\t"]),
        Row("\\S+", " 单a ", ["单a"]),
        Row("\\D+", "1a单2", ["a单"]),
        Row("[a-c]+", "xabcd", ["abc"]),
        Row("[^a-c]+", "abxyc", ["xy"]),
        Row("[]a]+", "x]a", ["]a"]),
        Row("[^]a]+", "]ax", ["x"]),
        Row("[a-]+", "b-a", ["-a"]),
        Row("[-a]+", "b-a", ["-a"]),
        Row("[\\d-]+", "b1-", ["1-"]),
        Row("[\\]\\\\]+", "a\\]", ["\\]"]),
        Row("[.*$^]+", "a.*$^", [".*$^"]),
        Row("[[a]+", "b[a", ["[a"]),
        Row("\\p{Han}+", "a单号〇々1", ["单号〇々"]),
        Row("\\P{Han}+", "单a1号", ["a1"]),
        Row("[\\p{Han}a]+", "b单a1", ["单a"]),
        Row("[^\\p{Han}]+", "单a1号", ["a1"]),
        Row("\\p{L}+", "1单é2", ["单é"]),
        Row("\\p{N}+", "a1٣b", ["1٣"]),
        Row("\\p{Latin}+", "单éa1", ["éa"]),
        Row("[\\u4e00-\\u9fa5]+", "a单号", ["单号"]),
        Row("\\u{1F600}", "a😀", ["😀"]),
        Row("\\x41", "A", ["A"]),
        Row("\\n\\r\\t", "\n\r\t", ["\n\r\t"]),
        Row("\\.\\*\\(\\)\\ \\单", ".*() 单", [".*() 单"]),
        Row("a{", "a{", ["a{"]),
        Row("a{}", "a{}", ["a{}"]),
        Row("a{x}", "a{x}", ["a{x}"]),
        Row("a{1", "a{1", ["a{1"]),
        Row("{a}]", "{a}]", ["{a}]"]),
    ])
    func `characters, classes and escapes mean what the dialect says`(row: Row) throws {
        #expect(try Self.captures(row) == row.captures)
    }

    @Test func `named groups are found by name, in order of appearance`() throws {
        let pattern = try Pattern("(?<公司>sf|yt)(x)?(?P<单号>\\d+)(?:(?<备注>!)|(?<other_1>z))?")
        #expect(pattern.groupNames == ["公司", "单号", "备注", "other_1"])
        #expect(pattern.optionalGroupNames == ["备注", "other_1"])
        let match = try #require(pattern.firstMatch(in: Array("单sf123!".unicodeScalars)))
        #expect(match.range == 1..<7)
        #expect(match["公司"] == 1..<3)
        #expect(match["单号"] == 3..<6)
        #expect(match["备注"] == 6..<7)
        #expect(match["other_1"] == nil)
        #expect(match["没有"] == nil)
        #expect(match.captures.count == 6)
    }

    @Test(arguments: [
        ("(?<a>x)", false), ("(?<a>x)?", true), ("(?<a>x)*", true), ("(?<a>x){0,2}", true), ("(?<a>x)+", false),
        ("(?<a>x){1,2}", false), ("(?<a>x)|y", true), ("(?:z(?<a>x))?", true), ("((?<a>x|y))", false),
        ("(?<a>x?)", false),
    ])
    func `a group is optional when a match may leave it out`(pattern: String, isOptional: Bool) throws {
        #expect(try Pattern(pattern).optionalGroupNames == (isOptional ? ["a"] : []))
    }
}
