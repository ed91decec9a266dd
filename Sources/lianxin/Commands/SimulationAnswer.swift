import Core
import Desk
import Exchange
import Foundation

/// What a simulation found, as it is told: one JSON object.
struct SimulationAnswer: Encodable {
    struct Count: Encodable {
        let name: String
        let matters: Int
        let mattersAfter: Int
        let lateBefore: Int
        let lateAfter: Int
        let newlyLate: Int
        let newlyInTime: Int

        init(_ name: String, _ tally: SimulationTally) {
            self.name = name
            (matters, mattersAfter) = (tally.matters, tally.mattersAfter)
            (lateBefore, lateAfter) = (tally.lateBefore, tally.lateAfter)
            (newlyLate, newlyInTime) = (tally.newlyLate, tally.newlyInTime)
        }
    }

    struct Changed: Encodable {
        let number: String
        let kind: String
        let category: String?
        let unit: String
        let limitBefore: String?
        let limitAfter: String?
        let dueBefore: String?
        let dueAfter: String?
        let lateHoursBefore: Double
        let lateHoursAfter: Double
    }

    struct Unit: Encodable {
        let unit: String
        let visits: Int
        let peak: Int
        let hands: Double
        let handsAfter: Double
    }

    struct Check: Encodable {
        /// Matters replayed with nothing changed, and those whose clocks then ran out otherwise than the log
        /// says; absent where the pack in force is not known with its stages.
        let replayed: Int?
        let different: Int?
        /// With nothing changed: the largest distance of an end of work in the model from the log's.
        let largestDifferenceMinutes: Double?
    }

    let from: String
    let until: String
    /// Nothing is known behind it.
    let end: String
    let changes: [String]
    let all: Count
    let leftOut: Int
    let closedBefore: Int
    let closedAfter: Int
    let kinds: [Count]
    let limits: [Count]
    let categories: [Count]
    let units: [Count]
    let largest: [Changed]
    let staff: [Unit]
    let check: Check
    let assumptions: [String]

    init(
        _ outcome: Simulation.Outcome, _ simulation: Simulation, _ span: SimulationSpan,
        changes: [StaffChange], limits file: String?
    ) {
        let report = outcome.report
        let calendar = simulation.city.calendar
        (from, until) = (span.first.description, span.last.description)
        end = calendar.minute(of: outcome.end)
        self.changes = Self.changes(simulation, changes, file)
        all = Count("all", report.all)
        leftOut = report.left
        (closedBefore, closedAfter) = (report.closedBefore, report.closedAfter)
        kinds = Self.counts(report.kinds) { $0 }
        limits = Self.counts(report.limits) { $0 }
        categories = Self.counts(report.categories) { $0.isEmpty ? "-" : $0 }
        units = Self.counts(report.units) { $0.text }
        largest = report.largest.map { Self.changed($0, calendar) }
        staff = (outcome.work?.units ?? []).map { unit in
            Unit(
                unit: unit.unit.text, visits: unit.visits, peak: unit.peak, hands: rounded(unit.hands),
                handsAfter: rounded(outcome.work?.hands[unit.unit] ?? unit.hands))
        }
        check = Check(
            replayed: outcome.check?.matters, different: outcome.check?.different,
            largestDifferenceMinutes: outcome.work.map { rounded(Double($0.largestDifference) / 60_000) })
        assumptions = Self.assumptions(of: simulation)
    }

    /// Those that change most first.
    private static func counts<Key: Hashable & Comparable>(
        _ tallies: [Key: SimulationTally], name: (Key) -> String
    ) -> [Count] {
        tallies.sorted { left, right in
            let (one, other) = (left.value, right.value)
            return (other.newlyLate + other.newlyInTime, other.lateAfter, left.key)
                < (one.newlyLate + one.newlyInTime, one.lateAfter, right.key)
        }.map { Count(name($0.key), $0.value) }
    }

