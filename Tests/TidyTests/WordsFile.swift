/// A file of sentences, as the program reads it: `key: text`, `#` before a comment.
struct WordsFile {
    struct Entry {
        let key: String
        let text: String
        let line: Int
    }

    let path: String
    let entries: [Entry]

    init(_ text: String, path: String) {
        self.path = path
        entries = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            let line = $1.drop { $0 == " " }
            guard let colon = line.firstIndex(of: ":"), line.first != "#" else { return nil }
            return Entry(
                key: String(line[..<colon]),
                text: String(line[line.index(after: colon)...].drop { $0 == " " }),
                line: $0 + 1)
        }
    }

    static let all: [WordsFile] = House.paths.filter { $0.hasSuffix(".words") && $0.hasPrefix("Sources/") }
        .map { WordsFile(House.text($0) ?? "", path: $0) }
}

extension WordsFile.Entry {
    /// The `{name}` places, each once.
    var places: Set<String> {
        Set(
            text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
                $0.before("}")
            })
    }

    /// The text without its places.
    var plain: String {
        text.split(separator: "{", omittingEmptySubsequences: false).enumerated()
            .map { $0 == 0 ? String($1) : $1.after("}") ?? "" }.joined()
    }
}
