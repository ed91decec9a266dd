public import Core

/// An open matter that may be what somebody is just telling or typing in.
public struct LikelyMatter: Hashable, Sendable {
    public let number: String
    public let title: String
    public let kind: String
    public let stage: String
    public let area: AreaCode
    /// Why it may be, in a line; empty where that was not looked for.
    public let why: String

    public init(number: String, title: String, kind: String, stage: String, area: AreaCode, why: String) {
        self.number = number
        self.title = title
        self.kind = kind
        self.stage = stage
        self.area = area
        self.why = why
    }

    /// Of the same class near by, or in similar words.
    public init(_ record: MatterRecord) {
        self.init(
            number: record.number, title: record.title, kind: record.kind, stage: record.stage,
            area: record.area, why: "")
    }
}
