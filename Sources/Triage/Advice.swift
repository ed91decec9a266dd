import Core
import Desk
import Language

/// What is suggested for one matter.
struct Advice: Sendable {
    let record: MatterRecord
    /// The likeliest first; at most three, and one alone where the category stands already.
    let suggestions: [Suggestion]
    /// A place that the text names, where the matter has none below the city.
    let place: Place?
    /// Units that gave it back: what they have said no to is not suggested again.
    let refused: [UnitCode]

    struct Suggestion: Sendable, Hashable {
        let category: String
        /// From 0 to 1; nil where no model says anything.
        let probability: Double?
        /// Nil where the catalogue names nobody, or somebody who gave it back.
        let unit: UnitCode?
        /// The rule that names the unit.
        let rule: DispatchCatalogue.Cell?
        /// What of the text decided it, in bytes of its UTF-8.
        let words: [Range<Int>]
    }

    struct Place: Sendable, Hashable {
        let area: AreaCode
        /// As the text writes it.
        let text: String
    }

    var isCategorised: Bool { record.category != nil }

    /// The area by which the unit is found.
    var area: AreaCode { place?.area ?? record.area }
}

/// Suggests what matters are about and who handles them, as of a day.
struct Adviser: Sendable {
    let city: City
    let day: CivilDate
    let model: ModelState.Ready?
    let places: PlaceFinder

    /// How many are suggested, and how many words are marked.
    static let most = 3
    static let mostWords = 6
    /// What is less likely is not worth a line.
    private static let least = 0.02

    func advice(for record: MatterRecord, refused: [UnitCode]) -> Advice {
        let place = place(of: record)
        let area = place?.area ?? record.area
        return Advice(
            record: record,
            suggestions: categories(of: record).map { found in
                let decision = city.dispatch.decision(
                    for: found.label, at: area, on: day, in: city.catalogue)
                let unit = decision?.unit
                return Advice.Suggestion(
                    category: found.label, probability: found.probability,
                    unit: unit.flatMap { refused.contains($0) ? nil : $0 }, rule: decision?.rule.cell,
                    words: words(for: found.label, of: record))
            }, place: place, refused: refused)
    }

    private func categories(of record: MatterRecord) -> [(label: String, probability: Double?)] {
        let found = model.map { model in
            model.classifier.suggestions(
                title: record.learnedTitle, text: record.text, limit: Self.most * 4
            ).filter { city.catalogue[$0.label]?.isLeaf == true }
        }
        if let given = record.category {
            return [(given, found?.first { $0.label == given }.map(\.probability))]
        }
        return (found ?? []).enumerated()
            .filter { $0.offset == 0 || $0.element.probability >= Self.least }
            .prefix(Self.most).map { ($0.element.label, $0.element.probability) }
    }

    private func words(for category: String, of record: MatterRecord) -> [Range<Int>] {
        guard let model else { return [] }
        return model.classifier.explain(
            title: record.learnedTitle, text: record.text, label: category, limit: Self.mostWords
        ).filter { $0.place == .text }.map(\.bytes)
    }

    /// What the program is surest of, for deciding by itself.
    func best(for record: MatterRecord) -> Advice.Suggestion? {
        guard let model,
            let found = model.classifier.suggestions(
                title: record.learnedTitle, text: record.text, limit: 1
            ).first,
            // What nothing in the text speaks for is only the commonest class.
            !words(for: found.label, of: record).isEmpty
        else { return nil }
        let area = place(of: record)?.area ?? record.area
        guard
            let decision = city.dispatch.decision(for: found.label, at: area, on: day, in: city.catalogue),
            !decision.isBackstop
        else { return nil }
        return Advice.Suggestion(
            category: found.label, probability: found.probability, unit: decision.unit,
            rule: decision.rule.cell, words: [])
    }

    private func place(of record: MatterRecord) -> Advice.Place? {
        guard record.area.level <= .city,
            let found = places.find(
                in: [record.place, record.text].compactMap(\.self).joined(separator: "\n"),
                within: record.area.text
            ).first,
            let area = AreaCode(found.code), record.area.contains(area), area != record.area
        else { return nil }
        return Advice.Place(area: area, text: found.text)
    }
}

extension MatterRecord {
    /// The title where it says anything that the text does not: most titles are its first sentence.
    var learnedTitle: String { Self.learnedTitle(title, text: text) }

    static func learnedTitle(_ title: String, text: String) -> String {
        let start = title.last == "…" ? title.dropLast() : title[...]
        return text.hasPrefix(start) ? "" : title
    }
}

extension PlaceFinder {
    /// Of a city's areas, by their names and the short forms people use.
    init(of city: City) {
        let endings = ["社区", "街道", "网格", "村", "镇", "乡", "区", "县"]
        self.init(
            areas: city.areas.codes.compactMap { code in
                guard code != city.area, code.level <= .village, let area = city.areas[code] else {
                    return nil
                }
                var names = [area.name.zh]
                for ending in endings where area.name.zh.hasSuffix(ending) {
                    let short = String(area.name.zh.dropLast(ending.count))
                    if short.count >= 2 { names.append(short) }
                    break
                }
                if area.name.en != area.name.zh { names.append(area.name.en) }
                return (code: code.text, names: names)
            })
    }
}
