import Core
import Testing

@Suite("The nearest station")
struct StationTests {
    private static let village = Town.area("110101001001")
    private static let place = Position(latitude: 30.6, longitude: 110.2)

    private static func station(
        _ code: String, _ latitude: Double, areas: [AreaCode] = [StationTests.village],
        duty: Station.Duty = .always,
        emergency: Bool = true, categories: [String] = ["roads"]
    ) throws -> Station {
        Station(
            code: code, name: LocalText(zh: code, en: code), unit: UnitCode("ROADS"), categories: categories,
            position: try #require(Position(latitude: latitude, longitude: 110.2)), areas: areas,
            phone: "1", duty: duty, takesEmergencies: emergency)
    }

    private static func call(emergency: Bool = false) -> StationBook.Call {
        StationBook.Call(
            category: "roads.lamp", area: Self.village, position: place, isEmergency: emergency)
    }

    @Test("is measured as the crow flies, also around the earth")
    func distance() throws {
        func meters(_ a: (Double, Double), _ b: (Double, Double)) throws -> Double {
            let first = try #require(Position(latitude: a.0, longitude: a.1))
            return first.meters(to: try #require(Position(latitude: b.0, longitude: b.1)))
        }
        #expect(try meters((30.6, 110.2), (30.6, 110.2)) == 0)
        // A degree of latitude; of longitude at 60 degrees it is half; from pole to pole; through 180.
        #expect(abs(try meters((0, 0), (1, 0)) - 111_194.93) < 0.1)
        #expect(abs(try meters((60, 10), (60, 11)) - 55_595.4) < 2)
        #expect(abs(try meters((90, 0), (-90, 0)) - 20_015_086.8) < 5)
        #expect(abs(try meters((0, 179.5), (0, -179.5)) - 111_194.93) < 0.1)
        // Beijing to Shanghai.
        #expect(abs(try meters((39.9042, 116.4074), (31.2304, 121.4737)) - 1_067_300) < 1500)
    }

    @Test("goes first among those on duty that can repair it")
    func order() throws {
        let hours = Station.Duty.working(DayHours(opens: 480, closes: 600))
        let book = StationBook([
            try Self.station("far", 30.7), try Self.station("near", 30.61),
            try Self.station("closed", 30.6001, duty: hours, emergency: false),
            try Self.station("water", 30.6, categories: ["water"]),
        ])
        // Monday 2026-03-02: at nine the third is there, at eleven it is not; on Sunday neither.
        func codes(_ moment: Moment, emergency: Bool = false) -> [String] {
            book.choices(for: Self.call(emergency: emergency), in: Town.city, at: moment).map(\.station.code)
        }
        let day = Town.city.calendar.start(of: try #require(CivilDate("2026-03-02")))
        #expect(codes(day + 9 * 3_600_000) == ["closed", "near", "far"])
        #expect(codes(day + 11 * 3_600_000) == ["near", "far", "closed"])
        #expect(codes(day + (9 - 24) * 3_600_000) == ["near", "far", "closed"])
        #expect(codes(day + 9 * 3_600_000, emergency: true) == ["near", "far"])
    }

    @Test("of its own area goes before a nearer one of another; nobody fitting is nobody")
    func areas() throws {
        let other = try #require(Self.village.parent.flatMap { AreaCode($0.text.dropLast(3) + "999") })
        let book = StationBook([
            try Self.station("nearer", 30.6001, areas: [other]), try Self.station("own", 30.65),
        ])
        let now = Moment(milliseconds: 1_772_413_200_000)
        let choices = book.choices(for: Self.call(), in: Town.city, at: now)
        #expect(choices.map(\.station.code) == ["own", "nearer"])
        #expect(choices.map(\.isOwnArea) == [true, false])
        #expect(choices.map(\.meters) == [5560, 11])
        let none = StationBook.Call(
            category: "water", area: Self.village, position: nil, isEmergency: false)
        #expect(book.choices(for: none, in: Town.city, at: now).isEmpty)
        #expect(StationBook().choices(for: Self.call(), in: Town.city, at: now).isEmpty)
    }
}
