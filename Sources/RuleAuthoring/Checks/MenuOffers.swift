import OperatorText
import RuleEngine

/// The numbers that a reply asks customers to send: `回复 3 转人工`, or the lines of a list after `回复数字`.
///
/// Reads sentences as people write them, so the result is a careful guess: a number with a unit behind it (`3 天`) is an
/// amount, and a list is a menu only where the sentence before it asks for a number.
struct MenuOffers {
    /// A requested number.
    struct Offer: Hashable {
        let number: Int
        /// Its code points in the text.
        let range: Range<Int>
    }

    /// Each number once, at its first place.
    ///
    /// `asksForText` says that the reply asks a question: then only a list after the word “number” is a menu.
    static func read(_ text: String, asksForText: Bool) -> [Offer] {
        var reader = MenuOffers(text: withoutVariables(Array(text.unicodeScalars)), asksForText: asksForText)
        for line in reader.lines.indices { reader.readLine(line) }
        return reader.offers
    }

    private var offers: [Offer] = []
    private let text: [Unicode.Scalar]
    private let lines: [Range<Int>]
    private let asksForText: Bool

    private init(text: [Unicode.Scalar], asksForText: Bool) {
        self.text = text
        self.asksForText = asksForText
        var lines: [Range<Int>] = []
        var start = 0
        for index in text.indices where text[index] == "\n" {
            lines.append(start..<index)
            start = index + 1
        }
        self.lines = lines + [start..<text.count]
    }

    /// The numbers that a customer can type as a choice.
    private static let choices = 0...99

    /// The text with a placeholder for each variable, whose value is not known.
    private static func withoutVariables(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result = text
        var start: Int?
        for index in text.indices.dropLast() {
            if text[index] == "{", text[index + 1] == "{" { start = start ?? index }
            if text[index] == "}", text[index + 1] == "}", let from = start {
                for place in from...index + 1 { result[place] = "\u{FFFC}" }
                start = nil
            }
        }
        return result
    }
}

extension MenuOffers {
    private mutating func readLine(_ number: Int) {
        let line = lines[number]
        var index = line.lowerBound
        while index < line.upperBound {
            guard let (verb, end) = verb(at: index, in: line) else {
                index += 1
                continue
            }
            readRequest(of: verb, from: end, line: number)
            index = end
        }
    }

    /// Reads the numbers behind a verb, or the list on the lines around it.
    private mutating func readRequest(of verb: Verb, from start: Int, line number: Int) {
        let line = lines[number]
        var index = start
        var (saysNumber, saysBelow) = (false, false)
        while index < line.upperBound, index < start + 24 {
            if let end = word(of: Self.numberWords, at: index) {
                (saysNumber, index) = (true, end)
            } else if let end = word(of: Self.belowWords, at: index) {
                (saysBelow, index) = (true, end)
            } else if Self.isSkipped(text[index]) {
                index += 1
            } else {
                break
            }
        }
        if let found = choice(at: index, in: line), !isPrecededByDigit(index) {
            readChoices(from: found, at: index, line: number)
            return
        }
        if !saysNumber, let end = numberWord(from: index, in: line) { (saysNumber, index) = (true, end) }
        let rest = text[min(index, line.upperBound)..<line.upperBound]
        if saysNumber {
            readSequence(from: index, in: line)
            readList(after: number)
            readList(before: number)
        } else if verb == .reply, !asksForText, rest.isEmpty || saysBelow, !isQuestionnaire(rest) {
            readList(after: number)
        }
    }

