/// A leader's days at the number-one window (M113). Both days count.
public struct DutyDays: Hashable, Sendable {
    public let id: Int64
    public let person: Int64
    public let name: LocalText
    public let from: CivilDate
    public let through: CivilDate

    public init(id: Int64, person: Int64, name: LocalText, from: CivilDate, through: CivilDate) {
        self.id = id
        self.person = person
        self.name = name
        self.from = from
        self.through = through
    }

    public func holds(on day: CivilDate) -> Bool { from <= day && day <= through }
}

extension [DutyDays] {
    /// Who is on duty: the one whose days began last, the later written of two.
    public func onDuty(on day: CivilDate) -> DutyDays? {
        filter { $0.holds(on: day) }.max { ($0.from, $0.id) < ($1.from, $1.id) }
    }
}
