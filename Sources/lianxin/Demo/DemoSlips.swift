import CityPack
import Core
import Desk
import Directory
import Slips
import Storage
import Web

/// Boxes that were emptied, days of stations, and people whom delegates received in the last weeks: so that
/// every list of the slips has rows, numbers that are missing among them.
enum DemoSlips {
    private static let day: Int64 = 86_400_000
    private static let hour: Int64 = 3_600_000

    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        guard let officer = try await officer(town, directory) else { return }
        var dice = Dice(seed: seed ^ 0x511B)
        let texts = try DemoTexts(pack: town.pack)
        let places = town.pack.speakPlaces
        let boxes = places.filter { $0.kind == .box }.prefix(12)
        let stations = places.filter { $0.kind == .station }.prefix(3)
        for (index, place) in (Array(boxes) + Array(stations)).enumerated() {
            for week in [3, 2, 1] where index < 6 || week == 1 {
                try await open(
                    place, weeksAgo: Int64(week), isLast: week == 1 && index < 4, town, officer, texts, &dice,
                    end: end)
            }
        }
        for (index, studio) in places.filter({ $0.kind == .studio }).prefix(8).enumerated() {
            try await receive(studio, index, town, officer, texts, &dice, end: end)
        }
    }

    /// Somebody at the desk who takes what residents bring.
    static func officer(_ town: Town, _ directory: Directory) async throws -> Officer? {
        let city = town.pack.city
        let row = town.pack.people.first { row in
            row.post.unit == city.desk && row.post.area == city.area
                && city.roles[row.post.role]?.powers.contains(.takeCalls) == true
        }
        guard let row, let person = try await directory.person(login: row.login) else { return nil }
        let posts = person.posts(at: Surroundings.live.now())
        return Officer(
            personID: person.id, name: person.name, login: person.login, posts: posts,
            powers: Set(posts.flatMap { city.roles[$0.role]?.powers ?? [] }), sessionID: "demo")
    }

    private static func open(
        _ place: SpeakPlace, weeksAgo: Int64, isLast: Bool, _ town: Town, _ officer: Officer,
        _ texts: DemoTexts, _ dice: inout Dice, end: Moment
    ) async throws {
        let city = town.pack.city
        let about = city.calendar.date(of: end + -weeksAgo * 7 * day)
        let date = place.lastDue(before: city.calendar.start(of: about), by: city.calendar) ?? about
        let at = min(end + -hour, city.calendar.start(of: date) + 10 * hour)
        let found = 3 + dice.below(5)
        let id: Int64
        do {
            id = try await town.slips.open(
                place, on: date, found: found, delegates: [], by: officer.personID, at: at)
        } catch SlipRefusal.openedAlready {
            // After a holiday two weeks can share the day on which the box is opened.
            return
        }
        guard let opening = try await town.slips.opening(id) else { return }
        for number in 1...found {
            if number == 2, dice.hits(40) {
                let reason = dice.pick(["被雨淋湿，字看不清", "只画了一张图", "空白纸"]) ?? "空白纸"
                try await town.slips.declare(
                    number, of: id, reason == "空白纸" ? .blank : .illegible, reason: reason,
                    by: officer.personID, at: at)
                continue
            }
            // The last opening of a few boxes is still being typed in.
            if isLast, number > found - 2 { continue }
            let composed = texts.compose(in: place.area, of: city, &dice)
            var entry = SlipEntry(number: number, text: composed.text)
            (entry.category, entry.place) = (composed.category, composed.place)
            if dice.hits(50) { entry.contact = texts.contact(&dice) }
            _ = try await town.slips.take(
                entry, into: opening, at: place, twins: true, by: officer, now: at + Int64(number) * 60_000)
        }
    }

    private static func receive(
        _ studio: SpeakPlace, _ index: Int, _ town: Town, _ officer: Officer, _ texts: DemoTexts,
        _ dice: inout Dice, end: Moment
    ) async throws {
        let city = town.pack.city
        let modes: [Reception.Mode] = [.inPerson, .visit, .online, .phone]
        guard let date = studio.lastDue(before: end, by: city.calendar) else { return }
        let at = min(end + -hour, city.calendar.start(of: date) + 19 * hour)
        if index > 0 {
            // The first was not opened last week, and is flagged.
            _ = try await town.slips.open(
                studio, on: date, found: 0, delegates: studio.delegates.prefix(2).map(\.zh),
                by: officer.personID, at: at)
        }
        for visit in 0..<3 {
            let opinions = (0...dice.below(2)).map { _ in
                texts.compose(in: studio.area, of: city, &dice).text
            }
            let contact = texts.contact(&dice)
            let new = NewReception(
                place: studio.code, at: at + Int64(visit) * 900_000,
                delegate: dice.pick(studio.delegates)?.zh ?? "", person: contact.name ?? "王先生",
                phone: contact.phone, mode: modes[(index + visit) % 4], opinions: opinions,
                once: "demo-\(studio.code)-\(visit)-\(index)")
            _ = try await town.slips.receive(new, at: studio, by: officer, now: min(end, at + 4 * hour))
        }
    }
}
