import Core
import Markup
import Web

/// The lists to choose from that come from the city pack.
extension Telling {
    /// Beyond so many areas a list names no villages any more: the clerk finds the finer place from the
    /// words.
    private static let mostAreas = 600

    /// County → town → village in one list: each town a group, so that it works without script.
    var areaGroups: [Select.Group] {
        var groups: [Select.Group] = []
        let counties = city.areas.codes.filter { $0.level == .county }
        if !counties.isEmpty {
            groups.append(
                Select.Group(words("matters.area.counties"), counties.map { areaChoice($0, whole: true) }))
        }
        let codes = city.areas.codes
        let namesVillages = codes.count { $0.level <= .village } <= Self.mostAreas
        for town in codes where town.level == .town {
            let villages = namesVillages ? city.areas.children(of: town).filter { $0.level == .village } : []
            groups.append(
                Select.Group(
                    area(town),
                    [areaChoice(town, whole: true)] + villages.map { areaChoice($0, whole: false) }))
        }
        return groups
    }

    private func areaChoice(_ code: AreaCode, whole: Bool) -> Choice {
        let name = city.areas[code].map { words($0.name) } ?? code.text
        return Choice(value: code.text, label: whole ? words("matters.area.whole", ["name": name]) : name)
    }

    /// The leaves of the catalogue, under the names of what is above them.
    var categoryGroups: [Select.Group] {
        var groups: [(parent: String?, choices: [Choice])] = []
        for leaf in city.catalogue.leaves {
            let choice = Choice(value: leaf.code, label: words(leaf.name))
            if let index = groups.firstIndex(where: { $0.parent == leaf.parent }) {
                groups[index].choices.append(choice)
            } else {
                groups.append((leaf.parent, [choice]))
            }
        }
        return groups.map { Select.Group($0.parent.map { category($0) } ?? "", $0.choices) }
    }

    /// All units, grouped by the level of the area they serve.
    var unitGroups: [Select.Group] {
        let units = city.units.values.sorted { $0.code < $1.code }
        return AreaLevel.allCases.compactMap { level in
            let some = units.filter { $0.area.level == level }
            guard !some.isEmpty else { return nil }
            return Select.Group(
                words("matters.level.\(level)"),
                some.map { unit in
                    let label = words(unit.name)
                    let place = city.areas[unit.area].map { words($0.name) } ?? ""
                    let named = label.contains(place) || level <= .city ? label : "\(label)（\(place)）"
                    return Choice(value: unit.code.text, label: named)
                })
        }
    }

    /// The kind that a resident's words become stands first.
    private var kinds: [Procedure] {
        city.procedures.values.sorted { left, right in
            (left.kind == city.firstKind ? 0 : 1, left.kind) < (
                right.kind == city.firstKind ? 0 : 1, right.kind
            )
        }
    }

    var kindChoices: [Choice] { kinds.map { Choice(value: $0.kind, label: words($0.name)) } }

    /// Every stage of every kind once; kinds that call it differently stand side by side.
    var stageChoices: [Choice] {
        var order: [String] = []
        var labels: [String: [String]] = [:]
        for stage in kinds.flatMap(\.stages) {
            if labels[stage.name] == nil { order.append(stage.name) }
            let label = words(stage.text)
            if labels[stage.name]?.contains(label) != true { labels[stage.name, default: []].append(label) }
        }
        return order.map { Choice(value: $0, label: (labels[$0] ?? []).joined(separator: " / ")) }
    }

    /// What the stages are called in the kinds in which holders of these posts have something to do there.
    func stageNames(for posts: [Post]) -> [String: String] {
        let roles = Set(posts.map { Party.role($0.role) })
        var labels: [String: [String]] = [:]
        for procedure in kinds {
            for stage in procedure.stages where stage.closes == nil {
                let isTheirs = procedure.moves(from: stage.name).contains { move in
                    !move.automatic && move.to != nil && !roles.isDisjoint(with: move.by)
                }
                let label = words(stage.text)
                if isTheirs, labels[stage.name]?.contains(label) != true {
                    labels[stage.name, default: []].append(label)
                }
            }
        }
        return labels.mapValues { $0.joined(separator: " / ") }
    }

    /// The units the reader works in.
    var ownUnits: [UnitCode] {
        var units: [UnitCode] = []
        for post in visit.officer?.posts ?? [] where !units.contains(post.unit) { units.append(post.unit) }
        return units
    }

    /// The words of an enumeration of the vocabulary.
    func choices<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type, _ prefix: String)
        -> [Choice]
    {
        Word.allCases.map { Choice(value: $0.rawValue, label: words("matters.\(prefix).\($0.rawValue)")) }
    }
}
