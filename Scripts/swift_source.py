"""What the scripts here need to know of Swift source and of Package.swift."""
import re


def code_only(source):
    """The source with comments and the text of literals blanked; every line and column keeps its place."""
    out = list(source)

    def blank(start, end):
        for i in range(start, end):
            if out[i] != "\n":
                out[i] = " "

    def code(i, closing):
        depth = 0
        while i < len(source):
            if source.startswith("//", i):
                end = source.find("\n", i)
                end = len(source) if end < 0 else end
                blank(i, end)
                i = end
                continue
            if source.startswith("/*", i):
                end = source.find("*/", i + 2)
                end = len(source) if end < 0 else end + 2
                blank(i, end)
                i = end
                continue
            if source[i] == "`":
                end = source.find("`", i + 1)
                if 0 < end and "\n" not in source[i:end]:
                    # The name of a test is a sentence, with whatever it holds.
                    for at in range(i, end + 1):
                        out[at] = source[at] if source[at].isalnum() else "_"
                    i = end + 1
                    continue
            quote = re.compile(r'#*"').match(source, i)
            if quote:
                i = literal(quote.end() - 1, quote.end() - 1 - i)
                continue
            if closing and source[i] == "(":
                depth += 1
            elif closing and source[i] == ")":
                if depth == 0:
                    return i
                depth -= 1
            i += 1
        return i

    def literal(i, hashes):
        quote = '"""' if source.startswith('"""', i) else '"'
        end, escape = quote + "#" * hashes, "\\" + "#" * hashes
        i += len(quote)
        start = i
        while i < len(source):
            if source.startswith(end, i):
                blank(start, i)
                return i + len(end)
            if source.startswith(escape, i):
                after = i + len(escape)
                if source.startswith("(", after):
                    blank(start, i)
                    i = code(after + 1, True) + 1
                    start = i
                    continue
                i = after + 1
                continue
            if quote == '"' and source[i] == "\n":
                blank(start, i)
                return i
            i += 1
        blank(start, len(source))
        return i

    code(0, False)
    return "".join(out)


def line(text, position):
    return text.count("\n", 0, position) + 1


def targets(package):
    """name → folder of every target in the text of Package.swift, and the names of those that are library products."""
    libraries = set()
    for product in re.finditer(r"\.library\((.*?)\)", package, re.S):
        listed = re.search(r"targets:\s*\[(.*?)\]", product[1], re.S)
        libraries |= set(re.findall(r'"(\w+)"', listed[1])) if listed else set()
    folders = {}
    for target in re.finditer(r'\.(systemLibrary|target|executableTarget|testTarget)\(\s*name:\s*"(\w+)"', package):
        depth, end = 0, target.start()
        for end in range(package.index("(", target.start()), len(package)):
            depth += {"(": 1, ")": -1}.get(package[end], 0)
            if depth == 0:
                break
        path = re.search(r'\bpath:\s*"([^"]+)"', package[target.start() : end])
        parent = "Tests" if target[1] == "testTarget" else "Sources"
        folders[target[2]] = path[1] if path else f"{parent}/{target[2]}"
    return folders, libraries


DECLARED = r"(class|struct|enum|actor|protocol|extension|func|var|let|init|subscript|typealias|macro|static|final|override|" \
    r"mutating|nonmutating|nonisolated|indirect|convenience|required|lazy|weak|unowned|consuming|borrowing|isolated|" \
    r"prefix|postfix|infix|dynamic|private\(set\)|fileprivate\(set\)|internal\(set\)|package\(set\)|@)"


def public_symbols(source):
    """Positions of `public` and `open` declarations; imports are none."""
    return [hit.start() for hit in re.finditer(rf"(?<![\w.])(public|open)\s+{DECLARED}(?!\w)", code_only(source))]


def unlabelled(source):
    """(position, number of unlabelled parameters) of each function and initialiser."""
    code = code_only(source)
    for head in re.finditer(r"\bfunc\s+(\w+)\s*|\binit[?!]?\s*(?=[(<])", code):
        i = head.end()
        if code[i : i + 1] == "<":
            depth = 0
            while i < len(code):
                depth += {"<": 1, ">": -1}.get(code[i], 0) if code[i - 1] != "-" else 0
                i += 1
                if depth == 0:
                    break
        if code[i : i + 1] != "(" or re.search(r"(\.|self\.|super\.)$", code[: head.start()][-6:]):
            continue
        depth, parts, start = 0, [], i + 1
        for at in range(i, len(code)):
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(code[at], 0)
            if depth == 0 or depth == 1 and code[at] == ",":
                parts.append(code[start:at].strip())
                start = at + 1
            if depth == 0:
                break
        # A call, such as `.init(x)`, has no types.
        if parts != [""] and not any(":" in part for part in parts):
            continue
        yield head.start(), sum(bool(re.match(r"(@\w+\s+)*_\s+\w+\s*:", part)) for part in parts)
