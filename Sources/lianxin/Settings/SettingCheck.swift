import Core
import Courier
import Foundation

/// Whether a setting can be what it says, alone and beside the others.
enum SettingCheck {
    static func truth(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    /// A value as it may be shown: without passwords.
    static func shown(_ setting: Setting, _ texts: [String]) -> String {
        let text = texts.joined(separator: ", ")
        guard setting.isSecret, !text.isEmpty else { return text }
        if setting == .metricsToken || setting == .smtp && !isMailServer(text) { return "…" }
        return DatabaseName.masked(text)
    }

    /// Nil when the value has the form of its kind.
    static func form(_ setting: Setting, _ value: Configuration.Value) -> SettingComplaint? {
        func wrong(_ problem: String, _ remedy: String) -> SettingComplaint {
            SettingComplaint(
                place: value.origin.place ?? "--\(setting.key)", problem: "\(setting.key) \(problem)",
                remedy: remedy, setting: setting)
        }
        for text in value.texts {
            switch setting.kind {
            case .text, .list: break
            case .number(let range):
                guard let number = Int(text), range.contains(number) else {
                    return wrong(
                        "is “\(text.prefix(40))”",
                        "Write a number from \(range.lowerBound) to \(range.upperBound).")
                }
            case .truth:
                if truth(text) == nil { return wrong("is “\(text.prefix(40))”", "Write true or false.") }
            case .choice(let words):
                if !words.contains(text) {
                    let list = words.joined(separator: ", ")
                    return wrong("is “\(text.prefix(40))”", "Write one of: \(list).")
                }
            }
            if let remedy = special(setting, text) {
                // What cannot be read may hold a password anywhere.
                if setting == .smtp { return wrong("cannot be read", remedy) }
                return wrong("is “\(shown(setting, [text]).prefix(80))”", remedy)
            }
        }
        return nil
    }

    /// What else a text must be; nil when it is.
    private static func special(_ setting: Setting, _ text: String) -> String? {
        switch setting {
        case .database:
            let known = ["sqlite:", "postgres://", "postgresql://"].contains { text.hasPrefix($0) }
            return known && text != "sqlite:" ? nil : "Write sqlite:PATH or postgres://USER@HOST/NAME."
        case .address:
            return isSite(text) ? nil : "Write https://HOST or https://HOST:PORT, without a path."
        case .smtp:
            return isMailServer(text)
                ? nil : "Write smtp://USER:PASSWORD@HOST:PORT, smtps://… or …?tls=required."
        case .reach: return AddressRange(text) == nil ? "Write 10.0.0.0/8 or fd00::/8." : nil
        case .mailFrom: return MailAddress(text) == nil ? "Write name@example.org." : nil
        case .metrics: return endpoint(text) == nil ? "Write HOST:PORT, such as 127.0.0.1:9311." : nil
        case .metricsToken: return text.utf8.count < 16 ? "Take 16 letters or more." : nil
        case .city, .files, .host, .port, .trustProxy, .connections, .visitorBudget, .visitorForms,
            .officerBudget, .demo, .messages, .reachLocal, .open311Seconds, .logLevel, .logFormat, .backup:
            return nil
        case .backupAt: return BackupHour(text) == nil ? "Write the time of the day, such as 03:00." : nil
        case .backupKeep:
            return BackupKeeping(text) == nil ? "Write daily=7,weekly=4,monthly=12." : nil
        }
    }

    /// A host of the web that browsers can be sent to, with or without a slash at its end.
    private static func isSite(_ text: String) -> Bool {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), WebTarget(text) != nil else {
            return false
        }
        let host = text.drop { $0 != "/" }.dropFirst(2)
        return !(host.hasSuffix("/") ? host.dropLast() : host).contains { "/?#".contains($0) }
    }

    /// The mail server of an address, from whom letters come; nil where one of them cannot be read.
    static func mailServer(_ text: String, from sender: String) -> MailServer? {
        MailAddress(sender).flatMap { MailServer(text, from: $0) }
    }

    private static func isMailServer(_ text: String) -> Bool {
        mailServer(text, from: "12345@example.org") != nil
    }

    /// `127.0.0.1:9311`, `[::1]:9311`.
    static func endpoint(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(host), port)
    }

    static func isInner(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    /// What does not go together.
    static func together(_ configuration: Configuration) -> [SettingComplaint] {
        let host = configuration.text(.host)
        var found: [SettingComplaint] = []
        func add(_ setting: Setting, _ problem: String, _ remedy: String, isError: Bool = true) {
            found.append(
                SettingComplaint(
                    place: configuration.place(of: setting), problem: problem, remedy: remedy,
                    isError: isError, setting: setting))
        }
        let address = configuration[.address] ?? ""
        if configuration.isOn(.trustProxy), !isInner(host) {
            add(
                .trustProxy, "whoever reaches \(host) directly can pretend to be any address",
                "Listen on 127.0.0.1, or let only the proxy reach this port.",
                isError: !address.hasPrefix("https://"))
        }
        if configuration.isOn(.demo), isElsewhere(configuration.text(.database)) {
            add(
                .demo, "everybody could sign in as anybody on a database of another machine",
                "Use a database of its own for the demo.")
        }
        if configuration[.smtp] != nil, configuration[.mailFrom] == nil {
            add(.smtp, "smtp also needs mail-from", "Say whom letters come from: name@example.org.")
        }
        if let metrics = configuration[.metrics].flatMap(endpoint) {
            if !isInner(metrics.host), configuration[.metricsToken] == nil {
                add(
                    .metrics, "\(metrics.host) can be reached by others",
                    "Set metrics-token too, or listen on 127.0.0.1.")
            }
            if metrics.port == configuration.number(.port) {
                add(.metrics, "port \(metrics.port) is the site's own", "Choose another one.")
            }
        } else if configuration[.metricsToken] != nil {
            add(.metricsToken, "metrics-token without metrics", "Set metrics: HOST:PORT.", isError: false)
        }
        if address.hasPrefix("http://"),
            !["http://127.", "http://localhost", "http://[::1]"].contains(where: { address.hasPrefix($0) })
        {
            add(
                .address, "without https:// sign-ins can be read on their way",
                "Put a proxy with TLS in front, and write https:// here.", isError: false)
        }
        return found
    }

    /// Whether a database's server is another machine.
    private static func isElsewhere(_ database: String) -> Bool {
        guard let begin = database.range(of: "://")?.upperBound, !database.hasPrefix("sqlite:") else {
            return false
        }
        let rest = database[begin...].prefix { $0 != "/" && $0 != "?" }
        let server = rest.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let host =
            server.hasPrefix("[") ? server.dropFirst().prefix { $0 != "]" } : server.prefix { $0 != ":" }
        return !host.isEmpty && !isInner(String(host))
    }
}
