extension SourceDecoding {
    var start: SourceLocation {
        SourceLocation(path: path, line: 1, column: 1)
    }

    mutating func refuse(encoding: String?, at place: SourceLocation? = nil) {
        let (chinese, english) =
            encoding.map { (",而是 \($0)", ", but \($0)") } ?? ("(可能是 GBK)", " (it may be GBK)")
        diagnostics.append(
            Diagnostic(
                "RB001",
                at: place ?? start,
                Phrase("文件不是 UTF-8 编码\(chinese)", "The file is not UTF-8\(english)"),
                help: Phrase(
                    "在编辑器里另存为“UTF-8(无 BOM)”;命令行:iconv -f \(encoding ?? "GB18030") -t UTF-8",
                    "Save it as “UTF-8 without BOM” in the editor, or run: iconv -f \(encoding ?? "GB18030") -t UTF-8"
                )
            )
        )
    }

    mutating func refuseByteOrderMark() {
        diagnostics.append(
            Diagnostic(
                "RB001",
                at: start,
                Phrase("文件开头有字节顺序标记(BOM)", "The file begins with a byte order mark (BOM)"),
                help: Phrase("在编辑器里另存为“UTF-8(无 BOM)”", "Save it as “UTF-8 without BOM” in the editor")
            )
        )
    }

    mutating func refuseSize() {
        diagnostics.append(
            Diagnostic(
                "RB001",
                at: start,
                Phrase("文件超过 16 MiB", "The file is larger than 16 MiB"),
                help: Phrase("拆成几个文件,或检查它是不是规则文件", "Split it, or check that it is a rule file at all")
            )
        )
    }
}
