import Core
import Desk
import Hummingbird
import Web

/// Jumping anywhere by a few letters.
extension MattersRoutes {
    /// So many places are offered.
    private static let offered = 12

    /// A place to jump to.
    struct Place: Encodable, Hashable {
        let text: String
        /// What sort of place it is, as a word.
        let hint: String
        let path: String
    }

    /// `?q=` the letters, `?matter=` the matter that stands open.
    @Sendable
    func palette(_ request: Request, _ context: OfficerContext) async throws -> JSONAnswer<[Place]> {
        try context.spend(1, from: RateLimit("palette", burst: 1000, perMinute: 3000))
        let officer = context.officer
        let asked = String(context.query["q"].prefix(80))
        var places: [Place] = try await matters(asked, officer)
        if let number = context.query.given("matter") {
            places += try await moves(on: number, asked, context)
        }
        places += pages(asked, context)
        places += try await views(of: officer, counted: false).all.filter { $0.name.holds(asked) }
            .map { view in
                Place(
                    text: view.name, hint: context.words("matters.palette.view"),
                    path: MattersPath.list + view.question)
            }
        if asked.count >= 1 { places += areas(asked, context) + units(asked, context) }
        return JSONAnswer(Array(places.prefix(Self.offered)))
    }

    /// A number, its beginning, or the last digits of one of today or yesterday.
    private func matters(_ asked: String, _ officer: Officer) async throws -> [Place] {
        let text = asked.uppercased().filter { !$0.isWhitespace }
        guard !text.isEmpty, text.utf8.count <= 40, text.utf8.allSatisfy(\.isLetterOrDigit) else {
            return []
        }
        var numbers = [text]
        if text.count <= 5, let serial = Int(text), serial > 0 {
            let padded = String(repeating: "0", count: 5 - text.count) + text
            let today = city.calendar.date(of: now())
            for day in [today, today.adding(days: -1)] {
                let digits = day.description.filter { $0 != "-" }
                numbers += city.procedures.values.map { "\($0.prefix)\(digits)\(padded)" }.sorted()
            }
        }
        return try await desk.numbered(text, or: numbers, seenBy: officer.posts, limit: 6).map { record in
            Place(text: record.title, hint: record.number, path: MattersPath.matter(record.number))
        }
    }

    private func moves(
        on number: String, _ asked: String, _ context: OfficerContext
    ) async throws -> [Place] {
        let actor = context.officer.actor
        guard let dossier = try await desk.dossier(.number(number), for: actor) else {
            throw WebRefusal.notFound
        }
        let moves = possibleMoves(on: dossier.matter, by: actor, in: city, at: context.now)
        return moves.map { (context.words($0.text), $0) }.filter { $0.0.holds(asked) }.map { text, move in
            Place(
                text: text, hint: context.words("matters.palette.move"),
                path: MattersPath.move(number, move))
        }
    }

    private func pages(_ asked: String, _ context: OfficerContext) -> [Place] {
        context.visit.menu.map { (context.words($0.key), $0.path) }.filter { $0.0.holds(asked) }
            .map { Place(text: $0, hint: context.words("matters.palette.page"), path: $1) }
    }

    /// Areas within the officer's sight.
    private func areas(_ asked: String, _ context: OfficerContext) -> [Place] {
        let scopes = city.scopes(of: context.officer.posts)
        let telling = telling(context)
        var places: [Place] = []
        for code in city.areas.codes where places.count < 6 {
            guard let area = city.areas[code], context.words(area.name).holds(asked) || code.text == asked,
                let scope = scopes.first(where: { $0.holds(code) })
            else { continue }
            places.append(
                Place(
                    text: telling.area(code), hint: context.words("matters.palette.area"),
                    path: MattersPath.list(
                        scope, [("area", code.text), ("state", "open"), ("sort", "due")])))
        }
        return places
    }

    /// Units of an area within the officer's sight; else their own.
    private func units(_ asked: String, _ context: OfficerContext) -> [Place] {
        let scopes = city.scopes(of: context.officer.posts)
        var places: [Place] = []
        for unit in city.units.values.sorted(by: { $0.code < $1.code }) where places.count < 6 {
            guard context.words(unit.name).holds(asked) || unit.code.text == asked,
                let scope = scopes.first(where: { $0.holds(unit.area) || $0 == .unit(unit.code) })
            else { continue }
            places.append(
                Place(
                    text: context.words(unit.name), hint: context.words("matters.palette.unit"),
                    path: MattersPath.list(
                        scope, [("unit", unit.code.text), ("state", "open"), ("sort", "due")])))
        }
        return places
    }
}

extension Scope {
    /// Whether matters of all of an area are seen in it.
    fileprivate func holds(_ area: AreaCode) -> Bool {
        switch self {
        case .city: true
        case .area(let code): code.contains(area)
        case .unit: false
        }
    }
}

extension String {
    /// Whether some letters stand in it, large or small; no letters stand in everything.
    fileprivate func holds(_ letters: String) -> Bool {
        letters.isEmpty || lowercased().contains(letters.lowercased())
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || self == 0x2D
    }
}