    /// Reads `1、2、3`, `1-3` or `1 营业时间 2 查快递`, and the lines below that continue it.
    private mutating func readChoices(from first: Choice, at start: Int, line number: Int) {
        let line = lines[number]
        add(first, at: start)
        var (last, index) = (first.number, start + first.length)
        while index < line.upperBound {
            if let (end, next) = rangeEnd(at: index, in: line), next.number > last, next.number - last <= 20 {
                for value in last + 1..<next.number { add(Choice(number: value, length: next.length), at: end) }
                add(next, at: end)
                (last, index) = (next.number, end + next.length)
                continue
            }
            if let next = choice(at: index, in: line), !isPrecededByDigit(index),
                next.number == last + 1 ? isSeparated(index, in: line) : isBareSeparator(before: index)
            {
                add(next, at: index)
                (last, index) = (next.number, index + next.length)
                continue
            }
            index += 1
        }
        for following in lines.indices.dropFirst(number + 1) {
            guard let (place, next) = listed(lines[following]), next.number == last + 1 else { break }
            add(next, at: place)
            last = next.number
        }
    }

    /// Reads `…:1 营业时间 2 查快递` behind the words that ask for a number.
    private mutating func readSequence(from start: Int, in line: Range<Int>) {
        var last: Int?
        var index = start
        while index < line.upperBound {
            guard let next = choice(at: index, in: line), !isPrecededByDigit(index), isSeparated(index, in: line),
                last.map({ next.number == $0 + 1 }) ?? (next.number <= 1)
            else {
                index += 1
                continue
            }
            add(next, at: index)
            (last, index) = (next.number, index + next.length)
        }
    }

    private mutating func readList(after number: Int) {
        var hasBegun = false
        for line in lines.dropFirst(number + 1) {
            if isBlank(line), !hasBegun { continue }
            guard let (place, choice) = listed(line) else { return }
            hasBegun = true
            add(choice, at: place)
        }
    }

    private mutating func readList(before number: Int) {
        var found: [(Int, Choice)] = []
        for line in lines[..<number].reversed() {
            if isBlank(line), found.isEmpty { continue }
            guard let listed = listed(line) else { break }
            found.append(listed)
        }
        for (place, choice) in found.reversed() { add(choice, at: place) }
    }

    private mutating func add(_ choice: Choice, at place: Int) {
        guard !offers.contains(where: { $0.number == choice.number }) else { return }
        offers.append(Offer(number: choice.number, range: place..<place + choice.length))
    }
}

extension MenuOffers {
    private enum Verb {
        /// A verb that introduces a list without the word “number”.
        case reply
        case other
    }

    private struct Choice {
        let number: Int
        let length: Int
    }

    private static let replyWords = ["回复", "回覆", "回復", "reply"].map { Array($0.unicodeScalars) }
    private static let otherWords = ["输入", "輸入", "发送", "發送", "键入", "选择", "選擇", "send", "enter", "type", "text"]
        .map { Array($0.unicodeScalars) }
    private static let numberWords = [
        "数字", "數字", "序号", "序號", "编号", "編號", "号码", "號碼", "代号", "数字键", "选项号", "number", "numbers", "digit",
    ]
    .map { Array($0.unicodeScalars) }
    private static let belowWords = ["以下", "下面", "下列", "下方", "如下", "below", "following", "with"]
        .map { Array($0.unicodeScalars) }
    /// The characters in a request between the verb and the number.
    private static let fillers = Set(
        " \u{3000}\t:：“”\"'‘’「」『』【】[]［］()（）<>《》的相应对选项菜单里前面关键词字内任意一个或".unicodeScalars
    )
    /// Before `回复` these make the shop the one who replies, or the reply a thing of the past.
    private static let others = Set("已未会會将將内內的后後快动動次能您们們给予有收到自在".unicodeScalars)

    private static func isSkipped(_ scalar: Unicode.Scalar) -> Bool { fillers.contains(scalar) }

    private func verb(at index: Int, in line: Range<Int>) -> (Verb, Int)? {
        for (words, verb) in [(Self.replyWords, Verb.reply), (Self.otherWords, Verb.other)] {
            guard let end = word(of: words, at: index), end <= line.upperBound else { continue }
            if index > line.lowerBound {
                let before = text[index - 1]
                if Self.others.contains(before) || LatinBoundary.joins(index, in: text) { return nil }
            }
            if end < line.upperBound, LatinBoundary.joins(end, in: text) { return nil }
            return (verb, end)
        }
        return nil
    }

