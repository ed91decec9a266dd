import Core
import Language

/// The checks of an answer with what was known when it was given.
extension QualityJudge {
    /// Everything that one answer alone shows.
    ///
    /// - Parameter resident: What is known of whoever raised it: name, telephone.
    func findings(
        _ scene: AnswerScene, resident: [String], against background: SignatureBackground
    ) -> [QualityFinding] {
        let found: [(QualityCheck, QualityReason?)] = [
            (.misfiled, misfiled(scene)),
            (.empty, empty(scene.answer, question: scene.question)),
            (
                .untouched,
                untouched(
                    title: scene.title, question: scene.question, answer: scene.answer, against: background)
            ),
            (.uncontacted, uncontacted(scene)),
            (.private, named(scene.answer, resident: resident)),
            (.rushed, quick(scene)),
            (.unsolved, unsolved(scene.answer)),
            (.repeated, again(scene)),
        ]
        return found.compactMap { check, reason in reason.map { QualityFinding(check, $0) } }
    }

    private func misfiled(_ scene: AnswerScene) -> QualityReason? {
        let filing = rules.filing
        let isInquiry =
            filing.inquiryKinds.contains(scene.kind)
            || scene.category.map(filing.inquiryCategories.contains) == true
            || (filing.direct && scene.isDirect)
        if isInquiry { return leaning(title: scene.title, question: scene.question, to: .complaint) }
        if filing.complaintKinds.contains(scene.kind) {
            return leaning(title: scene.title, question: scene.question, to: .inquiry)
        }
        return nil
    }

    /// The answer that the resident said no to, given once more.
    private func again(_ scene: AnswerScene) -> QualityReason? {
        guard let refused = scene.refused, let old = keys(of: refused), let new = keys(of: scene.answer),
            old.isNear(new)
        else { return nil }
        return QualityReason("again")
    }

    // MARK: How it came about

    private func uncontacted(_ scene: AnswerScene) -> QualityReason? {
        guard scene.expectsContact, !scene.isContacted else { return nil }
        let wording = Wording(scene.answer)
        let claims = elsewhere.hits(in: wording).filter {
            $0.phrase.contains("联系") || $0.phrase.contains("电话")
        }
        return QualityReason(
            claims.isEmpty ? "none" : "claimed", words: distinct(claims), marks: claims.map(\.place))
    }

    private func quick(_ scene: AnswerScene) -> QualityReason? {
        guard !scene.isDirect, let since = scene.since else { return nil }
        let minutes = (scene.at - since) / 60_000
        guard minutes >= 0, minutes < rules.quickMinutes else { return nil }
        return QualityReason("quick", numbers: ["minutes": Int(minutes)])
    }
}
