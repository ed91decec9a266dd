/// A text in both languages of the city. Chinese leads; English stands beside it.
public struct LocalText: Hashable, Sendable, Codable {
    public let zh: String
    public let en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    public subscript(language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}

/// The languages a reader may choose. The raw value is the BCP 47 tag's first part.
public enum Language: String, CaseIterable, Hashable, Sendable, Codable {
    case zh, en
}