    /// The end of the longest of some words that begin here; the case of Latin letters does not matter.
    private func word(of words: [[Unicode.Scalar]], at index: Int) -> Int? {
        words.filter { word in
            word.count <= text.count - index
                && zip(word, text[index...])
                    .allSatisfy { $0 == $1 || $0.properties.lowercaseMapping == $1.properties.lowercaseMapping }
        }
        .map { index + $0.count }.max()
    }

    /// The end of a word for a number that follows within the same clause: `回复您要办理的业务序号`.
    private func numberWord(from start: Int, in line: Range<Int>) -> Int? {
        var index = start
        while index < min(line.upperBound, start + 12), Self.isHan(text[index]) || text[index] == " " {
            if let end = word(of: Self.numberWords, at: index) { return end }
            index += 1
        }
        return nil
    }

    /// A number that a customer can choose; one with a unit behind it is an amount.
    private func choice(at index: Int, in line: Range<Int>) -> Choice? {
        guard index < line.upperBound else { return nil }
        let scalar = text[index]
        if (0x2460...0x2473).contains(scalar.value) { return Choice(number: Int(scalar.value) - 0x245F, length: 1) }
        var (number, end) = (0, index)
        while end < line.upperBound, end - index < 3, let digit = Self.digit(text[end]) {
            number = number * 10 + digit
            end += 1
        }
        guard end > index, Self.choices.contains(number), end - index < 3 else { return nil }
        if end < line.upperBound, text[end] == "\u{FE0F}" { end += 1 }
        if end < line.upperBound, text[end] == "\u{20E3}" { return Choice(number: number, length: end + 1 - index) }
        return isAmount(endingAt: end, in: line) ? nil : Choice(number: number, length: end - index)
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 0x30...0x39: Int(scalar.value) - 0x30
        case 0xFF10...0xFF19: Int(scalar.value) - 0xFF10
        default: nil
        }
    }

    private func isPrecededByDigit(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        if Self.digit(text[index - 1]) != nil { return true }
        // 9:30, 1.5, 2026-02
        return index > 1 && ":：.-/".unicodeScalars.contains(text[index - 1]) && Self.digit(text[index - 2]) != nil
            && !isChoiceSeparator(text[index - 1])
    }

    private func isChoiceSeparator(_ scalar: Unicode.Scalar) -> Bool { scalar == "/" || scalar == "-" }
}

extension MenuOffers {
    /// Whether the text from `end` makes the number before it an amount, a time or a part of something else.
    private func isAmount(endingAt end: Int, in line: Range<Int>) -> Bool {
        guard end < line.upperBound else { return false }
        let next = text[end]
        let afterNext = end + 1 < line.upperBound ? text[end + 1] : nil
        if Self.digit(next) != nil || "%％℃‰+".unicodeScalars.contains(next) { return true }
        if ":：.．".unicodeScalars.contains(next), let afterNext, Self.digit(afterNext) != nil { return true }
        if LatinBoundary.isWord(next) { return true }
        var place = end
        while place < line.upperBound, text[place] == " " { place += 1 }
        guard place < line.upperBound else { return false }
        let unit = text[place]
        let behind = place + 1 < line.upperBound ? text[place + 1] : nil
        if Self.longUnits.contains(where: { text[place..<line.upperBound].starts(with: $0) }) { return true }
        if Self.measures.contains(unit) { return behind.map { !Self.compounds.contains(String([unit, $0])) } ?? true }
        guard Self.times.contains(unit) else { return false }
        return behind.map { !Self.isHan($0) || Self.afterTimes.contains($0) } ?? true
    }

