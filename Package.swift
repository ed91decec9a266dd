// swift-tools-version:6.2
// The map of the house: every target with one line of why. Arrows between them are in house order,
// and `--explicit-target-dependency-import-check error` keeps them.
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The rooms where the time goes. `Scripts/test` has them optimised also in a debug build: its tests take a
/// third of the time then, and what they check stays checked.
let quick: [SwiftSetting] =
    Context.environment["LIANXIN_QUICK_TESTS"] == nil
    ? strict
    : strict + [
        .unsafeFlags(
            ["-O", "-Xfrontend", "-assert-config", "-Xfrontend", "Debug"], .when(configuration: .debug))
    ]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let httpParts = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
]

/// The sentences of a room, built into the program: one file is all that is installed.
let words: [Resource] = [.embedInCode("Language/zh.words"), .embedInCode("Language/en.words")]

/// What every slice stands on.
let below: [Target.Dependency] = [
    "Core", "Language", "Storage", "Desk", "Files", "Press", "Courier", "Markup", "Web", hummingbird,
    httpTypes, nioCore, logging, crypto,
]

let package = Package(
    name: "lianxin",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "lianxin", targets: ["lianxin"])],
    dependencies: [
        // HTTP server: routing, connections, graceful stop.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        // SQLite: connections, statement cache, busy handling.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // The command line and its help.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // SHA-256 for the chain, HMAC for form tokens.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // Counters and times, by the names other libraries use too.
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // The parts of a request on its way in, for the watch over slow ones.
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // City packs are YAML, with the line of every word.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Libraries as Debian ships them: the client of PostgreSQL,
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        // packed files in and out,
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // the hash of passwords.
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        // pictures made smaller, and without what a camera wrote into them,
        .systemLibrary(name: "CGD", providers: [.apt(["libgd-dev"])]),
        // codes that a telephone reads from paper,
        .systemLibrary(name: "CQRCode", providers: [.apt(["libqrencode-dev"])]),
        // Chinese and Latin set on paper, as PDF,
        .systemLibrary(name: "CPango", providers: [.apt(["libpango1.0-dev"])]),

        // requests to other servers and letters,
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        // XML as others write it,
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        // tables for spreadsheets.
        .systemLibrary(name: "CXlsxWriter", providers: [.apt(["libxlsxwriter-dev"])]),
        // how the C library hands out memory.
        .systemLibrary(name: "CMalloc"),

        // What may happen. Imports nothing.
        .target(name: "Core", swiftSettings: quick),
        // Text: the analyser that search shares on both engines, masking of private data.
        .target(name: "Language", swiftSettings: quick),
        // SQL, transactions, migrations, the log and its followers, whichever engine.
        .target(name: "Storage", dependencies: ["Core", crypto, logging], swiftSettings: quick),
        // One file, one writer, group commit.
        .target(
            name: "SQLiteStorage",
            dependencies: ["Core", "Storage"] + grdb, swiftSettings: quick),
        // A pool of blocking libpq connections, each on its own thread.
        .target(
            name: "PostgresStorage", dependencies: ["Core", "Storage", "CPostgres"], swiftSettings: quick),
        // Reads a city pack and says what is wrong with it, by file and line.
        .target(
            name: "CityPack", dependencies: ["Core", yams], swiftSettings: quick),
        // The one door: file and perform; the timekeeper; search; tallies.
        .target(
            name: "Desk", dependencies: ["Core", "Language", "Storage", crypto, logging],
            swiftSettings: quick),
        // Attachments on disk under their hash: uploads that go on where they broke off, smaller copies.
        .target(
            name: "Files", dependencies: ["Core", "Storage", "CGD", crypto, logging],
            swiftSettings: strict),
        // What goes out to other servers and comes in from them: requests that reach no inner address,
        // letters, signatures, keys, and the queue in which each sending keeps its own state.
        .target(
            name: "Courier",
            dependencies: ["Core", "Storage", "CCurl", "CExpat", crypto, logging], swiftSettings: strict),
        // Papers as PDF: blocks of text, tables and codes on pages.
        .target(name: "Press", dependencies: ["CPango", "CQRCode"], swiftSettings: strict),
        // The HTML literal that escapes, forms and tables, the structure checker.
        .target(name: "Markup", dependencies: ["CBrowser"], swiftSettings: quick),
        // The files browsers are given, built in: stylesheets, scripts, icons, Leaflet (Scripts/fetch).
        .target(name: "CBrowser"),
        // The guides and the help, built in the same way.
        .target(name: "CManual"),
        // Hummingbird: contexts, error door, words, layout, headers.
        .target(
            name: "Web",
            dependencies: [
                "Core", "Markup", "CBrowser", "CQRCode", "CZlib", lifecycle, hummingbird, httpTypes,
                httpParts, nioCore, nioHTTP, logging, crypto,
            ],
            exclude: ["Assets"], resources: words,
            swiftSettings: quick),
        // Slice: raise, track, workbench, matter, list, and their API.
        .target(
            name: "Matters", dependencies: below + [lifecycle], resources: words, swiftSettings: strict),
        // Slice: people, posts, sign-in, tokens.
        .target(
            name: "Directory", dependencies: below + ["CArgon2"], resources: words, swiftSettings: strict),
        // Slice: photos, sound, films and papers that come with matters.
        .target(name: "Attachments", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: what was raised and solved around me, who serves here, the map, subscriptions.
        .target(name: "Areas", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: plain papers and guides for residents.
        .target(name: "Papers", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: who owes what until when: my day, and the lists of what waits, is late, or is supervised.
        .target(name: "Duties", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: calling residents back, by people who did not do the work; ratings looked at again.
        .target(name: "Callbacks", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: daily checks, weekly notices and monthly assessments, written by the program.
        .target(name: "Assessments", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: the hotline's calls: the console, who is on the line, what it cost in time.
        .target(name: "Calls", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: the register of lines that became one number, and what is handed to and from others' lines.
        .target(name: "Lines", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: what may be answered at once, and whether it still holds.
        .target(name: "Knowledge", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: paper: boxes, speak stations and studios, stacks of slips typed in one after the other.
        .target(name: "Slips", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: chat groups and their stewards.
        .target(name: "Chats", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: Open311 GeoReport v2, as server and as client.
        .target(name: "Open311", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: what is told outside: notices, webhooks, feeds, and what became of each.
        .target(name: "Deliveries", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: what was answered, for everybody to read and take away.
        .target(name: "Published", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: repair stations: the nearest on duty, how fast it came, the standard at the door.
        .target(name: "Stations", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: what a concern is about and who handles it: suggested, confirmed by a key or by itself.
        .target(name: "Triage", dependencies: below, resources: words, swiftSettings: quick),
        // Slice: the dispatch catalogue: rules with their days, tried on what was, and what rulings propose.
        .target(name: "Rules", dependencies: below + ["CityPack"], resources: words, swiftSettings: strict),
        // Slice: one matter for one problem: what is alike, what was joined, one answer to all.
        .target(name: "Joins", dependencies: below, resources: words, swiftSettings: quick),
        // Slice: what rises above its usual level, and where.
        .target(name: "Topics", dependencies: below, resources: words, swiftSettings: quick),
        // Slice: answers and filings that do not look right, with the reason why.
        .target(name: "Quality", dependencies: below, resources: words, swiftSettings: strict),
        // Slice: the operator's: is it well, what it does, where its backups are.
        .target(name: "Operation", dependencies: below + [metrics], resources: words, swiftSettings: strict),
        // Slice: the city's data as it is in force, its changes, its traces.
        .target(
            name: "Administration", dependencies: below + ["CityPack"], resources: words,
            swiftSettings: strict),
        // Slice: the API to read and try, guides, help, specimens of the design.
        .target(
            name: "Developers", dependencies: ["Core", "Markup", "CManual", "Web", hummingbird],
            exclude: ["Texts"], resources: words, swiftSettings: strict),
        // Rows of others' systems in and out: mapping files, reports of what was refused.
        .target(
            name: "Exchange",
            dependencies: ["Core", "Language", "Storage", "Desk", "CZlib", "CExpat", "CXlsxWriter", yams],
            swiftSettings: quick),
        // The program: settings, wiring, subcommands. The only room that knows every other.
        .executableTarget(
            name: "lianxin",
            dependencies: [
                "Core", "Language", "Storage", "SQLiteStorage", "PostgresStorage", "CityPack", "Desk",
                "Files", "Press", "Markup", "Web", "Matters", "Directory", "Attachments", "Areas", "Papers",
                "Duties", "Callbacks", "Assessments", "Courier", "Calls", "Lines", "Knowledge", "Slips",
                "Chats", "Open311", "Deliveries", "Published", "Stations", "Triage", "Rules", "Joins",
                "Topics",
                "Quality", "Operation", "Administration", "Developers",
                "Exchange", "CMalloc", hummingbird, metrics, nioCore, logging, lifecycle, arguments,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"), yams,
            ], swiftSettings: quick),

        // The loop's laws, on any sequence of moves by anybody; the calendar's, on any day.
        .testTarget(
            name: "CoreTests", dependencies: ["Core"], exclude: ["Matters/Golden"], swiftSettings: strict),
        // What is found, and what is masked.
        .testTarget(name: "LanguageTests", dependencies: ["Language"], swiftSettings: strict),
        // One contract, run on each engine.
        .testTarget(
            name: "StorageTests", dependencies: ["Core", "Storage", "SQLiteStorage", "PostgresStorage"],
            swiftSettings: strict),
        // Every complaint about a pack names file and line; the demo city has none.
        .testTarget(name: "CityPackTests", dependencies: ["Core", "CityPack"], swiftSettings: strict),
        // The door on both engines: once, in order, or not at all.
        .testTarget(
            name: "DeskTests",
            dependencies: [
                "Core", "Language", "Storage", "SQLiteStorage", "PostgresStorage", "CityPack", "Desk",
                "Exchange", logging,
            ],
            swiftSettings: strict),
        // What is kept of a file, what is refused, what a copy leaves out.
        .testTarget(
            name: "FilesTests",
            dependencies: ["Core", "Storage", "SQLiteStorage", "PostgresStorage", "Files", "Press", "CGD"],
            swiftSettings: strict),
        // What is sent until it arrives, whom a request may not reach, which signature holds.
        .testTarget(
            name: "CourierTests",
            dependencies: [
                "Core", "Storage", "SQLiteStorage", "PostgresStorage", "Courier", hummingbird, nioCore,
                logging,
            ], swiftSettings: strict),
        // Nothing gets out of an interpolation; the structure checker finds what it should.
        .testTarget(name: "MarkupTests", dependencies: ["Markup"], swiftSettings: strict),
        // Requests to the site, refusals first, and every page in every state.
        .testTarget(
            name: "FeatureTests",
            dependencies: [
                "Core", "Language", "Storage", "SQLiteStorage", "PostgresStorage", "CityPack", "Desk",
                "Files",
                "Press", "Markup", "Web", "Matters", "Directory", "Attachments", "Areas", "Papers",
                "Duties", "Callbacks", "Assessments", "Courier", "Calls", "Lines", "Knowledge", "Slips",
                "Chats", "Open311", "Deliveries", "Published", "Stations", "Triage", "Rules", "Joins",
                "Topics", "Quality", "Operation", "Exchange", "lianxin", metrics,
                "Administration", "Developers", "CZlib", hummingbird, httpTypes, httpParts, nioCore, logging,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ], swiftSettings: strict),
        // The built program as its users meet it: commands, restarts, two servers.
        .testTarget(name: "JourneyTests", dependencies: ["Core"], swiftSettings: strict),
        // The style is a test.
        .testTarget(
            name: "TidyTests", exclude: ["Golden"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
