import Core
public import Web

/// What a check asks about an answer, for whoever gives it.
public struct QualityHint: Encodable, Hashable, Sendable {
    /// The word of the check.
    public let check: String
    /// Why, in the reader's words.
    public let sentence: String
    public let words: [String]
}

extension QualityDesk {
    /// What the checks ask about the answer that stood when a matter had so many events: said to whoever gave
    /// it, and kept nowhere.
    public func hints(
        about number: String, through version: Int, _ visit: Visit
    ) async throws -> [QualityHint] {
        hints(try await look(atAnswerOf: number, through: version), visit)
    }

    /// The findings in the reader's words.
    func hints(_ found: [QualityFinding], _ visit: Visit) -> [QualityHint] {
        let telling = QualityTelling(visit: visit, city: city)
        return found.map { finding in
            QualityHint(
                check: finding.check.rawValue, sentence: telling.reason(finding.check, finding.reason),
                words: finding.reason.words)
        }
    }
}
