/// Chinese names that a phrase introduces, such as `我叫李明` or `王女士`, or that stand beside a long number.
///
/// A name that neither introduces cannot be told from other words, and stays.
enum PersonName {
    private static let surnames = Set(
        ("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
            + "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
            + "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蔣葉蘇呂盧薑鐘譚陸範賈韋鄒閆龍顧龔萬錢嚴湯")
            .unicodeScalars
    )
    /// The signs of which other names are made: seldom in names and in rules.
    private static let given = Array("岚屿笙樾旻珩桉砚霁澍璟翊琬昕榆淇峤熠桢漪禾茉苒棠槿芷蘅檀".unicodeScalars)
    private static let family = Array("邬郜亓佟祁鄢邸缪滕麴".unicodeScalars)
    /// After these a name follows.
    private static let strong = ["我叫", "叫我", "我姓", "姓名", "名字叫", "名字是", "名字", "收件人", "收货人", "收貨人", "联系人", "聯繫人", "户名"]
        .map { Array($0.unicodeScalars) }
    /// After these a name may follow, if the sentence or the clause ends with it.
    private static let weak = [Array("我是".unicodeScalars)]
    /// Before these a surname or a name stands.
    private static let titles = ["先生", "女士", "小姐", "太太", "師傅", "师傅"].map { Array($0.unicodeScalars) }
    private static let links: Set<Unicode.Scalar> = [":", "：", " ", "是", "为", "為", "叫"]
    /// Signs that are no part of a name.
    private static let stops = Set("的了，。、在想要是住来來电電话話手机機地址先女小收请請你您我他她和与與吗嗎呢啊".unicodeScalars)

    /// The names of a text, in order and without overlap.
    static func all(in text: [Unicode.Scalar], besides known: [Range<Int>] = []) -> [Range<Int>] {
        var names = known
        for index in text.indices {
            for cue in strong where begins(text, at: index, with: cue) {
                names += name(in: text, from: afterLinks(text, index + cue.count), mustEnd: false)
            }
            for cue in weak where begins(text, at: index, with: cue) {
                names += name(in: text, from: index + cue.count, mustEnd: true)
            }
            for title in titles where begins(text, at: index, with: title) {
                let start = (1...3).map { index - $0 }.first { $0 >= 0 && surnames.contains(text[$0]) }
                if let start { names.append(start..<index) }
            }
        }
        var end = 0
        return names.sorted { ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound) }
            .filter { name in
                defer { end = max(end, name.upperBound) }
                return name.lowerBound >= end
            }
    }

    /// The names that stand alone before or after a run of digits, as in `李明 13812345678`.
    static func all(beside runs: [Range<Int>], in text: [Unicode.Scalar]) -> [Range<Int>] {
        runs.flatMap { run -> [Range<Int>] in
            var (end, start) = (run.lowerBound, run.upperBound)
            while end > 0, isGap(text[end - 1]) { end -= 1 }
            while start < text.count, isGap(text[start]) { start += 1 }
            var (first, last) = (end, start)
            while first > 0, isHan(text[first - 1]) { first -= 1 }
            while last < text.count, isHan(text[last]) { last += 1 }
            return [first..<end, start..<last]
                .filter { (2...3).contains($0.count) && surnames.contains(text[$0.lowerBound]) }
        }
    }

    /// Whether it may stand between a name and a number.
    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || ",，、:：;；/-".unicodeScalars.contains(scalar)
    }

    /// Another name of the same length, without a sign of its own.
    static func other(than name: ArraySlice<Unicode.Scalar>, _ key: RedactionKey, salt: Int) -> [Unicode.Scalar] {
        let code = key.code("person", String(String.UnicodeScalarView(name)) + "\0\(salt)")
        return name.enumerated()
            .map { index, scalar in
                let number = code.isEmpty ? 0 : Int(code[index % code.count])
                return replacement(of: scalar, from: index == 0 ? family : given, number: number)
            }
    }

    /// Another sign of the same kind; signs that are neither letters nor digits stay.
    static func other(than scalar: Unicode.Scalar, number: Int) -> Unicode.Scalar {
        switch scalar {
        case "a"..."z": shifted(scalar, from: "a", count: 26, by: number)
        case "A"..."Z": shifted(scalar, from: "A", count: 26, by: number)
        case "0"..."9": shifted(scalar, from: "0", count: 10, by: number)
        default:
            scalar.properties.isAlphabetic || scalar.properties.isIdeographic
                ? replacement(of: scalar, from: given, number: number) : scalar
        }
    }

    private static func shifted(
        _ scalar: Unicode.Scalar,
        from first: Unicode.Scalar,
        count: UInt32,
        by number: Int
    )
        -> Unicode.Scalar
    {
        let step = 1 + UInt32(number) % (count - 1)
        return Unicode.Scalar(first.value + (scalar.value - first.value + step) % count) ?? first
    }

    private static func replacement(
        of scalar: Unicode.Scalar,
        from signs: [Unicode.Scalar],
        number: Int
    )
        -> Unicode.Scalar
    {
        let sign = signs[number % signs.count]
        return sign == scalar ? signs[(number + 1) % signs.count] : sign
    }

    /// A surname and one or two signs.
    private static func name(in text: [Unicode.Scalar], from start: Int, mustEnd: Bool) -> [Range<Int>] {
        guard start < text.count, surnames.contains(text[start]) else { return [] }
        var end = start + 1
        while end < min(start + 3, text.count), isHan(text[end]), !stops.contains(text[end]) { end += 1 }
        let isEnd = end == text.count || !isHan(text[end]) || stops.contains(text[end])
        guard !mustEnd || (isEnd && end > start + 1) else { return [] }
        return [start..<end]
    }

    private static func afterLinks(_ text: [Unicode.Scalar], _ start: Int) -> Int {
        var index = start
        while index < min(start + 2, text.count), links.contains(text[index]) { index += 1 }
        return index
    }

    private static func begins(_ text: [Unicode.Scalar], at index: Int, with part: [Unicode.Scalar]) -> Bool {
        index + part.count <= text.count && text[index..<(index + part.count)] == part[...]
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isIdeographic }
}