    private static func changed(_ matter: SimulatedMatter, _ calendar: WorkingCalendar) -> Changed {
        Changed(
            number: matter.number, kind: matter.kind, category: matter.category,
            unit: matter.after.unit.text, limitBefore: matter.before.worst, limitAfter: matter.after.worst,
            dueBefore: matter.before.due.map(calendar.minute),
            dueAfter: matter.after.due.map(calendar.minute),
            lateHoursBefore: hours(matter.before.delay), lateHoursAfter: hours(matter.after.delay))
    }

    private static func changes(
        _ simulation: Simulation, _ changes: [StaffChange], _ file: String?
    ) -> [String] {
        var lines: [String] = []
        if let file { lines.append("limits of \(file): \(simulation.city.limits.rules.count) rules") }
        let (old, new) = (simulation.old.dispatch.rules, simulation.city.dispatch.rules)
        if simulation.changesDispatch {
            lines.append("dispatch: \(Set(new).subtracting(old).count) rules that are not in force")
        }
        for change in changes {
            let unit = change.unit?.text ?? "every other unit"
            switch change.amount {
            case .factor(let factor): lines.append("staff of \(unit): times \(rounded(factor))")
            case .people(let more):
                let people = change.unit.flatMap { simulation.staff?.people(in: $0) }
                let from = people.map { " (\($0) to \($0 + more))" } ?? ""
                lines.append("staff of \(unit): \(more > 0 ? "+" : "")\(more)\(from)")
            }
        }
        if simulation.order != .shared { lines.append("order of work: \(simulation.order.rawValue)") }
        return lines.isEmpty ? ["the pack of --city against the one in force, or nothing"] : lines
    }

    private static func assumptions(of simulation: Simulation) -> [String] {
        let clocks = [
            "What people did stays, and in the same order; only due times are worked out anew.",
            "An open matter counts as late when its time ran out before the log ends.",
            "What followed from being late (reminders, supervision) stays as it happened.",
        ]
        if !simulation.changesWork { return clocks }
        return clocks + [
            "A unit works on c matters at once, c being the mean of what stood with it while anything did.",
            "With n matters there, each gets min(1, c/n) of a hand, in opening hours only; that is its work.",
            "Work stays as large with other staff. Nights, weekends and the residents' time stay "
                + "as they were.",
            "A matter that is open stays open, and holds its unit's hands for as much work as it had.",
        ]
    }
}

/// One row of a matter in the file of `--csv`.
enum SimulationRow {
    static let header =
        "number,kind,category,unit,unitAfter,raisedAt,lateBefore,lateAfter,limitBefore,limitAfter,"
        + "dueBefore,dueAfter,lateHoursBefore,lateHoursAfter,closedBefore,closedAfter\r\n"

    static func line(of matter: SimulatedMatter, _ calendar: WorkingCalendar) -> String {
        let (before, after) = (matter.before, matter.after)
        let cells = [
            matter.number, matter.kind, matter.category ?? "", before.unit.text, after.unit.text,
            calendar.minute(of: matter.raisedAt), before.isLate ? "yes" : "no", after.isLate ? "yes" : "no",
            before.worst ?? "", after.worst ?? "", before.due.map(calendar.minute) ?? "",
            after.due.map(calendar.minute) ?? "", "\(hours(before.delay))", "\(hours(after.delay))",
            before.closed.map(calendar.minute) ?? "", after.closed.map(calendar.minute) ?? "",
        ]
        return cells.map(TextSink.cell).joined(separator: ",") + "\r\n"
    }
}

private func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }

private func hours(_ milliseconds: Int64) -> Double { rounded(Double(milliseconds) / 3_600_000) }

extension WorkingCalendar {
    /// `2026-07-01 09:30`, in the city's time.
    fileprivate func minute(of moment: Moment) -> String {
        let day = date(of: moment)
        let minutes = (moment - start(of: day)) / 60_000
        return "\(day) " + String(format: "%02d:%02d", Int(minutes / 60), Int(minutes % 60))
    }
}
