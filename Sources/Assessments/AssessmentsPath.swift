import Core

/// The addresses of the assessments, and of the lists that their figures open.
enum AssessmentsPath {
    static let home = "/assessments"
    static let published = "/assessments/published"

    static func report(_ period: AssessmentPeriod) -> String {
        switch period.sort {
        case .day: "/assessments/days/\(period.text)"
        case .week: "/assessments/weeks/\(period.text)"
        case .month: "/assessments/months/\(period.text)"
        }
    }

    static func published(_ month: CivilDate, host: UnitCode? = nil) -> String {
        published + "/\(month.monthText)" + (host.map { "?host=\($0.text)" } ?? "")
    }

    static func meeting(_ host: UnitCode, in month: CivilDate) -> String {
        "/assessments/months/\(month.monthText)/meetings/\(host.text)"
    }

    static func diagnosis(_ host: UnitCode, in month: CivilDate) -> String {
        "/assessments/months/\(month.monthText)/diagnoses/\(host.text)"
    }

    static func submission(_ unit: UnitCode, in month: CivilDate) -> String {
        "/assessments/months/\(month.monthText)/submissions/\(unit.text)"
    }

    // MARK: The rows of a figure

    static func matter(_ number: String) -> String { "/matters/\(number)" }
    static func open(_ unit: UnitCode) -> String { "/matters?state=open&unit=\(unit.text)" }
    static func late(_ unit: UnitCode) -> String { "/matters?state=open&overdue=yes&unit=\(unit.text)" }

    static func raised(from first: CivilDate, through last: CivilDate, unit: UnitCode? = nil) -> String {
        "/matters?from=\(first)&to=\(last)" + (unit.map { "&unit=\($0.text)" } ?? "")
    }
}
