/// The YAML library's complaints in an operator's words.
enum YAMLProblemTexts {
    static func phrase(for problem: String) -> Phrase {
        known(problem) ?? Phrase("这里读不懂(\(problem))", problem)
    }

    /// Our own words for a complaint; nil for those that nobody has met yet.
    static func known(_ problem: String) -> Phrase? {
        if let text = texts[problem] { return text }
        if problem.hasPrefix("Maximum nesting level") { return Phrase("嵌套过深", "nested too deep") }
        return nil
    }

    /// Whether the mistake is where something begins, and not where the parser gave up.
    static func isUnclosed(_ problem: String) -> Bool {
        unclosed.contains(problem)
    }

    private static let unclosed: Set<String> = [
        "did not find expected ',' or ']'", "did not find expected ',' or '}'", "found unexpected end of stream",
        "found unexpected document indicator",
    ]

    private static let texts = [
        "did not find expected ',' or ']'": Phrase("这个列表缺少 “,” 或 “]”", "this list lacks a “,” or “]”"),
        "did not find expected ',' or '}'": Phrase("这个括号里缺少 “,” 或 “}”", "these braces lack a “,” or “}”"),
        "did not find expected key": Phrase(
            "此处应是一个字段(多半是缩进没有对齐,或引号没有成对)",
            "a field is expected here (most often the indentation is off, or a quote is not closed)"
        ),
        "did not find expected '-' indicator": Phrase(
            "此处应是以 “- ” 开头的列表项(多半是缩进没有对齐)",
            "a list item, “- ”, is expected here (most often the indentation is off)"
        ),
        "could not find expected ':'": Phrase(
            "字段名后面缺少 “: ”(冒号后要有空格)",
            "a field's name lacks its “: ” (with a space behind the colon)"
        ),
        "found unexpected end of stream": Phrase("这个引号没有成对", "this quote is not closed"),
        "found unexpected document indicator": Phrase("这个引号没有成对", "this quote is not closed"),
        "found unknown escape character": Phrase(
            "双引号里的 \\ 后面不能跟这个字符(正则请用单引号)",
            "between double quotes a \\ cannot stand before this character (write regexes between single quotes)"
        ),
        "did not find expected hexdecimal number": Phrase(
            "双引号里的 \\x 或 \\u 后面缺少十六进制数字",
            "between double quotes \\x and \\u need hexadecimal digits"
        ),
        "block sequence entries are not allowed in this context": Phrase(
            "此处不能开始列表项 “- ”",
            "a list item, “- ”, cannot begin here"
        ),
        "did not find expected node content": Phrase("此处缺少内容", "something is missing here"),
        "did not find expected <document start>": Phrase(
            "此处已不属于上面的内容(多半是缩进没有对齐)",
            "this does not belong to what is above it (most often the indentation is off)"
        ),
        "found a tab character that violates indentation": Phrase("缩进里有制表符(Tab)", "a tab in the indentation"),
        "did not find expected comment or line break": Phrase(
            "“|” 或 “>” 后面不能直接跟文字,换行再写",
            "text cannot follow “|” or “>” on the same line"
        ),
    ]
}
