public import Core

/// A value that can stand in a sentence.
public protocol WordValue: Sendable {
    /// The value as a reader of the language expects it.
    func said(in words: Words) -> String
}

extension String: WordValue {
    public func said(in words: Words) -> String { self }
}

// `Int` has a `Words` of its own.
extension Int: WordValue {
    public func said(in words: Web.Words) -> String { words.number(Int64(self)) }
}

extension Int64: WordValue {
    public func said(in words: Web.Words) -> String { words.number(self) }
}

extension Moment: WordValue {
    public func said(in words: Words) -> String { words.dateTime(self) }
}

extension LocalText: WordValue {
    public func said(in words: Words) -> String { self[words.language] }
}

/// The sentences of the program in the reader's language: `words("track.title", ["number": number])`.
public struct Words: Sendable {
    public let language: Language
    let book: WordBook

    /// Hours that clocks here are ahead of UTC, in milliseconds: China has one zone and no summer time.
    public static let zoneOffset: Int64 = 8 * 3_600_000

    public init(_ language: Language, _ book: WordBook) {
        self.language = language
        self.book = book
    }

    /// The sentence with its values. A key that is not in the book shows as ⟦key⟧, as does a missing value.
    public func callAsFunction(_ key: String, _ values: [String: any WordValue] = [:]) -> String {
        guard let sentence = book[key, language] else { return "⟦\(key)⟧" }
        guard !sentence.names.isEmpty else { return sentence.texts[0] }
        return sentence.filled { values[$0]?.said(in: self) ?? "⟦\(key){\($0)}⟧" }
    }

    /// The sentence for so many: `key.one` or `key.other`, with `{count}` in it. Chinese has no singular.
    public func plural(_ key: String, _ count: Int, _ values: [String: any WordValue] = [:]) -> String {
        var values = values
        values["count"] = count
        let singular = count == 1 && book.holds("\(key).one", in: language)
        return self(singular ? "\(key).one" : "\(key).other", values)
    }

    /// Whether there is a sentence for the key.
    public func holds(_ key: String) -> Bool { book.holds(key, in: language) }

    /// A text of the city in the reader's language.
    public func callAsFunction(_ text: LocalText) -> String { text[language] }

    /// A whole number with its digits in groups of three: 121,145.
    public func number(_ number: Int64) -> String {
        let digits = String(number.magnitude)
        guard digits.count > 3 else { return String(number) }
        var grouped = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return grouped
    }
}
