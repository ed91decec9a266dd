public import Core
import Storage

/// What one post lets its holder see.
public enum Scope: Hashable, Sendable {
    /// Every matter of the city.
    case city
    /// Matters of an area below the city.
    case area(AreaCode)
    /// Matters that a unit leads or was asked to see to.
    case unit(UnitCode)

    /// The word in URLs: `city`, `area-980101`, `unit-U01`.
    public var text: String {
        switch self {
        case .city: "city"
        case .area(let code): "area-\(code.text)"
        case .unit(let code): "unit-\(code.text)"
        }
    }
}

extension City {
    /// What the posts let see, the widest first, none twice.
    public func scopes(of posts: [Post]) -> [Scope] {
        var scopes: [Scope] = []
        for post in posts {
            guard let role = roles[post.role] else { continue }
            let scope: Scope
            switch role.sight {
            case .area: scope = post.area.contains(area) ? .city : .area(post.area)
            case .unit: scope = .unit(post.unit)
            }
            if !scopes.contains(scope) { scopes.append(scope) }
        }
        return scopes.sorted { $0.order < $1.order }
    }

    /// The stages in which a holder of the role has a step to take that leads on.
    public func stagesToWork(in role: String) -> [String] {
        var stages: Set<String> = []
        for procedure in procedures.values {
            for move in procedure.moves
            where !move.automatic && move.to != nil && move.by.contains(.role(role)) {
                stages.formUnion(move.from.filter { procedure.stage($0)?.closes == nil })
            }
        }
        return stages.sorted()
    }
}

extension Scope {
    fileprivate var order: Int {
        switch self {
        case .city: 0
        case .area(let code): code.level.rawValue
        case .unit: 100
        }
    }

    /// Whether a matter is seen in it; a unit sees those too that it has a part of. Lists of a unit hold what
    /// it answers for, so every figure opens into as many rows; a search finds all that it sees.
    public func holds(_ record: MatterRecord) -> Bool {
        switch self {
        case .city: true
        case .area(let code): code.contains(record.area)
        case .unit(let unit):
            record.lead == unit || record.raisedTo == unit || record.sharers.contains(unit)
        }
    }

    /// A condition on `matters` that all that is seen meets, and hardly more: `holds` says exactly. No key of
    /// an index.
    var sight: SQL {
        var all = conditions
        if case .unit(let unit) = self { all.append("sharers LIKE \("% \(unit.text) %")") }
        return "(" + SQL.join(all, by: " OR ") + ")"
    }

    /// All of its conditions as one, to be asked of a row. No key of an index.
    var whole: SQL { "(" + SQL.join(conditions, by: " OR ") + ")" }

    /// Conditions that no matter meets twice, each one key of an index. That a unit does not lead what was
    /// raised to it is said as the partial indexes say it: an engine uses one only where it finds its words.
    var conditions: [SQL] {
        switch self {
        case .city: ["1 = 1"]
        case .area(let code): [code.condition]
        case .unit(let unit):
            ["lead = \(unit)", "raised_to = \(unit) AND (lead IS NULL OR lead <> raised_to)"]
        }
    }
}

extension AreaCode {
    /// Matters in this area, by the widest column of an index that holds it.
    var condition: SQL {
        switch level {
        case .province, .city: "area >= \(text) AND area <= \(last)"
        case .county: "county = \(text)"
        case .town: "town = \(text)"
        case .village: "village = \(text)"
        case .grid, .building:
            """
            village = \(String(text.prefix(AreaLevel.village.length)))
                AND area >= \(text) AND area <= \(last)
            """
        }
    }
}
