import Calls
import CityPack
import Core
import Desk
import Directory
import Storage
import Web

/// The hotline's last two weeks: calls that were answered, filed, missed; some that are still to be wrapped
/// up, and people to be called back.
enum DemoCalls {
    private static let days = 14

    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        let takers = try await CallTakers(town, directory)
        let calendar = town.pack.city.calendar
        let calls = town.calls.helped(by: town.callsHelp(directory))
        let texts = try DemoTexts(pack: town.pack)
        var filter = MatterFilter()
        filter.channel = .hotline
        var standing = try await town.desk.list(filter, in: .city, limit: 200).matters[...]
        let today = calendar.date(of: end)
        for ago in (1...days).reversed() {
            let date = today.adding(days: -ago)
            // Fewer on days off; one day on which more came than could be taken.
            let count = ago == 4 ? 150 : calendar.isWorkingDay(date) ? 60 : 30
            let day = SimulatedDay(
                calls: count, from: calendar.start(of: date), takers: takers.logins,
                called: ["12345", "12345", "12345", "12319"], seed: seed &+ UInt64(ago))
            let filed = day.items.count { $0.result == .filed }
            let some = Array(standing.prefix(filed))
            standing = standing.dropFirst(filed)
            let concerns = CallConcerns(
                day, texts, town.pack.city, seed: seed &+ UInt64(ago), standing: some)
            let player = CallPlayer(calls, takers: takers.officers) { concerns[$0] }
            _ = try await player.play(day)
        }
        try await calls.leave(open: takers.logins, end: end)
        try await calls.tick(at: end)
    }
}
