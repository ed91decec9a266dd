/// Reads the files of the manual: a small part of Markdown, in which no markup of HTML means anything.
///
/// `# name: Title` begins an article; `##` and `###` are headings; `1.` and `-` begin items,
/// `>` a note, `|` the row of a table, three backticks a block of code.
/// In a line: `` `code` ``, `**strong**`, `[text](/place)`, `[[key]]`.
struct ManualReader {
    private(set) var articles: [Article] = []
    /// What cannot be read, by line.
    private(set) var complaints: [String] = []
    private let file: String
    private var lines: [Substring]
    private var at = 0

    init(_ text: String, file: String) {
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while at < lines.count { readArticle() }
        let names = articles.map(\.name)
        if Set(names).count != names.count { complaints.append("\(file): a name stands twice") }
    }

    private mutating func complain(_ text: String) { complaints.append("\(file):\(at + 1): \(text)") }

    private mutating func readArticle() {
        let line = lines[at]
        guard line.hasPrefix("# "), let colon = line.firstIndex(of: ":") else {
            if !line.allSatisfy(\.isWhitespace) { complain("text before “# name: Title”") }
            at += 1
            return
        }
        let name = String(line[line.index(line.startIndex, offsetBy: 2)..<colon])
        let title = String(line[line.index(after: colon)...].drop { $0 == " " })
        if name.isEmpty || title.isEmpty || name.contains(" ") { complain("write “# name: Title”") }
        at += 1
        var blocks: [ArticleBlock] = []
        while at < lines.count, !lines[at].hasPrefix("# ") {
            if let block = readBlock() { blocks.append(block) }
        }
        if blocks.isEmpty { complain("\(name) says nothing") }
        articles.append(Article(name: name, title: title, blocks: blocks))
    }

    private mutating func readBlock() -> ArticleBlock? {
        let line = lines[at]
        if line.allSatisfy(\.isWhitespace) {
            at += 1
            return nil
        }
        if line.hasPrefix("## ") || line.hasPrefix("### ") {
            at += 1
            let level = line.hasPrefix("## ") ? 2 : 3
            return .heading(level: level, text: String(line.dropFirst(level + 1)))
        }
        if line.hasPrefix("```") { return readCode() }
        if line.hasPrefix("|") { return readTable() }
        if line.hasPrefix("> ") { return .note(spans(joined { $0.hasPrefix("> ") ? $0.dropFirst(2) : nil })) }
        if Self.item(line, numbered: true) != nil { return readList(numbered: true) }
        if Self.item(line, numbered: false) != nil { return readList(numbered: false) }
        return .paragraph(spans(joined { Self.beginsBlock($0) ? nil : $0 }))
    }

    private mutating func readCode() -> ArticleBlock {
        let begin = at
        at += 1
        var code: [Substring] = []
        while at < lines.count, !lines[at].hasPrefix("```") {
            code.append(lines[at])
            at += 1
        }
        if at == lines.count { complaints.append("\(file):\(begin + 1): this code does not end") }
        at += 1
        return .code(code.joined(separator: "\n"))
    }

    private mutating func readTable() -> ArticleBlock {
        var rows: [[[ArticleSpan]]] = []
        while at < lines.count, lines[at].hasPrefix("|") {
            let cells = lines[at].split(separator: "|").map { $0.drop { $0 == " " } }
            if !cells.allSatisfy({ $0.allSatisfy { "-: ".contains($0) } }) {
                rows.append(cells.map { spans(String($0.reversed().drop { $0 == " " }.reversed())) })
            }
            at += 1
        }
        if Set(rows.map(\.count)).count != 1 { complain("the rows above have not the same number of cells") }
        return .table(rows)
    }

    private mutating func readList(numbered: Bool) -> ArticleBlock {
        var items: [String] = []
        while at < lines.count {
            if let item = Self.item(lines[at], numbered: numbered) {
                items.append(String(item))
            } else if lines[at].hasPrefix("  "), let last = items.popLast() {
                items.append(Self.join(last, lines[at].drop { $0 == " " }))
            } else {
                break
            }
            at += 1
        }
        return .list(numbered: numbered, items: items.map { spans($0) })
    }

    /// The following lines as one text, as long as they belong together.
    private mutating func joined(_ part: (Substring) -> Substring?) -> String {
        var text = ""
        while at < lines.count, !lines[at].isEmpty, let part = part(lines[at]) {
            text = text.isEmpty ? String(part) : Self.join(text, part)
            at += 1
        }
        return text
    }

    /// Chinese lines meet without a blank.
    private static func join(_ first: String, _ second: Substring) -> String {
        let isWide = { (letter: Character?) in letter.map { !$0.isASCII } ?? false }
        return first + (isWide(first.last) || isWide(second.first) ? "" : " ") + second
    }

    private static func beginsBlock(_ line: Substring) -> Bool {
        ["# ", "## ", "### ", "```", "|", "> "].contains { line.hasPrefix($0) }
            || item(line, numbered: true) != nil || item(line, numbered: false) != nil
    }

    private static func item(_ line: Substring, numbered: Bool) -> Substring? {
        if !numbered { return line.hasPrefix("- ") ? line.dropFirst(2) : nil }
        let rest = line.drop { $0.isASCII && $0.isNumber }
        return rest.count < line.count && rest.hasPrefix(". ") ? rest.dropFirst(2) : nil
    }
}

extension ManualReader {
    private mutating func spans(_ text: String) -> [ArticleSpan] {
        var spans: [ArticleSpan] = []
        var plain = ""
        var rest = Substring(text)
        while let letter = rest.first {
            guard let found = Self.marked(rest) else {
                plain.append(letter)
                rest = rest.dropFirst()
                continue
            }
            if !plain.isEmpty { spans.append(.text(plain)) }
            plain = ""
            spans.append(found.span)
            rest = found.rest
            if case .link(_, let place) = found.span, !Self.isPlace(place) {
                complain("“\(place)” is no place to link to")
            }
        }
        if !plain.isEmpty { spans.append(.text(plain)) }
        return spans
    }

    private static func isPlace(_ place: String) -> Bool {
        place.hasPrefix("#") || place.hasPrefix("https://")
            || (place.hasPrefix("/") && !place.hasPrefix("//"))
    }

    private static func marked(_ text: Substring) -> (span: ArticleSpan, rest: Substring)? {
        if let (inner, rest) = between("`", "`", text) { return (.code(inner), rest) }
        if let (inner, rest) = between("**", "**", text) { return (.strong(inner), rest) }
        if let (inner, rest) = between("[[", "]]", text) {
            // `[[ [ ]]` is the key [.
            return (.key(inner.filter { $0 != " " }), rest)
        }
        guard let (inner, rest) = between("[", "](", text),
            let (place, end) = between("(", ")", "(" + rest)
        else { return nil }
        return (.link(text: inner, to: place), end)
    }

    private static func between(
        _ opening: String, _ closing: String, _ text: Substring
    ) -> (String, Substring)? {
        guard text.hasPrefix(opening) else { return nil }
        let inner = text.dropFirst(opening.count)
        guard let end = inner.firstRange(of: closing), end.lowerBound > inner.startIndex else { return nil }
        return (String(inner[..<end.lowerBound]), inner[end.upperBound...])
    }
}
