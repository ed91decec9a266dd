public import Core
public import Desk
import Storage

/// What everybody may read, counted and given away.
public struct PublishedDesk: Sendable {
    public let desk: Desk
    public let licence: Licence

    /// Under which terms others may use what is published.
    public struct Licence: Hashable, Sendable {
        public let name: LocalText
        /// Where its text stands.
        public let address: String

        public init(name: LocalText, address: String) {
            self.name = name
            self.address = address
        }

        /// Anybody may use and change it, and says where it comes from.
        public static let attribution = Licence(
            name: LocalText(zh: "知识共享 署名 4.0", en: "Creative Commons Attribution 4.0"),
            address: "https://creativecommons.org/licenses/by/4.0/")
    }

    /// - Parameter licence: The terms; the city's own where it has some.
    public init(desk: Desk, licence: Licence = .attribution) {
        self.desk = desk
        self.licence = licence
    }

    /// How many days the figures look back.
    static let days: Int64 = 30

    /// Counts anew. Nobody who writes waits for the counting.
    public func tick(at now: Moment) async throws {
        let figures = try await desk.database.read { connection in
            try PublishedStore(connection: connection).count(from: now + -Self.days * 86_400_000, at: now)
        }
        try await desk.database.write { try PublishedStore(connection: $0).keep(figures) }
    }

    /// The figures as they were counted last, at most an hour ago.
    func figures() async throws -> PublishedFigures? {
        try await desk.database.read { try PublishedStore(connection: $0).figures() }
    }
}

/// Of the published matters that were raised in the last 30 days.
struct PublishedFigures: Hashable, Sendable {
    let raised: Int
    let answered: Int
    /// Those that have ended, and those among them that the resident called solved.
    let ended: Int
    let solved: Int
    let at: Moment

    var answeredRate: Rate? { Rate(numerator: answered, denominator: raised, asOf: at) }
    var solvedRate: Rate? { Rate(numerator: solved, denominator: ended, asOf: at) }
}
