import Core

/// The sentences of one slice in both languages, as its files hold them:
/// lines of `key: text`, `#` before a comment, `{name}` where a value goes,
/// quotes around a text whose first or last blank counts.
public struct WordFiles: Sendable {
    /// The slice they belong to, for complaints.
    public let owner: String
    let zh: [UInt8]
    let en: [UInt8]

    /// - Parameters:
    ///   - zh: the bytes of `Language/zh.words` (`PackageResources.zh_words`).
    ///   - en: the bytes of `Language/en.words`.
    public init(owner: String, zh: [UInt8], en: [UInt8]) {
        self.owner = owner
        self.zh = zh
        self.en = en
    }

    /// The sentences that every page needs.
    public static let web = WordFiles(
        owner: "Web", zh: PackageResources.zh_words, en: PackageResources.en_words)
}

/// One file, read: its sentences and what is wrong with its lines.
struct WordList {
    private(set) var sentences: [String: Sentence] = [:]
    private(set) var complaints: [String] = []

    init(_ bytes: [UInt8], from file: String) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            complaints = ["\(file): not UTF-8"]
            return
        }
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.trimmed
            guard !line.isEmpty, line.first != "#" else { continue }
            guard let colon = line.firstIndex(of: ":") else {
                complaints.append("\(file):\(index + 1): no colon after the key")
                continue
            }
            let key = String(line[..<colon].trimmed)
            let sentence = Sentence(WordList.unquoted(line[line.index(after: colon)...].trimmed))
            if key.isEmpty || key.contains(" ") {
                complaints.append("\(file):\(index + 1): a key is one word with dots")
            } else if sentences[key] != nil {
                complaints.append("\(file):\(index + 1): \(key) stands twice")
            } else {
                sentences[key] = sentence
            }
        }
    }
}

extension WordList {
    /// Quotes around a text keep the blanks inside them.
    private static func unquoted(_ text: Substring) -> String {
        text.count >= 2 && text.first == "\"" && text.last == "\""
            && text.dropFirst().dropLast().contains("\"") == false
            ? String(text.dropFirst().dropLast()) : String(text)
    }
}

/// A sentence cut at its places: text, name, text, name, text.
struct Sentence: Sendable {
    /// What stands between the places; always one more than there are names.
    let texts: [String]
    let names: [String]

    /// A brace that does not close is text.
    init(_ source: String) {
        var texts: [String] = []
        var names: [String] = []
        var current = ""
        var rest = Substring(source)
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            current += rest[..<open]
            texts.append(current)
            current = ""
            names.append(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        texts.append(current + rest)
        self.texts = texts
        self.names = names
    }

    func filled(_ value: (String) -> String) -> String {
        var result = texts[0]
        for (name, text) in zip(names, texts.dropFirst()) {
            result += value(name)
            result += text
        }
        return result
    }
}
