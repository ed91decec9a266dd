public import Core

/// Every sentence of the program, from all slices, in both languages.
public final class WordBook: Sendable {
    private let sentences: [Language: [String: Sentence]]

    /// What is wrong with the files: a key that stands twice or in one language only, places that differ.
    public let complaints: [String]

    /// The union of the files. Of a key that stands twice the first is kept, and a complaint.
    public init(_ files: [WordFiles]) {
        var sentences: [Language: [String: Sentence]] = [.zh: [:], .en: [:]]
        var complaints: [String] = []
        for file in files {
            for (language, bytes) in [(Language.zh, file.zh), (.en, file.en)] {
                let list = WordList(bytes, from: "\(file.owner)/Language/\(language.rawValue).words")
                complaints += list.complaints
                for (key, sentence) in list.sentences {
                    if sentences[language]?[key] != nil {
                        complaints.append("\(file.owner): \(key) stands in another slice's file too")
                    } else {
                        sentences[language]?[key] = sentence
                    }
                }
            }
        }
        self.sentences = sentences
        self.complaints = (complaints + WordBook.differences(sentences)).sorted()
    }

    /// The sentences in one language.
    public func words(_ language: Language) -> Words { Words(language, self) }

    /// Every key, in the order of the alphabet.
    public var keys: [String] { Set(sentences.values.flatMap(\.keys)).sorted() }

    /// Whether the key stands in the book in this language.
    public func holds(_ key: String, in language: Language) -> Bool { self[key, language] != nil }

    subscript(key: String, language: Language) -> Sentence? { sentences[language]?[key] }

    /// English has a singular of its own: `key.one` needs no Chinese line of its own.
    private static func differences(_ sentences: [Language: [String: Sentence]]) -> [String] {
        let chinese = sentences[.zh] ?? [:]
        let english = sentences[.en] ?? [:]
        var complaints: [String] = []
        for (key, sentence) in chinese {
            guard let other = english[key] else {
                complaints.append("\(key): no English")
                continue
            }
            if Set(sentence.names) != Set(other.names) {
                complaints.append("\(key): the places in braces differ between the languages")
            }
        }
        for key in english.keys where chinese[key] == nil && !key.hasSuffix(".one") {
            complaints.append("\(key): no Chinese")
        }
        return complaints
    }
}
