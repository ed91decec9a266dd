import Core
import Language

/// The checks that look at one answer. Pure: the same answer, rules and background give the same findings.
struct QualityJudge: Sendable {
    let rules: QualityRules
    private let complaint: WordingPhrases
    private let inquiry: WordingPhrases
    private let stock: WordingPhrases
    let elsewhere: WordingPhrases
    private let unsolved: WordingPhrases

    init(_ rules: QualityRules) {
        self.rules = rules
        complaint = WordingPhrases(rules.filing.complaint)
        inquiry = WordingPhrases(rules.filing.inquiry)
        stock = WordingPhrases(rules.stock)
        elsewhere = WordingPhrases(rules.elsewhere)
        unsolved = WordingPhrases(rules.unsolved)
    }

    // MARK: How it was filed

    enum Leaning: String { case complaint, inquiry }

    /// Nil unless the text leans to one side by the city's margin.
    func leaning(title: String, question: String, to side: Leaning) -> QualityReason? {
        let (head, body) = (Wording(title), Wording(question))
        guard body.isChinese || head.isChinese else { return nil }
        let (asked, other) = side == .complaint ? (complaint, inquiry) : (inquiry, complaint)
        let hits = asked.hits(in: body)
        let (ours, theirs) = (weight(asked, head, hits), weight(other, head, other.hits(in: body)))
        guard ours - theirs >= rules.filing.margin else { return nil }
        return QualityReason(
            side.rawValue, words: distinct(hits + asked.hits(in: head)), marks: hits.map(\.place),
            numbers: ["for": ours, "against": theirs])
    }

    /// Each phrase counts once, and once more in the title.
    private func weight(_ phrases: WordingPhrases, _ title: Wording, _ hits: [WordingPhrases.Hit]) -> Int {
        let body = Dictionary(hits.map { ($0.phrase, $0.weight) }) { first, _ in first }
        return body.values.reduce(0, +) + phrases.hits(in: title).reduce(0) { $0 + $1.weight }
    }

    func distinct(_ hits: [WordingPhrases.Hit]) -> [String] {
        var seen: Set<String> = []
        return hits.map(\.phrase).filter { seen.insert($0).inserted }
    }

    // MARK: What the answer says

    /// Too little of its own for what was asked.
    func empty(_ answer: String, question: String) -> QualityReason? {
        let (wording, asked) = (Wording(answer), Wording(question))
        if wording.letterCount > 0, !wording.isChinese { return nil }
        // Digits and signs alone are no answer in any language; an answer in another script is not judged.
        if wording.hanCount == 0, !asked.isChinese { return nil }
        let substance = WordingSubstance(wording, stock: stock)
        let needed = min(
            max(rules.ownLetters, rules.ownLetters + asked.hanCount * rules.ownPerHundred / 100), 60)
        guard substance.own < needed else { return nil }
        // Where it points to what was said elsewhere, that was the answer.
        if !elsewhere.hits(in: wording).isEmpty { return nil }
        return QualityReason(
            substance.stock.isEmpty ? "short" : "stock", words: distinct(substance.stock),
            marks: substance.stock.map(\.place),
            numbers: ["own": substance.own, "whole": substance.whole, "needed": needed])
    }

    func untouched(
        title: String, question: String, answer: String, against background: SignatureBackground
    ) -> QualityReason? {
        // An answer that says nothing is `empty`, and not of something else besides.
        if empty(answer, question: question) != nil { return nil }
        let wording = Wording(answer)
        guard
            let touch = WordingTouch(title: title, text: question, answer: wording, against: background),
            touch.share * 100 < Double(rules.touchPercent), elsewhere.hits(in: wording).isEmpty
        else { return nil }
        return QualityReason(
            "missing", words: Array(touch.missing.prefix(6)), numbers: ["percent": Int(touch.share * 100)])
    }

    func named(_ answer: String, resident: [String]) -> QualityReason? {
        let finds = WordingPrivacy(answer, resident: resident).finds
        guard let first = finds.first else { return nil }
        return QualityReason(
            first.sort.rawValue, marks: finds.map(\.place), numbers: ["count": finds.count])
    }

    func unsolved(_ answer: String) -> QualityReason? {
        let wording = Wording(answer)
        let hits = unsolved.hits(in: wording).filter { !$0.isSaidOfSomethingElse(in: wording) }
        if hits.isEmpty { return nil }
        return QualityReason("words", words: distinct(hits), marks: hits.map(\.place))
    }

    /// What is compared with other answers of the unit: stock phrases are in all of them.
    func keys(of answer: String) -> WordingKeys? {
        let wording = Wording(answer)
        return WordingKeys(wording, leaving: stock.hits(in: wording)) ?? WordingKeys(wording)
    }

}
