public import Core
public import Desk
import Storage

/// The slips of the city: places where people speak, openings of boxes, stacks typed in, receptions (M16,
/// M84, M85, M86). Each slip becomes a matter through the Desk.
public struct SlipsDesk: Sendable {
    let desk: Desk
    /// The most slips of one opening.
    static let mostSlips = 1000
    /// How old an opening may be that is written down.
    static let oldestDays = 366

    public init(desk: Desk) { self.desk = desk }

    var city: City { desk.city }

    package func today(at now: Moment) -> CivilDate { city.calendar.date(of: now) }

    /// Takes over the places of the city pack, except those that were edited here.
    public func bringUpToDate(_ places: [SpeakPlace], at now: Moment) async throws {
        if places.isEmpty { return }
        try await desk.database.write { connection in
            for place in places { try PlaceStore(connection: connection).bringUpToDate(place, now: now) }
        }
    }

    // MARK: Places

    func place(_ code: String) async throws -> PlaceRecord? {
        try await desk.database.read { try PlaceStore(connection: $0).place(code) }
    }

    func places(
        in areas: [AreaCode], kind: SpeakPlace.Kind? = nil, activeOnly: Bool = true, limit: Int
    ) async throws -> [PlaceRecord] {
        try await desk.database.read {
            try PlaceStore(connection: $0).places(in: areas, kind: kind, activeOnly: activeOnly, limit: limit)
        }
    }

    /// Keeps what somebody wrote of a place.
    ///
    /// - Throws: `SlipRefusal` for what may not be.
    func keep(_ place: SpeakPlace, isNew: Bool, isActive: Bool, at now: Moment) async throws {
        let areas = city.areas
        if let problem = place.problems(known: { areas[$0] != nil }).first {
            throw SlipRefusal.place(problem)
        }
        let isKept = try await desk.database.write { connection in
            let store = PlaceStore(connection: connection)
            return isNew
                ? try store.add(place, now: now) : try store.change(place, isActive: isActive, now: now)
        }
        if !isKept { throw SlipRefusal.codeTaken }
    }

    /// The villages that have a place of their own.
    func coveredVillages() async throws -> Set<AreaCode> {
        let covered = try await desk.database.read { try PlaceStore(connection: $0).covered() }
        return Set(covered.compactMap { $0.ancestor(at: .village) })
    }

    /// What is still to be typed in at some places, and when each was opened last.
    func state(of places: [String]) async throws -> ([Opening], [String: CivilDate]) {
        try await desk.database.read { connection in
            let store = OpeningStore(connection: connection)
            return (try store.unfinished(of: places, limit: 50), try store.lastDays(of: places))
        }
    }

    func openings(of place: String, before day: CivilDate?, limit: Int) async throws -> [Opening] {
        try await desk.database.read {
            try OpeningStore(connection: $0).openings(of: place, before: day, limit: limit)
        }
    }

    /// The private link of a matter, for its receipt.
    func link(of number: String) -> String { desk.link(of: number) }

    // MARK: Openings

    /// Writes down that a place was opened and how many slips were found.
    ///
    /// - Returns: The opening.
    package func open(
        _ place: SpeakPlace, on day: CivilDate, found: Int, delegates: [String], by person: Int64,
        at now: Moment
    ) async throws -> Int64 {
        let today = today(at: now)
        guard day <= today, day >= today.adding(days: -Self.oldestDays) else { throw SlipRefusal.badDay }
        guard (0...Self.mostSlips).contains(found) else {
            throw SlipRefusal.badCount(limit: Self.mostSlips)
        }
        let known = Set(place.delegates.map(\.zh))
        guard delegates.allSatisfy(known.contains) else { throw SlipRefusal.notADelegate }
        let names = delegates.joined(separator: ";")
        let id = try await desk.database.write { connection in
            try OpeningStore(connection: connection).add(
                place: place.code, day: day, person: person, found: found, delegates: names, now: now)
        }
        guard let id else { throw SlipRefusal.openedAlready }
        return id
    }

    package func opening(_ id: Int64) async throws -> Opening? {
        try await desk.database.read { try OpeningStore(connection: $0).opening(id) }
    }

    func slips(of id: Int64) async throws -> [Slip] {
        try await desk.database.read { try OpeningStore(connection: $0).slips(of: id) }
    }

    /// Corrects how many slips were found: never fewer than the highest number that is done.
    func correct(_ found: Int, of id: Int64) async throws {
        try await desk.database.write { connection in
            let store = OpeningStore(connection: connection)
            guard try store.opening(id, locked: true) != nil else { return }
            guard found <= Self.mostSlips, try found >= store.highest(of: id), found >= 0 else {
                throw SlipRefusal.badCount(limit: Self.mostSlips)
            }
            try store.setFound(found, of: id)
        }
    }

    /// Declares that a slip says nothing, or nothing that can be read.
    package func declare(
        _ number: Int, of id: Int64, _ state: Slip.State, reason: String, by person: Int64, at now: Moment
    ) async throws {
        if reason.isEmpty { throw SlipRefusal.missing(field: "reason") }
        guard reason.count <= SpeakPlace.Limit.text else {
            throw SlipRefusal.tooLong(field: "reason", limit: SpeakPlace.Limit.text)
        }
        try await desk.database.write { connection in
            let store = OpeningStore(connection: connection)
            guard let opening = try store.opening(id, locked: true) else { return }
            guard (1...max(1, opening.found)).contains(number), opening.found > 0 else {
                throw SlipRefusal.noSuchNumber(found: opening.found)
            }
            guard try store.put(number, of: id, state, reason: reason, person: person, now: now) else {
                throw SlipRefusal.doneAlready
            }
            try ReceptionStore(connection: connection).count(
                SlipFigure(state), of: opening.place, in: Self.month(of: opening.day))
        }
    }

    /// Notes that receipts went out on paper.
    func notePrinted(_ numbers: [Int], of id: Int64, by person: Int64, at now: Moment) async throws {
        try await desk.database.write {
            try OpeningStore(connection: $0).notePrinted(numbers, of: id, by: person, now: now)
        }
    }

    /// `2026-11`.
    static func month(of day: CivilDate) -> String { String(day.description.prefix(7)) }

    /// Where a matter comes from; nil for one that came by another way.
    func origin(of matter: Int64) async throws -> (origin: SlipOrigin, place: SpeakPlace)? {
        try await desk.database.read { connection in
            guard let origin = try OpeningStore(connection: connection).origin(of: matter),
                let record = try PlaceStore(connection: connection).place(origin.place)
            else { return nil }
            return (origin, record.place)
        }
    }
}
