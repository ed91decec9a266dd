/// A seat for questions that need somebody of the field (M04): who sits there, for what, and when.
public struct ExpertSeat: Hashable, Sendable {
    public let code: String
    public let name: LocalText
    /// Codes of the classes it is for, with all below them.
    public let categories: [String]
    public let unit: UnitCode
    /// Who sits there; nil where it is whoever works in the unit.
    public let login: String?
    /// Where the switch can put a call through.
    public let phone: String?
    public let duty: DutyTimes

    public init(
        code: String, name: LocalText, categories: [String], unit: UnitCode, login: String?, phone: String?,
        duty: DutyTimes
    ) {
        self.code = code
        self.name = name
        self.categories = categories
        self.unit = unit
        self.login = login
        self.phone = phone
        self.duty = duty
    }

    /// Whether a question of this class is its own.
    public func isFor(_ category: String, in catalogue: Catalogue) -> Bool {
        catalogue.lineage(of: category).contains { categories.contains($0.code) }
    }
}

/// Where a question of a field goes now.
public enum ExpertOffer: Hashable, Sendable {
    /// No seat is for it: the taker answers or files it.
    case none
    /// These seats are on duty, the most special first.
    case seats([ExpertSeat])
    /// Nobody is on duty: call back by then. The seat is the one that comes next.
    case callBack(ExpertSeat?, due: Moment)

    /// How long after the beginning of the next duty a call-back may take, in milliseconds: two hours.
    public static let slack: Int64 = 2 * 3_600_000

    /// Where a question of a class goes at a moment.
    public init(
        for category: String, among seats: [ExpertSeat], in city: City, at now: Moment
    ) {
        let fitting = seats.filter { $0.isFor(category, in: city.catalogue) }
        guard !fitting.isEmpty else {
            self = .none
            return
        }
        let lineage = city.catalogue.lineage(of: category).map(\.code)
        func closeness(_ seat: ExpertSeat) -> Int {
            lineage.firstIndex { seat.categories.contains($0) } ?? lineage.count
        }
        let sorted = fitting.sorted { (closeness($0), $0.code) < (closeness($1), $1.code) }
        let present = sorted.filter { $0.duty.isOn(at: now, in: city.calendar) }
        if !present.isEmpty {
            self = .seats(present)
            return
        }
        let next = sorted.compactMap { seat in
            seat.duty.next(from: now, in: city.calendar).map { (seat: seat, begins: $0) }
        }.min { $0.begins < $1.begins }
        self = .callBack(
            next?.seat,
            due: next.map { $0.begins + Self.slack } ?? city.calendar.add(.workingDays(2), to: now))
    }
}
