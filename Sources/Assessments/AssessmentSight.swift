import Core
import Desk
import Web

/// What of the city's figures somebody may see: that of the posts whose role has the power.
struct AssessmentSight: Sendable {
    let city: City
    private let posts: [Post]

    init(_ officer: Officer, in city: City) {
        self.city = city
        posts = officer.posts.filter { city.roles[$0.role]?.powers.contains(.figures) == true }
    }

    func sees(_ unit: UnitCode) -> Bool {
        posts.contains { post in
            guard let role = city.roles[post.role] else { return false }
            switch role.sight {
            case .area: return city.units[unit].map { post.area.contains($0.area) } ?? false
            case .unit: return post.unit == unit
            }
        }
    }

    func sees(_ finding: Finding) -> Bool {
        city.sees(posts, area: finding.area, lead: finding.unit, raisedTo: finding.raisedTo)
            || sees(finding.unit)
    }

    /// The widest places of it, for a heading.
    var places: [LocalText] {
        var names: [LocalText] = []
        for post in posts {
            let name: LocalText? =
                switch city.roles[post.role]?.sight {
                case .area: city.areas[post.area]?.name
                case .unit: city.units[post.unit]?.name
                case nil: nil
                }
            if let name, !names.contains(name) { names.append(name) }
        }
        return names
    }
}

/// A report as one reader may see it.
struct SeenReport: Sendable {
    let period: AssessmentPeriod
    let report: AssessmentReport
    /// By code, only what is seen.
    let figures: [UnitCode: Figures]
    let open: [UnitCode: Int]
    let findings: [Finding]
    /// Ranks are among all units, whoever looks.
    let ranking: Ranking

    init(_ report: AssessmentReport, of period: AssessmentPeriod, _ sight: AssessmentSight) {
        self.period = period
        self.report = report
        var all: [UnitCode: Figures] = [:]
        for (code, figures) in report.figures { all[UnitCode(code)] = figures }
        figures = all.filter { sight.sees($0.key) }
        var open: [UnitCode: Int] = [:]
        for (code, count) in report.open where sight.sees(UnitCode(code)) { open[UnitCode(code)] = count }
        self.open = open
        findings = report.findings.filter(sight.sees)
        ranking = Ranking(all, units: sight.city.units, formula: report.formula, atLeast: report.atLeast)
    }

    var total: Figures { figures.values.reduce(into: Figures()) { $0 += $1 } }

    func findings(_ sort: Finding.Sort) -> [Finding] { findings.filter { $0.sort == sort } }

    /// The groups with the places that are seen.
    var groups: [(peers: Ranking.Peers, places: [Ranking.Place])] {
        ranking.groups.compactMap { group in
            let seen = group.places.filter { figures[$0.unit] != nil && $0.volume > 0 }
            return seen.isEmpty ? nil : (group.peers, seen)
        }
    }
}
