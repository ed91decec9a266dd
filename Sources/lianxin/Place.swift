import Areas
import Administration
import Assessments
import ArgumentParser
import Callbacks
import Calls
import Chats
import CityPack
import Core
import Courier
import Deliveries
import Desk
import Directory
import Files
import Foundation
import Joins
import Lines
import Knowledge
import Matters
import Open311
import Papers
import Published
import PostgresStorage
import Quality
import Rules
import SQLiteStorage
import Slips
import Stations
import Storage
import Topics
import Triage
import Web

/// Which database and which city: the two things every command needs to know.
struct Place: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where everything is kept: sqlite:PATH or postgres://USER@HOST/NAME.",
            discussion: "Else LIANXIN_DATABASE, else sqlite:lianxin.db."))
    var database: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The city pack's folder.", discussion: "Else LIANXIN_CITY, else Cities/demo."))
    var city: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The folder of the attachments; several servers of one database share it.",
            discussion:
                "Else LIANXIN_FILES, else beside the SQLite file (lianxin.db.files), else lianxin.files."))
    var files: String?

    var filesFolder: String {
        let beside =
            databaseAddress.hasPrefix("sqlite:")
            ? databaseAddress.dropFirst("sqlite:".count) + ".files" : "lianxin.files"
        return setting(files, "LIANXIN_FILES", String(beside))
    }

    var databaseAddress: String { setting(database, "LIANXIN_DATABASE", "sqlite:lianxin.db") }
    var cityFolder: String { setting(city, "LIANXIN_CITY", "Cities/demo") }

    private func setting(_ flag: String?, _ variable: String, _ fallback: String) -> String {
        if let flag { return flag }
        if let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty { return value }
        return fallback
    }

    func loadPack() throws -> LoadedPack { try CityPack.load(cityFolder) }

    /// Opens the database and brings its schema to this program's.
    ///
    /// - Parameter creating: Whether a SQLite file that is not there yet shall be made.
    func openDatabase(creating: Bool, connections: Int = 8) async throws -> any Database {
        let database = try connect(creating: creating, connections: connections)
        try await Migrator(Place.migrations).migrate(database, now: Surroundings.live.now())
        return database
    }

    static var migrations: [Migration] {
        QualitySchema.migrations + StorageSchema.migrations + DeskSchema.migrations + MattersSchema.migrations
            + AdministrationSchema.migrations + DirectorySchema.migrations + FilesSchema.migrations
            + AreasSchema.migrations + PapersSchema.migrations + CallbacksSchema.migrations
            + AssessmentsSchema.migrations + CourierSchema.migrations + CallsSchema.migrations
            + DeliveriesSchema.migrations
            + StationsSchema.migrations + KnowledgeSchema.migrations
            + PublishedSchema.migrations + LinesSchema.migrations + Open311Schema.migrations
            + Open311ClientSchema.migrations + SlipsSchema.migrations + ChatsSchema.migrations
            + RulesSchema.migrations
            + TriageSchema.migrations + JoinsSchema.migrations
            + SimilarSchema.migrations + TopicsSchema.migrations
    }

    private func connect(creating: Bool, connections: Int) throws -> any Database {
        let address = databaseAddress
        if address.hasPrefix("postgres://") || address.hasPrefix("postgresql://") {
            return try PostgresDatabase(url: address, connections: connections)
        }
        guard address.hasPrefix("sqlite:") else {
            throw Fault(
                .configuration, "“\(address)” names no database.",
                remedy: "Write sqlite:PATH or postgres://USER@HOST/NAME.")
        }
        let path = String(address.dropFirst("sqlite:".count))
        if !creating, !FileManager.default.fileExists(atPath: path) {
            throw Fault(
                .configuration, "There is no database at \(path).",
                remedy: "Make it with `lianxin init --database \(address)`.")
        }
        return try SQLiteDatabase(path: path)
    }
}

