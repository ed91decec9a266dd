public import Core
public import Desk
public import Language
import Storage

/// What concerns are about and who handles them: suggested, confirmed by people, and where the city allows it
/// followed by itself.
public struct TriageDesk: Sendable {
    /// The name under which the program decides by itself.
    public static let program = "triage"

    public let desk: Desk
    let rules: TriageRules
    /// What a city without a past may learn from: sentences and names of its pack.
    /// Nil where the pack has none.
    let phrases: (@Sendable () -> [TextExample])?
    let shelf: ModelShelf
    let places: PlaceFinder

    public init(
        desk: Desk, rules: TriageRules, phrases: (@Sendable () -> [TextExample])? = nil
    ) {
        self.desk = desk
        self.rules = rules
        self.phrases = phrases
        shelf = ModelShelf(database: desk.database)
        places = PlaceFinder(of: desk.city)
    }

    var city: City { desk.city }

    func day(of moment: Moment) -> CivilDate { city.calendar.date(of: moment) }

    /// Suggests as of now.
    func adviser(_ state: ModelState, at now: Moment) -> Adviser {
        Adviser(city: city, day: day(of: now), model: state.ready, places: places)
    }

    // MARK: Models

    /// The newest first.
    public func models(limit: Int = 50) async throws -> [ModelRecord] {
        try await desk.database.read { try ModelStore(connection: $0).models(limit: limit) }
    }

    func model(_ version: Int) async throws -> ModelRecord? {
        try await desk.database.read { try ModelStore(connection: $0).model(version) }
    }

    /// Whether the model in force can be used: its version, and why not.
    public func trouble() async throws -> (version: Int, fault: TextClassifier.ModelFault)? {
        if case .broken(let version, let fault) = try await shelf.model() { (version, fault) } else { nil }
    }

    /// Puts an older model in force again. What it learned since it was made, or others after it, is gone.
    ///
    /// - Throws: `TriageRefusal` where it cannot be used or is in force; `.missing("reason")` without one.
    public func restore(
        _ version: Int, reason: String, by person: Int64?, at now: Moment
    ) async throws {
        let why = reason.filter { !$0.isNewline }
        guard !why.allSatisfy(\.isWhitespace) else { throw TriageRefusal.missing("reason") }
        guard why.count <= 500 else { throw TriageRefusal.invalid("reason") }
        try await desk.database.write { connection in
            let store = ModelStore(connection: connection)
            guard try store.model(version) != nil else { throw TriageRefusal.invalid("version") }
            let live = try store.live()
            let isUsable = live.map { (try? TextClassifier(decoding: $0.bytes)) != nil } ?? false
            if live?.stamp.version == version, live?.learned == 0, isUsable {
                throw TriageRefusal.isInForce(version: version)
            }
            guard let bytes = try store.bytes(of: version),
                (try? TextClassifier(decoding: bytes)) != nil
            else { throw TriageRefusal.notWhole(version: version) }
            try store.putInForce(
                version, bytes: bytes,
                through: try ExampleStore(connection: connection).lastSerial(), person: person, why: why,
                at: now)
        }
    }
}
