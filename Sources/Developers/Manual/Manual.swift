import CManual
import Core

/// Everything that is told about the program inside it, in both languages.
struct Manual: Sendable {
    /// Guides for those who write programs or pages of their own, in their order.
    let guides: [Language: [Article]]
    /// What each page is for and how it is used; an article is named as `Page(help:)` names it.
    let help: [Language: [Article]]
    /// What is wrong with the files; nothing in a build that is whole.
    let complaints: [String]

    /// As it is built in.
    static let shared = Manual { name in
        let texts = UnsafeBufferPointer(start: manual_text_list(), count: manual_text_count)
        guard let text = texts.first(where: { String(cString: $0.name) == name }) else { return "" }
        return String(decoding: UnsafeBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
    }

    /// - Parameter text: gives the text of `guides.zh`, `help.en` …
    init(text: (String) -> String) {
        var complaints: [String] = []
        func read(_ part: String) -> [Language: [Article]] {
            var read: [Language: [Article]] = [:]
            for language in Language.allCases {
                let file = "\(part).\(language.rawValue)"
                let reader = ManualReader(text(file), file: file)
                read[language] = reader.articles
                complaints += reader.complaints
            }
            let names = read.mapValues { Set($0.map(\.name)) }
            for (language, own) in names.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                for other in names.values.reduce(into: Set<String>(), { $0.formUnion($1) }).subtracting(own) {
                    complaints.append("\(part).\(language.rawValue): \(other) is missing")
                }
            }
            return read
        }
        guides = read("guides")
        help = read("help")
        self.complaints = complaints
    }

    func guide(_ name: String, _ language: Language) -> Article? {
        guides[language]?.first { $0.name == name }
    }

    func help(_ topic: String, _ language: Language) -> Article? {
        help[language]?.first { $0.name == topic }
    }
}
