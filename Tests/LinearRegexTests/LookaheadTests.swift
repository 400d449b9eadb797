import TestSupport
import Testing

@testable import LinearRegex

@Suite(.timeLimit(.minutes(5)), .watched)
struct LookaheadTests {
    private enum Answer: Equatable {
        case givenUp
        case unmatched
        case slots([Int32])
    }

    /// A pattern with the memory to search for it.
    private struct Searcher {
        let nfa: ClassifiedNFA
        let classes: CharacterClasses
        var search = LookaheadSearch()
        /// Another pattern's slots lie before and behind.
        var slots: [Int32]

        init?(_ source: String) throws {
            guard let pattern = try? Pattern(source) else { return nil }
            nfa = try #require(ClassifiedNFA(pattern.nfa))
            classes = CharacterClasses(of: [pattern.nfa])
            slots = Array(repeating: -7, count: pattern.nfa.slotCount + 2)
        }

        mutating func answer(in text: [Unicode.Scalar], from first: Int = 0) -> Answer {
            var numbers: [Int32] = []
            classes.classify(text.span, in: 0..<text.count, into: &numbers)
            let found = search.finds(
                nfa,
                in: numbers.span.extracting(0..<text.count),
                row: nfa.row(of: classes).span,
                from: first,
                slots: &slots,
                at: 1
            )
            #expect(slots.first == -7 && slots.last == -7)
            guard let found else { return .givenUp }
            return found ? .slots(Array(slots.dropFirst().dropLast())) : .unmatched
        }

        func expected(in text: [Unicode.Scalar]) -> Answer {
            var machine = PikeVM(nfa.nfa, text: text)
            guard let slots = machine.run() else { return .unmatched }
            return .slots(slots.map { Int32($0 ?? -1) })
        }
    }

    @Test(arguments: ["python-re", "sample", "found"])
    func `look-ahead finds the match and the captures that Pike's machine finds`(name: String) throws {
        var (count, givenUp) = (0, 0)
        for recorded in try RecordedPattern.all(in: name) {
            guard var searcher = try Searcher(recorded.pattern) else { continue }
            let text = Array(recorded.text.unicodeScalars)
            let (answer, expected) = (searcher.answer(in: text), searcher.expected(in: text))
            count += 1
            if answer == .givenUp { givenUp += 1 } else { #expect(answer == expected, "\(recorded)") }
            // What no match begins before may be skipped.
            guard case .slots(let slots) = expected, answer != .givenUp else { continue }
            #expect(searcher.answer(in: text, from: Int(slots[0])) == expected, "\(recorded)")
        }
        #expect((name == "found" || count > 0) && givenUp * 20 <= count, "\(givenUp) of \(count) were given up")
    }

    @Test(arguments: [
        "(\\d{1,3})(元|块)?", "(退|换)+货", "(?:(a)|b)*$", "^(a?)(b*)", "(a*?)(b|$)", "(?:a|(ab))(c|bcd)?", "(.*)(\\d+)",
        "x*",
        "((a)|(b))*?a$", "(a|ab)(?:c|bcd)(d*)",
    ])
    func `all short texts have the captures that Pike's machine finds`(source: String) throws {
        var searcher = try #require(try Searcher(source))
        let letters =
            source.contains("货") ? ["退", "换", "货"] : source.contains("元") ? ["1", "元", "x"] : ["a", "b", "c"]
        var texts: [[Unicode.Scalar]] = [[]]
        for _ in 0..<6 {
            for text in texts {
                let answer = searcher.answer(in: text)
                #expect(answer == searcher.expected(in: text), "\(source) in \(text)")
            }
            texts = texts.flatMap { text in letters.map { text + Array($0.unicodeScalars) } }
        }
    }

    @Test(arguments: ["(a|aa)+$", "(?:a|b|ab)*c", "(?:.*a){9}x", "(?:a*b?)*c"])
    func `a search that goes back too often is given up`(source: String) throws {
        var searcher = try #require(try Searcher(source))
        let text = [Unicode.Scalar](repeating: "a", count: 1_000) + ["b"]
        #expect(searcher.answer(in: text) == .givenUp)
    }

    @Test(arguments: ["(\\w{6,20})", "[^,]*,(\\d+)元?", "https?://[\\w./?=&%-]+", "(?:怎么|如何).*退货"])
    func `a usual pattern is settled on the longest message without going back`(source: String) throws {
        var searcher = try #require(try Searcher(source))
        let text =
            Array("https://如何".unicodeScalars) + [Unicode.Scalar](repeating: "1", count: 1_980)
            + Array(",99元".unicodeScalars)
        #expect(searcher.answer(in: text) == searcher.expected(in: text))
    }

    @Test(arguments: ["(?:a|b){600}", "(?:[a-c]x?){0,200}(?:d|e|f|g|h|i|j|k|l|m|n|o){90}"])
    func `a pattern that would take too much memory has no program`(source: String) throws {
        #expect(try #require(try Searcher(source)).nfa.lookahead == nil)
    }
}
