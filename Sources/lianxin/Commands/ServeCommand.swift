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
import Open311
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
            An older database is brought up to date first; a newer one is refused. Any number of servers may
            serve one PostgreSQL database.

            Examples:
              lianxin serve
              lianxin serve --port 80 --host 0.0.0.0 --address https://12345.example
            """)

    @OptionGroup var place: Place
    @OptionGroup(title: "Ways out") var outside: OutsideOptions
    @Option(help: "The port to listen on.") var port = 8080
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "What residents' browsers call this site; links in messages begin with it.") var address:
        String?
    @Option(help: "A file to which messages are appended, one JSON object a line, for a gateway to send.")
    var messages: String?
    @Flag(
        help: "Take residents' addresses from X-Forwarded-For. Only behind a proxy of your own that sets it.")
    var trustProxy = false
    @Option(help: "After how many seconds other Open311 servers are asked again.") var open311Seconds = 60
    @Flag(help: "Offer one-click sign-in as every role. Only for the demo city.") var demo = false
    @Option(help: "trace, debug, info, notice, warning or error.") var logLevel = "notice"

    func run() async throws {
        var logger = Logger(label: "lianxin") { StreamLogHandler.standardError(label: $0) }
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw ValidationError("There is no log level \(logLevel).")
        }
        logger.logLevel = level
        let address = address ?? "http://\(host):\(port)"
        let town = try await Town(
            place, address: address, creating: true, outside: outside.chosen(),
            open311Seconds: open311Seconds)
        try await town.admit(as: "serve")
        for warning in town.pack.warnings { logger.warning("\(warning)") }
        try await town.knowledge.take(town.pack.knowledge, at: Surroundings.live.now())
        let settings = try WebSettings(
            baseURL: address, host: host, port: port,
            secret: try await Secrets.key(
                "web", random: Surroundings.live.randomBytes(32), in: town.database), trustProxy: trustProxy,
            demo: demo, tileHost: town.pack.city.tiles?.host)
        try settings.checkPort()
        let directory = try await town.directory(demo: demo)
        let server = WebServer(
            features: Features.all(town, directory), gatekeeper: directory, surroundings: .live,
            settings: settings,
            ready: { true })
        try server.checkItself()
        if let link = try await directory.firstRunLink(now: Surroundings.live.now()), !demo {
            Console.say(
                "Nobody can sign in yet. Make the first account here, within a day: \(address)\(link)")
        }
        Console.say(
            "Serving \(town.pack.city.name.zh) at \(address)\(demo ? " · demo sign-in: \(address)/demo" : "")"
        )
        try await group(server, town, logger).run()
        await town.database.close()
    }

    /// The server and what works beside it; they stop together, and nothing waits longer than 20 seconds.
    private func group(_ server: WebServer, _ town: Town, _ logger: Logger) -> ServiceGroup {
        let ways = DeliveriesDesk.Ways(mail: town.outside.mail != nil, file: messages)
        let services: [any Service] = [
            server.application(logger: logger),
            Recurring("timekeeper", everySeconds: 1, logger: logger) { now in
                try await Timekeeper(desk: town.desk, logger: logger).tick(at: now)
            },
            Recurring("joins", everySeconds: 2, logger: logger) { now in
                try await AnswerSharing(desk: town.desk, logger: logger).tick(at: now)
            },
            Recurring("followers", everySeconds: 1, logger: logger) { _ in
                _ = try await FollowerRunner(database: town.database, followers: Features.followers(town))
                    .advanceAll()
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
        var configuration = ServiceGroupConfiguration(
            services: (services + reading(town, logger) + outward(town, logger)).map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        return ServiceGroup(configuration: configuration)
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

extension WebServer {
    /// A route without a description, a word without a translation: our own mistakes, found at start.
    fileprivate func checkItself() throws {
        guard let first = complaints.first else { return }
        throw Fault(
            .configuration, "This build is not whole: \(first)",
            remedy: "Report this with the version of the program.")
    }
}
