import Core
import Foundation
import Testing

/// Deadlines against what others published: the State Council's lists of days, and a city's own word on which
/// of its cases were late.
@Suite("Published", .serialized) struct PublishedOracleTests {
    private static let cases = Result { try FlaggedCase.read(RealFile.at("boston311/boston_311.csv.gz")) }

    private static let lists = (2019...2026).map { "holidays/holiday-cn-\($0).json" }

    @Test(
        "lists of holidays and make-up days agree with the demo's calendar on every day of 2020 to 2026",
        .enabled(if: lists.allSatisfy(RealFile.isThere)))
    func officialDays() throws {
        struct List: Decodable {
            struct Day: Decodable {
                let date: String
                let isOffDay: Bool
            }
            let days: [Day]
        }
        var official: [String: Bool] = [:]
        for list in Self.lists {
            let days = try JSONDecoder().decode(List.self, from: Data(contentsOf: RealFile.at(list))).days
            for day in days {
                #expect(official[day.date] ?? day.isOffDay == day.isOffDay, "two lists differ: \(day.date)")
                official[day.date] = day.isOffDay
            }
        }
        let calendar = DeskTown.city.calendar
        var plain = Calendar(identifier: .gregorian)
        plain.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let first = try #require(CivilDate("2020-01-01"))
        var days = 0
        for date in (0...).lazy.map({ first.adding(days: $0) }).prefix(while: { $0.year < 2027 }) {
            days += 1
            // Foundation's weekday counts from Sunday, 1.
            let noon = Date(timeIntervalSince1970: Double(date.daysSince1970) * 86_400 + 43_200)
            let isWeekend = [1, 7].contains(plain.component(.weekday, from: noon))
            let isOff = official[date.description] ?? isWeekend
            #expect(calendar.isWorkingDay(date) == !isOff, "\(date)")
            // The other way: what the calendar calls special, a list calls so.
            #expect((calendar.offDays[date] != nil) == (official[date.description] == true), "\(date)")
            #expect(calendar.workDays.contains(date) == (official[date.description] == false), "\(date)")
        }
        #expect(days == 2557)
    }

    /// Each case goes through the program's own rules: raised with the time it was promised for, then ended
    /// when the city ended it; what was still open is looked at when the file was written. All 121,145 are
    /// read here; `RealDataTests` takes a tenth of them the whole way into a database.
    @Test(
        "flags of a city's 121,145 cases are what our clocks say",
        .enabled(if: RealFile.isThere("boston311/boston_311.csv.gz")))
    func flags() throws {
        let cases = try Self.cases.get()
        #expect(cases.count == 121_145)
        let lastEnd = try #require(cases.compactMap(\.ended).max())
        let day: Int64 = 86_400_000
        let written = Moment(milliseconds: (lastEnd.milliseconds / day + 1) * day)
        let withLimit = PausedLife.city(.calendar(365 * day))
        let without = PausedLife.city(nil)
        var (agreed, silent) = (0, [FlaggedCase]())
        var differing: [FlaggedCase] = []
        for one in cases {
            guard let late = one.isLate else {
                silent.append(one)
                continue
            }
            let city = one.target == nil ? without : withLimit
            var matter = try PausedLife.matter(in: city, at: one.raised, target: one.target)
            let events =
                if let ended = one.ended {
                    try decide(Order("end"), on: matter, by: .resident, in: city, at: ended)
                } else {
                    try decide(timer: .expiry, of: "limit", on: matter, in: city, at: written)
                }
            for event in events { matter.apply(event) }
            if matter.overdue == late { agreed += 1 } else { differing.append(one) }
        }
        let compared = agreed + differing.count
        let types = Dictionary(grouping: silent, by: \.type).mapValues(\.count)
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
        FileHandle.standardError.write(
            Data(
                """
                \(agreed) of \(compared) flags agree. \(silent.count) cases have a target and no flag: \
                \(types.map { "\($0.value) \($0.key)" }.joined(separator: ", ")).

                """.utf8))
        #expect(agreed * 1000 >= compared * 999, "\(differing.count) differ: \(differing.prefix(5))")
        #expect(compared > 120_000 && silent.count < 200)
    }

