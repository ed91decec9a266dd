import Administration
import Areas
import Assessments
import Callbacks
import Calls
import Chats
import Core
import Courier
import Deliveries
import Desk
import Directory
import Files
import Joins
import Knowledge
import Lines
import Matters
import Open311
import Operation
import Papers
import Published
import Quality
import Rules
import Slips
import Stations
import Storage
import Testing
import Topics
import Triage

@Suite("An upgrade from every shipped schema")
struct UpgradeTests {
    /// What each state of the program that went out had beyond the one before, by the names of its steps.
    static let releases: [[String]] = [
        [
            "0001-log", "0002-outbox", "0100-matters", "0101-search", "0102-tallies", "0200-directory",
        ],
        [
            "0103-mine", "0104-attachments", "0105-neighbours", "0110-views", "0111-presence",
            "0115-mentions", "0201-audit", "0300-uploads", "0310-areas", "0320-administration",
            "0330-papers",
        ],
        [
            "0106-duties", "0109-soon", "0340-expectations", "0350-assessments", "0351-assessment-reports",
            "0352-assessment-meetings", "0360-callbacks",
        ],
        [
            "0120-published", "0400-courier", "0410-calls", "0411-calls-counters", "0412-calls-experts",
            "0420-lines", "0430-knowledge", "0440-slips", "0450-chats", "0460-open311-server",
            "0461-open311-client", "0470-deliveries", "0480-published", "0490-stations",
        ],
        [
            "0121-joins", "0121-search", "0510-triage", "0520-rules", "0530-joins", "0531-similar",
            "0540-topics", "0550-quality",
        ],
    ]

    static let all: [Migration] = [
        StorageSchema.migrations, DeskSchema.migrations, MattersSchema.migrations,
        AdministrationSchema.migrations, DirectorySchema.migrations, FilesSchema.migrations,
        AreasSchema.migrations, PapersSchema.migrations, CallbacksSchema.migrations,
        AssessmentsSchema.migrations, CourierSchema.migrations, CallsSchema.migrations,
        DeliveriesSchema.migrations, StationsSchema.migrations, KnowledgeSchema.migrations,
        PublishedSchema.migrations, LinesSchema.migrations, Open311Schema.migrations,
        Open311ClientSchema.migrations, SlipsSchema.migrations, ChatsSchema.migrations,
        RulesSchema.migrations, TriageSchema.migrations, JoinsSchema.migrations,
        SimilarSchema.migrations, TopicsSchema.migrations, QualitySchema.migrations,
        OperationSchema.migrations,
    ].flatMap { $0 }

    @Test("ends with the tables of a fresh database, and takes a matter", arguments: TestEngine.present)
    func upgrade(engine: TestEngine) async throws {
        let fresh = try await engine.withDatabase { database in
            try await Migrator(Self.all).migrate(database, now: TownCity.start)
            return try await SchemaStore(database).columns()
        }
        #expect(fresh.count > 300)
        for release in Self.releases.indices {
            let names = Set(Self.releases[...release].flatMap { $0 })
            let shipped = Self.all.filter { names.contains($0.name) }
            #expect(shipped.count == names.count, "\(names.subtracting(shipped.map(\.name)))")
            try await engine.withDatabase { database in
                try await Migrator(shipped).migrate(database, now: TownCity.start)
                try await Migrator(Self.all).migrate(database, now: TownCity.start)
                #expect(try await SchemaStore(database).columns() == fresh, "release \(release)")
                let desk = Desk(
                    database: database, city: TownCity.city, secret: Array(repeating: 5, count: 32),
                    address: "https://12345.example.org")
                try await desk.bringUpToDate()
                #expect(try await Verification.run(on: desk).isEmpty)
            }
        }
    }
}
