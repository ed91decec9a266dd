import Core
import Storage

/// Which events an endpoint gets; an empty list means all.
struct WebhookFilter: Codable, Hashable, Sendable {
    /// Words of `PublicWord`.
    var types: [String] = []
    var kinds: [String] = []
    /// Classes with all below them.
    var categories: [String] = []
    /// Codes of areas with all inside them.
    var areas: [String] = []

    /// Everything for a text that is none of ours.
    init(stored text: String) {
        self = (try? StoredJSON.value(WebhookFilter.self, text)) ?? WebhookFilter()
    }

    init(
        types: [String] = [], kinds: [String] = [], categories: [String] = [], areas: [String] = []
    ) {
        self.types = types
        self.kinds = kinds
        self.categories = categories
        self.areas = areas
    }

    func stored() throws -> String { try StoredJSON.text(self) }

    /// Whether an event with these words is for it.
    func takes(_ words: [String], of matter: Matter, in city: City) -> Bool {
        if !types.isEmpty, !words.contains(where: types.contains) { return false }
        if !kinds.isEmpty, !kinds.contains(matter.kind) { return false }
        if !categories.isEmpty {
            let lineage = matter.category.map { city.catalogue.lineage(of: $0).map(\.code) + [$0] } ?? []
            if !lineage.contains(where: categories.contains) { return false }
        }
        if !areas.isEmpty {
            let holds = areas.contains { AreaCode($0)?.contains(matter.area) ?? false }
            if !holds { return false }
        }
        return true
    }

    /// What of it the city does not know, with the field it stands in; nil when all is well.
    func problem(in city: City) -> (field: String, value: String)? {
        if let wrong = types.first(where: { !PublicWord.all.contains($0) }) { return ("types", wrong) }
        if let wrong = kinds.first(where: { city.procedures[$0] == nil }) { return ("kinds", wrong) }
        if let wrong = categories.first(where: { city.catalogue[$0] == nil }) { return ("categories", wrong) }
        let areas = areas.first { code in AreaCode(code).flatMap { city.areas[$0] } == nil }
        return areas.map { ("areas", $0) }
    }
}
