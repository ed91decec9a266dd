/// Looks over YAML text before it is parsed, for what a pack does not need and a parser could be drowned by.
///
/// Anchors and aliases (`&name`, `*name`) can make a small file mean a huge one; tabs as indentation are
/// refused by YAML with a sentence that nobody understands. Both are found here, with their line.
struct YamlScreen {
    let text: String

    func complaint(file: String) -> PackComplaint? {
        var blockIndent: Int?
        var quote: Character?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let indent = line.prefix { $0 == " " }.count
            let rest = line.dropFirst(indent)
            if let block = blockIndent {
                if rest.allSatisfy(\.isWhitespace) || indent > block { continue }
                blockIndent = nil
            }
            if quote == nil, rest.first == "\t", !rest.allSatisfy(\.isWhitespace) {
                return PackComplaint(
                    file: file, line: index + 1, problem: "a tab is used to indent", remedy: "Use spaces")
            }
            let bare = bareText(of: rest, quote: &quote)
            if let word = anchor(in: bare) {
                return PackComplaint(
                    file: file, line: index + 1,
                    problem: "\"\(word)\" is a YAML anchor or alias, which packs do not use",
                    remedy: "Write the value out, or put it in quotes")
            }
            let ending = bare.reversed().drop(while: \.isWhitespace).prefix { "|>+-0123456789".contains($0) }
            if quote == nil, let sign = ending.last, sign == "|" || sign == ">" { blockIndent = indent }
        }
        return nil
    }

    /// The line without what stands in quotes and behind `#`.
    private func bareText(of line: Substring, quote: inout Character?) -> String {
        var bare = ""
        var previous: Character = " "
        var escaped = false
        for character in line {
            if let open = quote {
                if escaped {
                    escaped = false
                } else if open == "\"", character == "\\" {
                    escaped = true
                } else if character == open {
                    quote = nil
                }
                previous = character
                continue
            }
            if character == "#", previous.isWhitespace { break }
            if character == "\"" || character == "'", " [{,:-".contains(previous) {
                quote = character
                bare.append("_")
            } else {
                bare.append(character)
            }
            previous = character
        }
        return bare
    }

    private func anchor(in bare: String) -> String? {
        let words = bare.split { " ,[]{}\t\r".contains($0) }
        return words.first { word in
            guard let sign = word.first, sign == "&" || sign == "*", let next = word.dropFirst().first else {
                return false
            }
            return next.isLetter || next.isNumber || next == "_"
        }.map(String.init)
    }
}