    private static let longUnits = [
        "小时", "小時", "分钟", "分鐘", "工作日", "个月", "星期", "公里", "毫升", "人民币", "days", "hours", "minutes",
    ]
    .map { Array($0.unicodeScalars) }
    private static let measures = Set("个個次条條张張位名份件种種元块塊折倍度级級楼樓层層米岁歲批套对對人斤克箱包瓶字".unicodeScalars)
    /// Words that begin like a measure.
    private static let compounds: Set = [
        "个人", "個人", "条款", "条件", "條款", "條件", "位置", "名片", "名单", "种类", "種類", "折扣", "人工", "人才", "人员", "套餐",
        "套装", "对账", "对公", "对话", "包裹", "包邮", "包月", "包装", "字体", "度假", "级别", "件数", "楼盘", "块链",
    ]
    private static let times = Set("天日月年周週时時点點分秒号號".unicodeScalars)
    private static let afterTimes = Set("内內后後以之左前中起至到即就会會可将能未没有的".unicodeScalars)

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isIdeographic }

    /// The place and the number of a list item: `1 营业时间`, `2. 查快递`, `③转人工`, `【4】…`.
    private func listed(_ line: Range<Int>) -> (Int, Choice)? {
        var index = line.lowerBound
        while index < line.upperBound, Self.beforeItems.contains(text[index]) { index += 1 }
        guard let choice = choice(at: index, in: line) else { return nil }
        let end = index + choice.length
        guard end < line.upperBound else { return (index, choice) }
        let next = text[end]
        let isEnded = Self.afterItems.contains(next) || Self.isHan(next) || next.properties.isWhitespace
        return isEnded ? (index, choice) : nil
    }

    private static let beforeItems = Set(" \u{3000}\t-•·*●▪️👉【[［(（「『<《“\"".unicodeScalars)
    private static let afterItems = Set(".．。、:：)）]］】」』>》”\"-–—=→,，;；|｜/".unicodeScalars)

    private func isBlank(_ line: Range<Int>) -> Bool {
        text[line].allSatisfy { $0.properties.isWhitespace }
    }

    /// Whether a number begins its line, or follows a space or a sign.
    private func isSeparated(_ index: Int, in line: Range<Int>) -> Bool {
        guard index > line.lowerBound else { return true }
        let before = text[index - 1]
        return before.properties.isWhitespace || Self.separators.contains(before) || Self.beforeItems.contains(before)
    }

    /// Whether only a separator stands between a number and the one before it: `1、2`, `1/3`, `1 或 4`.
    private func isBareSeparator(before index: Int) -> Bool {
        var (place, hasSeparator) = (index - 1, false)
        while place >= 0,
            text[place] == " " || Self.bareSeparators.contains(text[place]) || Self.quotes.contains(text[place])
        {
            hasSeparator = hasSeparator || Self.bareSeparators.contains(text[place])
            place -= 1
        }
        return hasSeparator && place >= 0 && Self.digit(text[place]) != nil
    }

    private static let separators = Set(",，、;；:：。./|｜或和".unicodeScalars)
    private static let bareSeparators = Set(",，、/|｜或和".unicodeScalars)
    private static let quotes = Set("“”\"'「」『』【】[]".unicodeScalars)

    /// The second number of `1-3`, `1~3` or `1 至 3`.
    private func rangeEnd(at index: Int, in line: Range<Int>) -> (Int, Choice)? {
        var place = index
        while place < line.upperBound, text[place] == " " { place += 1 }
        guard place < line.upperBound, Self.ranges.contains(text[place]) else { return nil }
        place += 1
        while place < line.upperBound, text[place] == " " { place += 1 }
        return choice(at: place, in: line).map { (place, $0) }
    }

    private static let ranges = Set("-–—~～至到".unicodeScalars)

    /// Whether the words behind the verb ask for information, such as a name and an address.
    private func isQuestionnaire(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        let text = String(rest)
        return Self.questions.contains { text.contains($0) }
    }

    private static let questions = [
        "信息", "资料", "资讯", "内容", "问题", "格式", "步骤", "方式", "流程", "說明", "说明", "要求", "“", "\"", "「",
    ]
}
