import Core
import Foundation

extension SimulationAnswer {
    /// So many rows of a table are shown; JSON and CSV have all.
    private static let mostRows = 12

    /// The answer for a terminal.
    func lines(in city: City) -> [String] {
        var lines = [
            "\(all.matters) matters raised from \(from) to \(until); the log ends on \(end).",
            "Tried: \(changes.joined(separator: "; ")).", "",
        ]
        if leftOut > 0 {
            lines.insert("\(leftOut) of kinds that the city does not know are left out.", at: 1)
        }
        lines += table("", [all]) { _ in "" }
        lines += table("kind", kinds) { city.procedures[$0]?.name.en ?? "" }
        lines += table("limit", limits) { name in
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            return parts.count == 2 ? city.procedures[parts[0]]?.limit(parts[1])?.text.en ?? "" : ""
        }
        lines += table("category", categories) { city.catalogue[$0]?.name.en ?? "" }
        lines += table("unit", units) { city.units[UnitCode($0)]?.name.en ?? "" }
        lines += largestLines
        lines += staffLines
        lines.append("Ended by then: \(closedBefore), and would be: \(closedAfter).")
        lines += checkLines
        lines += assumptions.map { "Assumed: \($0)" }
        return lines
    }

    private func table(_ title: String, _ counts: [Count], name: (String) -> String) -> [String] {
        let shown = counts.prefix(Self.mostRows)
        let head = [title, "matters", "late", "would be", "newly late", "newly in time"]
        let rows = shown.map { count in
            [
                count.name,
                count.mattersAfter == count.matters
                    ? "\(count.matters)" : "\(count.matters)→\(count.mattersAfter)",
                "\(count.lateBefore)", "\(count.lateAfter)", "\(count.newlyLate)", "\(count.newlyInTime)",
                name(count.name),
            ]
        }
        let more = counts.count - shown.count
        return aligned([head + [""]] + rows) + (more > 0 ? ["  and \(more) more"] : []) + [""]
    }

    private var largestLines: [String] {
        if largest.isEmpty { return ["No matter would have been later or earlier.", ""] }
        let head = ["number", "was late", "would be", "limit", "unit", "due then", "would be due"]
        let rows = largest.map { matter in
            [
                matter.number, days(matter.lateHoursBefore), days(matter.lateHoursAfter),
                limit(of: matter), matter.unit, matter.dueBefore ?? "-", matter.dueAfter ?? "-",
            ]
        }
        return ["The \(largest.count) that change most:"] + aligned([head] + rows, words: [0, 3, 4, 5, 6]) + [
            ""
        ]
    }

    /// The one that is late by most; both where it is another one than before.
    private func limit(of matter: Changed) -> String {
        let limits = [matter.limitBefore, matter.limitAfter].compactMap { $0 }
        return limits.count == 2 && limits[0] == limits[1] ? limits[0] : limits.joined(separator: "→")
    }

    private var staffLines: [String] {
        let changed = staff.filter { $0.hands != $0.handsAfter }
        if changed.isEmpty { return [] }
        let rows = changed.prefix(Self.mostRows).map { unit in
            [unit.unit, "\(unit.visits)", "\(unit.peak)", "\(unit.hands)", "\(unit.handsAfter)"]
        }
        let more = changed.count - rows.count
        return aligned([["unit", "visits", "at most at once", "hands", "would be"]] + rows)
            + (more > 0 ? ["  and \(more) more"] : []) + [""]
    }

    private var checkLines: [String] {
        var lines: [String] = []
        if let replayed = check.replayed, let different = check.different {
            lines.append(
                different == 0
                    ? "Check: with nothing changed the replay says what the log says, for all \(replayed)."
                    : "Check: with nothing changed the replay differs from the log for \(different) of "
                        + "\(replayed), which other packs were in force for.")
        } else {
            lines.append(
                "Check: none, for the pack on record is known without its stages; name its folder with --old."
            )
        }
        if let minutes = check.largestDifferenceMinutes {
            lines.append(
                "Check: with nothing changed the units at work end every visit within \(minutes) minutes of "
                    + "the log.")
        }
        return lines
    }

    private func days(_ hours: Double) -> String {
        hours == 0
            ? "in time" : hours < 48 ? String(format: "%.1f h", hours) : String(format: "%.1f d", hours / 24)
    }

    /// Columns as wide as their widest cell; numbers to the right.
    private func aligned(_ rows: [[String]], words: Set<Int> = [0, 6]) -> [String] {
        guard let first = rows.first else { return [] }
        let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return words.contains(column) ? cell + space : space + cell
            }
            let line = cells.joined(separator: "  ")
            return "  " + String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
