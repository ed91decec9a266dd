import ArgumentParser

/// Everything an operator can decide, once: the flag, the key of the file and the variable of the environment
/// have the same name, and the help and the table of `Documentation/operating.md` say the same of it.
enum Setting: String, CaseIterable, Sendable {
    case database, city, files
    case host, port, address, trustProxy, connections, visitorBudget, visitorForms, officerBudget, demo
    case messages, smtp, mailFrom, reach, reachLocal, open311Seconds
    case logLevel, logFormat, metrics, metricsToken
    case backup, backupAt, backupKeep

    /// What may be given.
    enum Kind: Sendable {
        case text
        case number(ClosedRange<Int>)
        case truth
        case list
        case choice([String])
    }

    /// `trust-proxy`: behind `--`, and in the file.
    var key: String {
        rawValue.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }

    /// `LIANXIN_TRUST_PROXY`.
    var variable: String { "LIANXIN_" + key.uppercased().replacing("-", with: "_") }

    init?(key: String) {
        guard let found = Setting.allCases.first(where: { $0.key == key }) else { return nil }
        self = found
    }

    var kind: Kind {
        switch self {
        case .database, .city, .files, .host, .address, .messages, .smtp, .mailFrom, .metrics, .metricsToken,
            .backup, .backupAt, .backupKeep:
            .text
        case .port: .number(1...65535)
        case .open311Seconds: .number(1...86400)
        case .connections, .visitorBudget, .visitorForms, .officerBudget: .number(0...100_000_000)
        case .trustProxy, .demo, .reachLocal: .truth
        case .reach: .list
        case .logLevel: .choice(["trace", "debug", "info", "notice", "warning", "error"])
        case .logFormat: .choice(["text", "json"])
        }
    }

    /// What holds where nothing is said; empty for nothing at all.
    var fallback: String {
        switch self {
        case .database: "sqlite:lianxin.db"
        case .city: "Cities/demo"
        case .host: "127.0.0.1"
        case .port: "8080"
        case .trustProxy, .demo, .reachLocal: "false"
        case .open311Seconds: "60"
        case .connections: "4000"
        case .visitorBudget: "3000"
        case .visitorForms: "60"
        case .officerBudget: "600000"
        case .logLevel: "notice"
        case .logFormat: "text"
        case .backupAt: "03:00"
        case .backupKeep: "daily=7,weekly=4,monthly=12"
        case .files, .address, .messages, .smtp, .mailFrom, .reach, .metrics, .metricsToken, .backup: ""
        }
    }

    /// Whether only its owner may read it.
    var isSecret: Bool { self == .smtp || self == .metricsToken || self == .database }

    /// One or two sentences.
    var words: String {
        switch self {
        case .database: "Where everything is kept: sqlite:PATH or postgres://USER@HOST/NAME."
        case .city: "The city pack's folder."
        case .files:
            "The folder of the attachments; several servers of one database share it. Else beside the "
                + "SQLite file (lianxin.db.files), or lianxin.files."
        case .host: "The address to listen on."
        case .port: "The port to listen on."
        case .address:
            "What residents' browsers call this site; links in messages begin with it. Else the address it "
                + "listens on."
        case .trustProxy:
            "Take residents' addresses from X-Forwarded-For. Only behind a proxy of your own that sets it."
        case .connections:
            "How many connections one network may have open at once; more are closed before they say "
                + "anything. Not counted with trust-proxy, where they are all the proxy's. 0 for no limit."
        case .visitorBudget:
            "What one network without an account may ask for in a minute: reading a page costs 1, searching "
                + "5, a paper 20. 0 for no limit."
        case .visitorForms:
            "How many forms one network without an account may send in a minute; more where many people "
                + "share an address, as in a hall with terminals. 0 for no limit."
        case .officerBudget:
            "What one person at work or one program may ask for in a minute, counted as for visitors. 0 for "
                + "no limit."
        case .demo: "Offer one-click sign-in as every role. Only for the demo city."
        case .messages:
            "A file to which messages are appended, one JSON object a line, for a gateway to send."
        case .smtp:
            "The mail server that takes letters: smtp://USER:PASSWORD@HOST:PORT, or smtps://…. Without one "
                + "letters wait. With a password, or with ?tls=required, nothing is said before the "
                + "connection is encrypted; ?tls=never is for a server on this machine."
        case .mailFrom: "Whom letters come from."
        case .reach:
            "Addresses of your inner network that requests to other systems may go to, such as 10.0.0.0/8; "
                + "may be given several times. Else only the open internet."
        case .reachLocal: "Requests to other systems may go to this machine itself."
        case .open311Seconds: "After how many seconds other Open311 servers are asked again."
        case .logLevel: "trace, debug, info, notice, warning or error."
        case .logFormat: "text, or json: one object a line."
        case .metrics:
            "HOST:PORT of a second, inner port with /metrics, /readyz and /healthz for those who run the "
                + "program."
        case .metricsToken:
            "What a monitor shows there as `Authorization: Bearer …`; without it only this machine is "
                + "answered. Better in the file or the environment: flags can be read by others."
        case .backup: "A folder in which one backup a day is made and checked."
        case .backupAt: "When, by the city's clock: HH:MM."
        case .backupKeep: "How many are kept."
        }
    }

    /// The help of its flag.
    var help: ArgumentHelp {
        let usual = fallback.isEmpty ? "" : " Else \(fallback)."
        return ArgumentHelp(
            "\(words)", discussion: "Else \(variable), else `\(key):` in the file of settings.\(usual)")
    }
}
