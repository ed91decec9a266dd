public import Core
public import Desk
import Storage

/// The assessments of the city: the daily check, the weekly notice, the monthly assessment and its meetings
/// (日督查、周通报、月考核, M35, M80).
public struct AssessmentsDesk: Sendable {
    let desk: Desk
    let rules: AssessmentRules
    /// No city may call a matter sinking sooner.
    static let fewestSinkingDays: Int64 = 3

    public init(desk: Desk, rules: AssessmentRules) {
        self.desk = desk
        self.rules = rules
    }

    var city: City { desk.city }
    func today(at now: Moment) -> CivilDate { city.calendar.date(of: now) }

    /// The units that have others right below them: each holds the meetings of those.
    var hosts: [Unit] {
        let parents = Set(city.units.values.compactMap(\.parent))
        return parents.compactMap { city.units[$0] }.sorted { ($0.area, $0.code) < ($1.area, $1.code) }
    }

    /// The units of a host's meeting.
    func members(of host: UnitCode) -> [Unit] {
        city.units.values.filter { $0.parent == host }.sorted { $0.code < $1.code }
    }

    // MARK: Reading

    /// What was written of a period; nil for one that is not over, or that nobody wrote.
    func report(_ period: AssessmentPeriod) async throws -> AssessmentReport? {
        try await desk.database.read { try ReportStore(connection: $0).report(period) }
    }

    /// The periods of a sort that were written, the newest first.
    func archive(
        _ sort: AssessmentPeriod.Sort, before: CivilDate? = nil, limit: Int
    ) async throws -> [AssessmentPeriod] {
        try await desk.database.read {
            try ReportStore(connection: $0).archive(sort, before: before, limit: limit)
        }
    }

    /// What was counted of each unit from one day to another, as far as the log has been followed.
    func figures(from first: CivilDate, through last: CivilDate) async throws -> [UnitCode: Figures] {
        try await desk.database.read {
            try ReportStore(connection: $0).figures(from: first.daysSince1970, through: last.daysSince1970)
        }
    }

    /// The matters of some numbers, for their titles.
    func records(_ numbers: [String]) async throws -> [String: FoundMatter] {
        try await desk.database.read { try FindingStore(connection: $0).matters(numbers) }
    }

    /// The days of a month; nil for one that has not begun or that nobody set.
    func days(of month: CivilDate) async throws -> MonthDays? {
        try await desk.database.read { try ReportStore(connection: $0).days(of: month) }
    }
}

/// A matter as a finding names it.
struct FoundMatter: Sendable, Hashable {
    let id: Int64
    let number: String
    let title: String
    let area: AreaCode
    let lead: UnitCode?
    let raisedTo: UnitCode?
    let isOpen: Bool
}