    /// The city never wrote down how it counts. Its promises say so: whole days of office time, from half
    /// past eight to five, Mondays to Fridays, without the ten holidays of its state. Where a day ends our
    /// calendar says five o'clock, and the city the next opening: no office time lies between. Its clerks'
    /// program is up to a minute late.
    @Test(
        "promises of a city are whole days of office time as our calendar counts them",
        .enabled(if: RealFile.isThere("boston311/boston_311.csv.gz")))
    func promises() throws {
        let holidays = [
            "2015-01-01", "2015-01-19", "2015-02-16", "2015-04-20", "2015-05-25", "2015-09-07", "2015-10-12",
            "2015-11-11", "2015-11-26", "2015-12-25", "2016-01-01",
        ].compactMap { CivilDate($0) }
        let name = LocalText(zh: "假日", en: "Holiday")
        let calendar = try WorkingCalendar(
            zoneOffsetMinutes: 0, hours: [DayHours(opens: 510, closes: 1020)],
            offDays: Dictionary(uniqueKeysWithValues: holidays.map { ($0, name) }),
            from: try #require(CivilDate("2015-01-01")), through: try #require(CivilDate("2016-12-31")))
        let days: [String: Int64] = [
            "CE Collection": 1, "Empty Litter Basket": 1, "Pick up Dead Animal": 1, "Utility Call-In": 2,
            "Building Inspection Request": 3, "Electrical": 5, "Plumbing": 5, "Sign Repair": 10,
            "General Comments For a Program or Policy": 10,
        ]
        var (agreed, compared) = (0, 0)
        for one in try Self.cases.get() {
            guard let count = days[one.type], let target = one.target else { continue }
            compared += 1
            let due = calendar.add(.workingHours(count * calendar.dayLength), to: one.raised)
            if abs(calendar.elapsed(from: due, to: target)) <= 60_000 { agreed += 1 }
        }
        FileHandle.standardError.write(Data("\(agreed) of \(compared) promises agree.\n".utf8))
        #expect(compared > 25_000)
        #expect(agreed * 100 >= compared * 99, "\(agreed) of \(compared)")
    }
}

/// One case of the city: its times on the city's own clock, read as if that were UTC, and its flag.
private struct FlaggedCase {
    let id: String
    let type: String
    let raised: Moment
    let target: Moment?
    let ended: Moment?
    /// Nil where the city says neither.
    let isLate: Bool?

    static func read(_ packed: URL) throws -> [FlaggedCase] {
        let plain = FileManager.default.temporaryDirectory.appending(path: "lx-flags-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: plain) }
        guard try Spawned("gzip", ["-dc", packed.path], output: plain.path).endNow() == 0 else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let records = try CSVReader.records(in: Array(try Data(contentsOf: plain))).map {
            try $0.get().fields
        }
        let names = ["CASE_ENQUIRY_ID", "TYPE", "OPEN_DT", "TARGET_DT", "CLOSED_DT", "OnTime_Status"]
        let columns = names.compactMap { name in records.first?.firstIndex(of: name) }
        guard columns.count == names.count else { throw CocoaError(.fileReadCorruptFile) }
        return try records.dropFirst().map { fields in
            let values = columns.map { fields.indices.contains($0) ? fields[$0] : "" }
            guard let raised = moment(values[2]) else { throw CocoaError(.fileReadCorruptFile) }
            return FlaggedCase(
                id: values[0], type: values[1], raised: raised, target: moment(values[3]),
                ended: moment(values[4]), isLate: values[5].isEmpty ? nil : values[5] == "OVERDUE")
        }
    }

    /// `01/05/2015 12:40:41 PM`; nil for anything else.
    private static func moment(_ text: String) -> Moment? {
        let bytes = Array(text.utf8)
        guard bytes.count == 22 else { return nil }
        func number(_ first: Int, _ count: Int) -> Int {
            bytes[first..<first + count].reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        guard let date = CivilDate(year: number(6, 4), month: number(0, 2), day: number(3, 2)) else {
            return nil
        }
        let hour = number(11, 2) % 12 + (bytes[20] == 80 ? 12 : 0)
        let seconds = date.daysSince1970 * 86_400 + hour * 3600 + number(14, 2) * 60 + number(17, 2)
        return Moment(milliseconds: Int64(seconds) * 1000)
    }
}
