import Core
public import Desk
public import Web

extension QualityDesk {
    /// What the checks ask about the answer that stood when a matter had so many events: said to whoever gave
    /// it, and kept nowhere.
    public func hints(
        about number: String, through version: Int, _ visit: Visit
    ) async throws -> [AnswerWarning] {
        hints(try await look(atAnswerOf: number, through: version), visit)
    }

    /// The findings in the reader's words.
    func hints(_ found: [QualityFinding], _ visit: Visit) -> [AnswerWarning] {
        let telling = QualityTelling(visit: visit, city: city)
        return found.map { finding in
            AnswerWarning(
                check: finding.check.rawValue, sentence: telling.reason(finding.check, finding.reason),
                words: finding.reason.words)
        }
    }
}
