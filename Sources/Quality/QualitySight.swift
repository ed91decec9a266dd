import Core
import Desk
import Web

/// Which findings somebody may see: those of the places whose figures they see, and those of their own unit.
struct QualitySight: Sendable {
    let city: City
    private let officer: Officer
    /// Places whose figures they see.
    let areas: [AreaCode]
    /// Units that they work in.
    let units: [UnitCode]

    init(_ officer: Officer, in city: City) {
        (self.city, self.officer) = (city, officer)
        var (areas, units): ([AreaCode], [UnitCode]) = ([], [])
        for post in officer.posts {
            guard let role = city.roles[post.role] else { continue }
            switch role.sight {
            case .area where officer.may(.figures):
                if !areas.contains(where: { $0.contains(post.area) }) {
                    areas.removeAll { post.area.contains($0) }
                    areas.append(post.area)
                }
            case .area: break
            case .unit: if !units.contains(post.unit) { units.append(post.unit) }
            }
        }
        (self.areas, self.units) = (areas, units)
    }

    /// What they begin with; nil for somebody who sees nothing.
    var home: QualityPlace? { areas.first.map { .area($0) } ?? units.first.map { .unit($0) } }

    /// The units whose lists they may open.
    var seenUnits: [Unit] {
        city.units.values.filter { sees($0.code) }.sorted { $0.code < $1.code }
    }

    func sees(_ unit: UnitCode) -> Bool {
        units.contains(unit)
            || city.units[unit].map { known in areas.contains { $0.contains(known.area) } } == true
    }

    func sees(_ area: AreaCode) -> Bool { areas.contains { $0.contains(area) } }

    func sees(_ finding: FindingRow) -> Bool {
        sees(finding.area) || units.contains(finding.unit)
            || city.sees(
                officer.posts.filter { city.roles[$0.role]?.sight == .unit }, area: finding.area,
                lead: finding.lead, raisedTo: finding.raisedTo)
    }

    /// Those who see the figures of its place; nobody of the unit it is about.
    func mayDecide(_ finding: FindingRow) -> Bool {
        sees(finding.area) && !officer.actor.works(in: finding.unit)
    }

    /// A list that was asked for, if they may open it.
    func place(area: String?, unit: String?) -> QualityPlace? {
        if let unit = unit.map({ UnitCode($0) }) { return sees(unit) ? .unit(unit) : nil }
        if let area = area.flatMap({ AreaCode($0) }) { return sees(area) ? .area(area) : nil }
        return home
    }
}
