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
import Operation
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
            "A file of settings, YAML.",
            discussion: "Else LIANXIN_CONFIG, else \(Configuration.usualFile) where there is one."))
    var config: String?

    @Option(name: .long, help: Setting.database.help) var database: String?
    @Option(name: .long, help: Setting.city.help) var city: String?
    @Option(name: .long, help: Setting.files.help) var files: String?

    /// What stood on the command line.
    var flags: [Setting: [String]] {
        var flags: [Setting: [String]] = [:]
        for (setting, text) in [(Setting.database, database), (.city, city), (.files, files)] {
            flags[setting] = text.map { [$0] }
        }
        return flags
    }

    /// What holds, with the flags that a command has beside these.
    func configuration(_ more: [Setting: [String]] = [:]) -> Configuration {
        Configuration(flags: flags.merging(more) { $1 }, named: config)
    }

    var filesFolder: String {
        if let folder = configuration()[.files] { return folder }
        let address = databaseAddress
        return address.hasPrefix("sqlite:") ? address.dropFirst("sqlite:".count) + ".files" : "lianxin.files"
    }

    var databaseAddress: String { configuration().text(.database) }
    var cityFolder: String { configuration().text(.city) }

    /// The file of a SQLite database.
    var databasePath: String? { DatabaseName.path(databaseAddress) }

    /// - Throws: A `Fault` also for what is wrong with the settings.
    func loadPack() throws -> LoadedPack {
        try configuration().check()
        return try CityPack.load(cityFolder)
    }

    /// Opens the database and brings its schema to this program's.
    ///
    /// - Parameter creating: Whether a SQLite file that is not there yet shall be made.
    func openDatabase(creating: Bool, connections: Int = 8) async throws -> any Database {
        try configuration().check()
        let database = try connect(creating: creating, connections: connections)
        do {
            try await Migrator(Place.migrations).migrate(database, now: Surroundings.live.now())
        } catch {
            // Whoever refuses a database leaves nothing beside it.
            await database.close()
            throw error
        }
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
            + SimilarSchema.migrations + TopicsSchema.migrations + OperationSchema.migrations
    }

    /// What the page of operation tells of this program.
    func facts(at now: Moment) -> OperationDesk.Facts {
        OperationDesk.Facts(
            version: Release.version, startedAt: now, databaseName: DatabaseName.masked(databaseAddress),
            databasePath: databasePath, filesFolder: filesFolder)
    }

    /// A connection as it is, with whatever schema it has.
    func connect(creating: Bool, connections: Int) throws -> any Database {
        let address = databaseAddress
        if address.hasPrefix("postgres://") || address.hasPrefix("postgresql://") {
            return try PostgresDatabase(url: address, connections: connections)
        }
        guard let path = DatabaseName.path(address) else {
            throw Fault(
                .configuration, "“\(address)” names no database.",
                remedy: "Write sqlite:PATH or postgres://USER@HOST/NAME.")
        }
        if !creating, !FileManager.default.fileExists(atPath: path) {
            throw Fault(
                .configuration, "There is no database at \(path).",
                remedy: "Make it with `lianxin init --database \(address)`.")
        }
        if !creating, LostCity.isMissing(path) {
            throw Fault(
                .configuration, "The file \(path) is empty: it is no database, or no longer one.",
                remedy: "Restore a backup, or make a new one with `lianxin init --database \(address)`.")
        }
        let isNew = !FileManager.default.fileExists(atPath: path)
        let database = try SQLiteDatabase(path: path)
        if isNew { keepToOwner(path) }
        return database
    }
}

/// A new database file is nobody else's to read: telephone numbers will stand in it. SQLite gives its
/// neighbours the same rights later; those that are there already are set now.
private func keepToOwner(_ path: String) {
    for neighbour in ["", "-wal", "-shm"] {
        try? FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: path + neighbour)
    }
}

/// Everything open: what a command works with. A database that was opened elsewhere can be given.
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
    let joins: JoinsDesk
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
    /// How the program stands.
    let operation: OperationDesk

    init(
        _ place: Place, address: String = "http://127.0.0.1:8080", creating: Bool = false,
        outside: Outside = .plain, open311Seconds: Int = 60, database given: (any Database)? = nil,
        configuration: Configuration? = nil
    ) async throws {
        self.outside = outside
        pack = try place.loadPack()
        database =
            if let given { given } else { try await place.openDatabase(creating: creating) }
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
        operation = OperationDesk(
            database: database, facts: place.facts(at: Surroundings.live.now()),
            settings: (configuration ?? place.configuration()).lines)
        lines = Town.lines(desk, pack, keys, address: address)
        try await lines.bringUpToDate()
        calls = CallsDesk(desk: desk, keys: keys)
        slips = SlipsDesk(desk: desk)
        joins = JoinsDesk(desk: desk, secret: secret)
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
