public import Core
public import Web

/// Says what was found of a part, in the reader's language: on the page, and by `lianxin doctor`.
public struct HealthTelling: Sendable {
    private let words: Words

    public init(_ words: Words) { self.words = words }

    /// The sentences of this room alone, for commands.
    public static let files = WordFiles(
        owner: "Operation", zh: PackageResources.zh_words, en: PackageResources.en_words)

    public func part(_ line: HealthLine) -> String { words("operation.part.\(line.name)") }

    public func sentence(_ line: HealthLine) -> String { words(key(line), line.values) }

    /// What to do; nil where nothing is.
    public func remedy(_ line: HealthLine) -> String? {
        let key = "\(key(line)).remedy"
        return line.state == .ok || !words.holds(key) ? nil : words(key, line.values)
    }

    private func key(_ line: HealthLine) -> String { "operation.\(line.name).\(line.finding)" }
}
