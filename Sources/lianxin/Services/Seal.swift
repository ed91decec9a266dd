import Desk
import Core
import Storage

/// The daily seal over all chains: taken once for each day that has ended, in the city's own time.
enum Seal {
    static func take(_ town: Town, at now: Moment) async throws {
        let yesterday = town.desk.city.calendar.date(of: now).adding(days: -1).description
        try await Anchors.take(day: yesterday, now: now, on: town.database)
    }
}
