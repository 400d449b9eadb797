import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct NormalizerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let folded: String

        init(_ text: String, _ folded: String) {
            self.text = text
            self.folded = folded
        }

        var testDescription: String { text.debugDescription }
    }

    static func scalars(_ text: String) -> [Unicode.Scalar] {
        Array(text.unicodeScalars)
    }

    @Test(arguments: [
        Row("快递：ＳＦ１２３", "快递:sf123"),
        Row("請問幾點開門", "请问几点开门"),
        Row("營業時間!", "营业时间!"),
        Row("  营 业 时 间 ", "营业时间"),
        Row("营\u{3000}业\t时\n间", "营业时间"),
        Row("hello   world", "hello world"),
        Row("hello \n\t world", "hello world"),
        Row("\thello\n", "hello"),
        Row("ｈｅｌｌｏ　ｗｏｒｌｄ", "hello world"),
        Row("订单 A1 查询", "订单A1查询".lowercased()),
        Row("a 1 单 b 2", "a 1单b 2"),
        Row("a \u{200B} b", "a b"),
        Row("退\u{200D}款\u{FEFF}", "退款"),
        Row("退\u{AD}\u{0}\u{7F}款\u{2060}", "退款"),
        Row("❤\u{FE0F}", "❤"),
        Row("葛\u{E0100}", "葛"),
        Row("ﬁn", "fin"),
        Row("Straße", "strasse"),
        Row("STRASSE 5", "strasse 5"),
        Row("ß 5", "ss 5"),
        Row("İ", "i\u{307}"),
        Row("ΌΣΟΣ", "\u{3CC}σοσ"),
        Row("Cafe\u{301}", "caf\u{E9}"),
        Row("e\u{200D}\u{301}", "\u{E9}"),
        Row("①㈱½", "1(株)1⁄2"),
        Row("ｶﾞ", "ガ"),
        Row("\u{1112}\u{1161}\u{11AB}", "한"),
        Row("", ""),
        Row(" \n ", ""),
    ])
    func `a text is folded for comparison`(row: Row) {
        #expect(TextNormalizer.normalize(row.text).folded == Self.scalars(row.folded))
    }

    @Test(arguments: ["乾", "著", "徵", "瞭", "藉", "干", "苧"])
    func `a character that is legitimate in both scripts stays`(character: String) {
        #expect(TextNormalizer.normalize(character).foldedText == character)
    }

    @Test(arguments: [
        Row("退款!!!😀", "退款"),
        Row("【退款】", "退款"),
        Row("hello !", "hello"),
        Row("hi 👩\u{200D}👧 there", "hi👩👧there"),
        Row("~~你好呀(￣▽￣)~~", "你好呀"),
        Row("(￣▽￣)你好", "你好"),
        Row("1\u{FE0F}\u{20E3}", "1"),
        Row("👍🏽", "👍🏽"),
        Row("？！", "?!"),
        Row("x\u{302}!", "x\u{302}"),
        Row("👋🏻 退 款 👋🏻", "退款"),
        Row("🇨🇳中国🇨🇳", "中国"),
        Row("", ""),
    ])
    func `punctuation and emoji at the ends are trimmed unless nothing would be left`(row: Row) {
        #expect(TextNormalizer.normalize(row.text).trimmedText == row.folded)
    }

    @Test(arguments: [
        Row("快递：ＳＦ１２３", "快递:SF123"),
        Row(" 請 問\r\nA\t\u{200B}B ", " 請 問\nA B "),
        Row("a\u{2028}b\u{B}c\rd", "a\nb\nc\nd"),
        Row("ﬁ\u{FE0E}ß", "fiß"),
    ])
    func `the writer's case, script and spacing are kept in the raw form`(row: Row) {
        #expect(TextNormalizer.normalize(row.text).raw == Self.scalars(row.folded))
    }

    struct Slice: Sendable {
        let text: String
        let range: Range<Int>
        let original: String
    }

    @Test(arguments: [
        Slice(text: "快递：ＳＦ １２３", range: 3..<8, original: "SF 12"),
        Slice(text: "订 单 A1", range: 0..<2, original: "订 单"),
        Slice(text: "订 单 A1", range: 2..<4, original: "A1"),
        Slice(text: "請問", range: 0..<1, original: "請"),
        Slice(text: "xßy", range: 1..<2, original: "ß"),
        Slice(text: "xßy", range: 2..<3, original: "ß"),
        Slice(text: "xßy", range: 1..<3, original: "ß"),
        Slice(text: "Hello   World", range: 0..<6, original: "Hello   "),
        Slice(text: "Hello   World", range: 6..<11, original: "World"),
        Slice(text: " 退 款 ", range: 0..<2, original: "退 款"),
        Slice(text: "退款", range: 1..<1, original: ""),
        Slice(text: "退款", range: 1..<9, original: "款"),
    ])
    func `a folded range leads back to what was written`(slice: Slice) {
        #expect(TextNormalizer.normalize(slice.text).original(slice.range) == slice.original)
    }

    @Test func `a text of the greatest length is whole, one more is cut and says so`() {
        let whole = TextNormalizer.normalize(String(repeating: "款", count: 2_000))
        #expect(whole.raw.count == 2_000 && !whole.isTruncated)
        let cut = TextNormalizer.normalize(String(repeating: "款", count: 2_001))
        #expect(cut.raw.count == 2_000 && cut.isTruncated)
    }

    @Test func `dropped characters do not count towards the length`() {
        let text = TextNormalizer.normalize(String(repeating: "\u{200B}款", count: 2_000))
        #expect(text.raw.count == 2_000 && !text.isTruncated)
    }

    @Test func `composed characters count once towards the length`() {
        let text = TextNormalizer.normalize(String(repeating: "\u{3B1}\u{313}\u{300}\u{345}", count: 2_000))
        #expect(text.raw.count == 2_000 && !text.isTruncated)
    }

    @Test(arguments: ["\u{FDFA}", "\u{200B}", "e\u{301}", "\u{301}", " "])
    func `a huge text is read only as far as needed`(piece: String) {
        let text = TextNormalizer.normalize(String(repeating: piece, count: 300_000))
        #expect(text.raw.count <= TextNormalizer.lengthLimit)
        #expect(text.isTruncated == (piece != "\u{200B}"))
    }

    @Test func `the folding table has both kinds of entries`() {
        var targets: [Unicode.Scalar] = []
        for scalar in Self.scalars("ẞ門Ⓐ𐐀門a") { FoldingTable.current.forEachTarget(of: scalar) { targets.append($0) } }
        #expect(targets == Self.scalars("ss门ⓐ𐐨门a"))
    }
}