/// Everything open: what a command works with.
struct Town {
    let pack: LoadedPack
    let database: any Database
    let desk: Desk
    let shelf: FileShelf
    /// The outlines that hold now, shared by all pages that pick a place.
    let shapes: ShapeSource
    let secret: [UInt8]
    /// Requests to other systems, and letters.
    let outside: Outside
    /// The keys of other systems.
    let keys: KeyRing
    let areas: AreasDesk
    let papers: PapersDesk
    let published: PublishedDesk
    let assessments: AssessmentsDesk
    let knowledge: KnowledgeDesk
    let stations: StationsDesk
    let quality: QualityDesk
    let lines: LinesDesk
    let calls: CallsDesk
    let slips: SlipsDesk
    let topics: TopicsDesk
    /// What matters are about and who handles them.
    let triage: TriageDesk
    let chats: ChatsDesk
    let rules: RulesDesk
    let deliveries: DeliveriesDesk
    /// What other systems file and ask here.
    let open311Server: Open311Server
    /// Other cities that matters are handed to.
    let open311: Open311Client

    init(
        _ place: Place, address: String = "http://127.0.0.1:8080", creating: Bool = false,
        outside: Outside = .plain, open311Seconds: Int = 60
    ) async throws {
        self.outside = outside
        pack = try place.loadPack()
        database = try await place.openDatabase(creating: creating)
        keys = KeyRing(database: database, randomBytes: Surroundings.live.randomBytes)
        secret = try await Secrets.key("links", random: Surroundings.live.randomBytes(32), in: database)
        desk = Desk(database: database, city: pack.city, secret: secret, address: address)
        try await desk.bringUpToDate()
        try await desk.renewPublished()
        let shapes = ShapeSource(areas: pack.city.areas, database: database)
        self.shapes = shapes
        shelf = FileShelf(
            folder: place.filesFolder, database: database, randomBytes: Surroundings.live.randomBytes)
        areas = AreasDesk(
            desk: desk,
            secret: try await Secrets.key("areas", random: Surroundings.live.randomBytes(32), in: database),
            address: address, areas: { now in try await shapes.areas(at: now) })
        papers = PapersDesk(desk: desk)
        published = PublishedDesk(desk: desk)
        assessments = AssessmentsDesk(desk: desk, rules: pack.assessments)
        knowledge = KnowledgeDesk(desk: desk, quick: pack.knowledge.quick)
        stations = StationsDesk(desk: desk, book: pack.stations)
        quality = QualityDesk(desk: desk, rules: pack.quality)
        deliveries = DeliveriesDesk(
            desk: desk, rules: pack.notices, address: address,
            randomBytes: Surroundings.live.randomBytes)
        open311Server = Open311Server(
            desk: desk, book: pack.open311, keys: keys, shelf: shelf, shapes: shapes)
        open311 = Open311Client(desk, outside, pauseSeconds: open311Seconds)
        lines = Town.lines(desk, pack, keys, address: address)
        try await lines.bringUpToDate()
        calls = CallsDesk(desk: desk, keys: keys)
        slips = SlipsDesk(desk: desk)
        topics = TopicsDesk(desk: desk, rules: pack.topics)
        triage = TriageDesk(desk: desk, rules: pack.triage, phrases: PackPhrases.reading(pack))
        chats = ChatsDesk(desk: desk, keys: keys)
        rules = RulesDesk(desk: desk, pack: pack.city, book: pack.ruleBook)
        try await slips.bringUpToDate(pack.speakPlaces, at: Surroundings.live.now())
        try await rules.bringUpToDate(at: Surroundings.live.now())
        try await chats.bringUpToDate(pack.chatGroups, at: Surroundings.live.now())
        try await calls.take(over: pack.seats, at: Surroundings.live.now())
    }

    private static func lines(
        _ desk: Desk, _ pack: LoadedPack, _ keys: KeyRing, address: String
    ) -> LinesDesk {
        let directory = Directory(
            database: desk.database, city: pack.city, surroundings: .live, demo: false)
        return LinesDesk(
            desk: desk, rules: pack.lines, keys: keys, address: address,
            randomBytes: Surroundings.live.randomBytes,
            person: { login in
                try await directory.person(login: login).map { person in
                    LinesPerson(
                        id: person.id, name: person.name, posts: person.posts(at: Surroundings.live.now()))
                }
            }, posts: { id in try await directory.person(id)?.posts(at: Surroundings.live.now()) ?? [] })
    }

    /// The accounts of this town. The pack's people are added where they are not known yet.
    func directory(demo: Bool = false) async throws -> Directory {
        let directory = Directory(database: database, city: pack.city, surroundings: .live, demo: demo)
        let rows = pack.people.map { PeopleRow(login: $0.login, name: $0.name, post: $0.post) }
        try await directory.importPeople(rows, now: Surroundings.live.now())
        return directory
    }
}
