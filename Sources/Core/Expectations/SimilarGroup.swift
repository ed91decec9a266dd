/// Which matters count as similar. Emergencies, urgent and ordinary matters are never mixed.
public struct SimilarGroup: Hashable, Sendable {
    public enum Likeness: Hashable, Sendable {
        /// The same category, or one above it; at a place, or anywhere.
        case category(String, at: AreaCode?)
        case kind(String)
        case all
    }

    public let urgency: Urgency
    public let likeness: Likeness

    public init(_ likeness: Likeness, _ urgency: Urgency) {
        self.likeness = likeness
        self.urgency = urgency
    }

    /// The groups of a matter, the closest first: its category in its town, in its county, anywhere; the
    /// categories above; its kind; all.
    public static func ladder(
        kind: String, category: String?, area: AreaCode, urgency: Urgency, in catalogue: Catalogue
    ) -> [SimilarGroup] {
        var rungs: [Likeness] = []
        if let category {
            for level in [AreaLevel.town, .county] {
                if let place = area.ancestor(at: level) { rungs.append(.category(category, at: place)) }
            }
            rungs.append(.category(category, at: nil))
            let above = catalogue.lineage(of: category).dropFirst()
            rungs += above.map { .category($0.code, at: nil) }
        }
        rungs += [.kind(kind), .all]
        return rungs.map { SimilarGroup($0, urgency) }
    }

    /// How it is stored: `ordinary|category|0101|980101001`.
    public var text: String {
        let rest =
            switch likeness {
            case .category(let code, let place): "category|\(code)|\(place?.text ?? "")"
            case .kind(let kind): "kind|\(kind)"
            case .all: "all"
            }
        return "\(urgency.rawValue)|\(rest)"
    }

    /// Reads what `text` writes; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let urgency = Urgency(rawValue: parts[0]) else { return nil }
        self.urgency = urgency
        switch (parts[1], parts.count) {
        case ("category", 4):
            let place = AreaCode(parts[3])
            guard place != nil || parts[3].isEmpty else { return nil }
            likeness = .category(parts[2], at: place)
        case ("kind", 3): likeness = .kind(parts[2])
        case ("all", 2): likeness = .all
        case (_, _): return nil
        }
    }
}
