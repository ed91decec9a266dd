import Areas
import ArgumentParser
import Assessments
import Calls
import Chats
import CityPack
import Core
import Courier
import Deliveries
import Desk
import Directory
import Files
import Knowledge
import Lines
import Logging
import Matters
import Metrics
import Open311
import Operation
import Papers
import Published
import Quality
import Rules
import ServiceLifecycle
import Slips
import Stations
import Storage
import Triage
import UnixSignals
import Web
import Topics

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the city's pages and API, and make what is due.",
        discussion: """
            An older database is brought up to date first; a newer one is refused. Where there is none a new
            SQLite file is made, unless attachments or backups of a city are there whose database is gone. Any
            number of servers may serve one PostgreSQL database.

            Examples:
              lianxin serve
              lianxin serve --port 80 --host 0.0.0.0 --address https://12345.example
            """)

    @OptionGroup var place: Place
    @OptionGroup(title: "Ways out") var outside: OutsideOptions
    @OptionGroup var options: ServeOptions

    func run() async throws {
        let configuration = place.configuration(
            options.flags.merging(outside.flags) { first, _ in first })
        try configuration.check()
        let logger = ServeCommand.logger(configuration)
        for complaint in configuration.complaints { logger.warning("\(complaint.sentence)") }
        let demo = configuration.isOn(.demo)
        let address = configuration.siteAddress
        // Before the database is touched: who starts a second server by mistake changes nothing.
        try configuration.listeningPlace.check()
        let inner = configuration.innerPlace
        try inner?.check()
        let isNew = try LostCity.check(place, configuration)
        let town = try await Town(
            place, address: address, creating: true, outside: Outside(configuration),
            open311Seconds: configuration.number(.open311Seconds), configuration: configuration)
        try await town.admit(as: "serve")
        if isNew { Console.mention("There was no database; made \(place.databaseAddress).") }
        for warning in town.pack.warnings { logger.warning("\(warning)") }
        try await town.knowledge.take(town.pack.knowledge, at: Surroundings.live.now())
        let settings = try await webSettings(configuration, address, town)
        let directory = try await town.directory(demo: demo)
        let operation = Features.operation(town)
        town.database.meter?.report(to: operation.watch)
        MetricsSystem.bootstrap(operation.watch.book)
        let server = WebServer(
            features: Features.all(town, directory), gatekeeper: directory, surroundings: .live,
            settings: settings, ready: { await operation.health(at: Surroundings.live.now()) },
            observer: operation.watch)
        try server.checkItself()
        if let link = try await directory.firstRunLink(now: Surroundings.live.now()), !demo {
            Console.mention(
                "Nobody can sign in yet. Make the first account here, within a day: \(address)\(link)")
        }
        let notice = SystemNotice { await operation.health(at: Surroundings.live.now()).isAlive }
        let name = town.pack.city.name.zh
        let ports = OpenPorts(inner == nil ? 1 : 2) {
            Console.mention("Serving \(name) at \(address)\(demo ? " · demo sign-in: \(address)/demo" : "")")
            notice.ready()
        }
        let impatience = Impatience.watch(logger)
        try await group(server, town, configuration, logger, notice, ports).run()
        impatience.cancel()
        await town.database.close()
    }

    /// Lines on standard error, as an operator wants them.
    private static func logger(_ configuration: Configuration) -> Logger {
        let format = LineLog.Format(rawValue: configuration.text(.logFormat)) ?? .text
        var logger = Logger(label: "lianxin") { _ in
            LineLog(format: format, now: Surroundings.live.now, write: Console.note)
        }
        logger.logLevel = Logger.Level(rawValue: configuration.text(.logLevel)) ?? .notice
        return logger
    }

    private func webSettings(
        _ configuration: Configuration, _ address: String, _ town: Town
    ) async throws -> WebSettings {
        func budget(_ setting: Setting) -> Int? {
            let units = configuration.number(setting)
            return units == 0 ? nil : units
        }
        return try WebSettings(
            baseURL: address, host: configuration.text(.host), port: configuration.number(.port),
            secret: try await Secrets.key(
                "web", random: Surroundings.live.randomBytes(32), in: town.database),
            trustProxy: configuration.isOn(.trustProxy), demo: configuration.isOn(.demo),
            visitorFormsPerMinute: budget(.visitorForms), tileHost: town.pack.city.tiles?.host,
            visitorBudget: budget(.visitorBudget), officerBudget: budget(.officerBudget),
            connections: budget(.connections))
    }

    /// The server and what works beside it; they stop together, and nothing waits longer than 20 seconds.
    private func group(
        _ server: WebServer, _ town: Town, _ configuration: Configuration, _ logger: Logger,
        _ notice: SystemNotice, _ ports: OpenPorts
    ) -> ServiceGroup {
        let ways = DeliveriesDesk.Ways(mail: town.outside.mail != nil, file: configuration[.messages])
        let services: [any Service] = [
            Recurring("timekeeper", everySeconds: 1, logger: logger) { now in
                try await Timekeeper(desk: town.desk, logger: logger).tick(at: now)
            },
            Recurring("joins", everySeconds: 2, logger: logger) { now in
                try await AnswerSharing(desk: town.desk, logger: logger).tick(at: now)
            },
            Recurring("followers", everySeconds: 1, logger: logger) { _ in
                let followers = Features.followers(town)
                _ = try await FollowerRunner(
                    database: town.database, followers: followers, givesWay: true
                ).advanceAll()
            },
            Recurring("messages", everySeconds: 2, logger: logger) { now in
                try await town.deliveries.tick(at: now, ways: ways)
            },
            Recurring("uploads", everySeconds: 3600, logger: logger) { now in
                try await town.shelf.sweep(at: now) { hashes in try await town.desk.named(hashes) }
            },
            Recurring("digests", everySeconds: 300, logger: logger) { now in
                try await town.areas.tick(at: now)
            },
            Recurring("published", everySeconds: 900, logger: logger) { now in
                try await town.published.tick(at: now)
            },
            Recurring("papers", everySeconds: 60, logger: logger) { now in
                try await town.papers.tick(at: now)
            },
            Recurring("knowledge", everySeconds: 60, logger: logger) { now in
                try await town.knowledge.tick(at: now)
            },
            Recurring("assessments", everySeconds: 60, logger: logger) { now in
                try await town.assessments.tick(at: now)
            },
            Recurring("seal", everySeconds: 600, logger: logger) { now in
                try await Seal.take(town, at: now)
            },
            Recurring("expectations", everySeconds: 3600, logger: logger) { now in
                try await town.desk.refreshExpectations(at: now)
            },
        ]
        // What stands last is stopped first: the server takes no more requests before the rest goes.
        let all =
            services + reading(town, logger) + outward(town, logger)
            + [notice] + operating(town, configuration, logger, ports)
            + [server.application(logger: logger, opened: ports.opened)]
        return together(all, town.operation.watch, logger)
    }

    private func together(
        _ all: [any Service], _ watch: OperationWatch, _ logger: Logger
    ) -> ServiceGroup {
        var group = ServiceGroupConfiguration(
            services: all.map {
                .init(
                    service: ($0 as? Recurring)?.watched(by: watch) ?? $0,
                    successTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(20)
        return ServiceGroup(configuration: group)
    }

    /// What whoever runs the program is shown.
    private func operating(
        _ town: Town, _ configuration: Configuration, _ logger: Logger, _ ports: OpenPorts
    ) -> [any Service] {
        let operation = Features.operation(town)
        var services: [any Service] = [
            Recurring("sizes", everySeconds: 3600, logger: logger) { _ in
                operation.watch.count(filesBytes: FolderSize.bytes(of: operation.facts.filesFolder))
            }
        ]
        if let metrics = configuration[.metrics].flatMap(SettingCheck.endpoint) {
            let site = OperatorRoutes(
                operation, host: metrics.host, port: metrics.port, token: configuration[.metricsToken],
                clock: Surroundings.live.now)
            services.append(site.application(logger: logger, opened: ports.opened))
        }
        if let schedule = backups(town, configuration, logger) {
            services.append(
                Recurring("backup", everySeconds: 60, logger: logger) { now in
                    _ = try await cancelWhenGracefulShutdown { try await schedule.tick(at: now) }
                })
        }
        return services
    }

    /// One backup a day, where a folder for them is named.
    private func backups(
        _ town: Town, _ configuration: Configuration, _ logger: Logger
    ) -> BackupSchedule? {
        guard let folder = configuration[.backup],
            let hour = BackupHour(configuration.text(.backupAt)),
            let keeping = BackupKeeping(configuration.text(.backupKeep)),
            let maker = try? place.backups(into: BackupFolder(folder), town.pack)
        else { return nil }
        return BackupSchedule(
            maker, in: town.database, at: hour, keeping: keeping, clock: Surroundings.live.now,
            logger: logger)
    }

    /// What reads what residents write: whose it is, what rises, whether answers hold, how words are found.
    private func reading(_ town: Town, _ logger: Logger) -> [any Service] {
        [
            Recurring("triage", everySeconds: 5, logger: logger) { now in
                try await town.triage.tick(at: now)
            },
            Recurring("topics", everySeconds: 60, logger: logger) { now in
                try await town.topics.tick(at: now)
            },
            Recurring("search", everySeconds: 5, logger: logger) { _ in
                while try await town.desk.tendSearch(), !Task.isShuttingDownGracefully {
                    // Room for those who file and search meanwhile.
                    try await Task.sleep(for: .milliseconds(20))
                }
            },
            Recurring("rules", everySeconds: 2, logger: logger) { now in
                try await town.rules.renew(at: now)
                try await town.rules.work(at: now)
            },
            Recurring("quality", everySeconds: 300, logger: logger) { now in
                try await town.quality.tick(at: now)
            },
        ]
    }

    /// What goes out to other systems and comes in from them.
    private func outward(_ town: Town, _ logger: Logger) -> [any Service] {
        let sender = Sender(
            database: town.database, transport: town.outside.transport, mail: town.outside.mail,
            mailName: town.pack.city.name.zh, topics: Features.topics(town), logger: logger)
        return [
            Recurring("sendings", everySeconds: 1, logger: logger) { now in
                _ = try await cancelWhenGracefulShutdown { try await sender.tick(at: now) }
            },
            Recurring("keys", everySeconds: 3600, logger: logger) { now in
                try await town.keys.sweep(at: now)
            },
            Recurring("lines", everySeconds: 1, logger: logger) { now in
                try await town.lines.tick(at: now)
            },
            Recurring("open311", everySeconds: 1, logger: logger) { now in
                try await town.open311.tick(at: now)
            },
            Recurring("calls", everySeconds: 60, logger: logger) { now in
                try await town.calls.tick(at: now)
            },
            Recurring("chats", everySeconds: 3600, logger: logger) { now in
                try await town.chats.tick(at: now)
            },
        ]
    }
}

extension [HealthLine] {
    /// False where a restart may help. A database that was taken away comes back with no restart, and a file
    /// that was deleted can be copied out of the running program alone.
    var isAlive: Bool {
        contains { $0.name == "database" && $0.finding == "gone" }
            || first { $0.name == "beats" }?.state != .fail
    }
}

extension WebServer {
    /// A route without a description, a word without a translation: our own mistakes, found at start.
    fileprivate func checkItself() throws {
        guard let first = complaints.first else { return }
        throw Fault(
            .configuration, "This build is not whole: \(first)",
            remedy: "Report this with the version of the program.")
    }
}
