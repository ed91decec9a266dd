import Core

/// Messages about areas in the words of the city's templates. Without a template nothing is sent.
struct AreaMessages: Sendable {
    let templates: [String: Template]
    /// The public address of the site, without a slash at its end.
    let address: String

    static let solved = "meTooSolved"
    static let confirm = "areaConfirm"
    static let digest = "areaDigest"

    /// Whether the city writes to subscribers at all.
    var offersDigests: Bool { templates[Self.confirm] != nil && templates[Self.digest] != nil }

    /// Whether the city tells those who said "me too".
    var offersNews: Bool { templates[Self.solved] != nil }

    func solved(category: LocalText?, area: String, _ record: AreaRecord, _ language: Language) -> String? {
        fill(
            Self.solved,
            [
                "category": category?[language] ?? "", "area": area,
                "link": "\(address)/areas/\(record.area)",
            ], language)
    }

    func confirm(area: String, token: String, _ language: Language) -> String? {
        fill(Self.confirm, ["area": area, "link": "\(address)/areas/subscriptions/\(token)"], language)
    }

    func digest(
        area: String, code: AreaCode, list: [String], token: String, _ language: Language
    ) -> String? {
        fill(
            Self.digest,
            [
                "area": area, "list": list.joined(separator: "\n"), "link": "\(address)/areas/\(code)",
                "end": "\(address)/areas/subscriptions/\(token)/end",
            ], language)
    }

    /// Replaces `{name}` by its value in one pass, so that no value is read as a blank again.
    private func fill(_ name: String, _ values: [String: String], _ language: Language) -> String? {
        templates[name]?.text[language].withBlanks { values[$0] ?? "" }
    }
}
