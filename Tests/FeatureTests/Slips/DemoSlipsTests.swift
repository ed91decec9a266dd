import ArgumentParser
import CityPack
import Core
import Directory
import Foundation
import Storage
import Testing

@testable import lianxin

@Suite("The demo's boxes") struct DemoSlipsTests {
    /// National Day of 2026 goes on to 7 October: what was due on a day of it is due on the day before, as is
    /// what was due the week before.
    @Test("are opened once on a day, after a holiday too")
    func holiday() async throws {
        try await TestEngine.sqlite.withPlace { place in
            let words = [
                "--database", "sqlite:\(place.address)", "--files", place.address + ".files", "--city",
                DemoSite.root.appending(path: "Cities/demo").path,
            ]
            let town = try await lianxin.Town(Place.parse(words), creating: true)
            try await town.admit(as: "demo")
            let directory = try await town.directory(demo: true)
            let day = try #require(CivilDate(year: 2026, month: 10, day: 12))
            let end = town.pack.city.calendar.start(of: day) + 15 * 3_600_000
            try await DemoSlips.fill(town, directory, seed: 12345, end: end)
            let opened = try await town.database.read { connection in
                try connection.rows("SELECT place FROM slips_openings").map {
                    try $0.get("place", as: String.self)
                }
            }
            let first = Set(town.pack.speakPlaces.filter { $0.kind == .box }.prefix(6).map(\.code))
            let openings = opened.filter { first.contains($0) }.count
            #expect((6..<18).contains(openings), "no two of the three weeks had the same day")
            await town.database.close()
        }
    }
}
