import Core
import Foundation
import Operation
import Testing

@testable import lianxin

@Suite("The settings")
struct SettingsTests {
    /// What holds for a file of these words.
    private func read(
        _ text: String?, flags: [Setting: [String]] = [:], environment: [String: String] = [:]
    ) throws -> Configuration {
        guard let text else { return Configuration(flags: flags, named: nil, environment: environment) }
        let file = FileManager.default.temporaryDirectory.appending(path: "lx-\(UUID().uuidString).yaml")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return Configuration(flags: flags, named: file.path, environment: environment)
    }

    @Test("come from the flag, else the environment, else the file, else as usual")
    func order() throws {
        let text = "port: 1\nhost: 10.0.0.1\naddress: https://a.example\n"
        let found = try read(
            text, flags: [.port: ["3"]], environment: ["LIANXIN_PORT": "2", "LIANXIN_HOST": "10.0.0.2"])
        #expect(found.complaints == [])
        #expect(found.number(.port) == 3 && found.values[.port]?.origin == .flag)
        #expect(found[.host] == "10.0.0.2" && found.values[.host]?.origin == .environment("LIANXIN_HOST"))
        #expect(
            found[.address] == "https://a.example"
                && found.values[.address]?.origin.place?.hasSuffix(":3") == true)
        #expect(found[.logLevel] == "notice" && found.values[.logLevel]?.origin == .fallback)
        #expect(found[.smtp] == nil && !found.isOn(.demo))
    }

    @Test(
        "show no password, wherever it stands in an address",
        arguments: [
            ("postgres://lx:top@db/city", "postgres://lx:…@db/city"),
            ("postgres://lx:t@p:x@db/city", "postgres://lx:…@db/city"),
            (
                "postgres://lx@db/city?password=top&sslmode=require",
                "postgres://lx@db/city?password=…&sslmode=require"
            ),
            ("user:top@mail.example", "user:…@mail.example"),
            ("smtps://mail.example", "smtps://mail.example"),
            ("sqlite:/srv/a:b@c.db", "sqlite:/srv/a:b@c.db"),
        ])
    func passwords(address: String, shown: String) {
        #expect(DatabaseName.masked(address) == shown)
    }

    @Test("read lists and truths in every way they are written")
    func forms() throws {
        let found = try read(
            "reach: [10.0.0.0/8, 'fd00::/8']\nreach-local: yes\n", environment: ["LIANXIN_DEMO": "1"])
        #expect(found.complaints == [])
        #expect(
            found.all(.reach) == ["10.0.0.0/8", "fd00::/8"] && found.isOn(.reachLocal) && found.isOn(.demo))
        #expect(
            try read("", environment: ["LIANXIN_REACH": "10.0.0.0/8, 10.1.0.0/16"]).all(.reach).count == 2)
        #expect(try read("# nothing but words\n").complaints == [])
        for nothing in ["", " ~", " null", " Null", " \"\"", " # nothing yet"] {
            let found = try read("smtp:\(nothing)\nport:\(nothing)\nreach:\(nothing)\n")
            #expect(found.complaints == [] && found.number(.port) == 8080, "\(nothing)")
            #expect(found[.smtp] == nil && found.all(.reach) == [], "\(nothing)")
            #expect(found.values[.port]?.origin == .fallback, "\(nothing)")
        }
        #expect(try read("files: 'null'\n")[.files] == "null")
    }

    @Test(
        "name a word that means nothing, with its line and what was meant",
        arguments: [
            ("a: 1\n\ntrust-proxi: true\n", ":3", "trust-proxy"), ("prot: 80\n", ":1", ""),
            ("port: [80]\n", ":1", "port: value"),
            ("host: {a: b}\n", ":1", ""), ("- port\n", ":1", ""), ("port: \"80\n", "", ""),
            ("reach: {a: b}\n", ":1", "[a, b]"),
        ])
    func unknown(text: String, line: String, meant: String) throws {
        let found = try read(text)
        let errors = found.complaints.filter(\.isError)
        let named = errors.contains { complaint in
            (line.isEmpty || complaint.place.hasSuffix(line))
                && (meant.isEmpty || complaint.remedy.contains(meant))
        }
        #expect(named, "\(errors)")
        #expect(throws: Fault.self) { try found.check() }
    }

    @Test("that stand twice are named, each with its line")
    func twice() throws {
        let text = "host: 127.0.0.1\nport: 80\n\n# port: 81\nport : 82\nhost: \"127.0.0.2\"\ncity: x\n"
        let found = try read(text).complaints
        #expect(
            found.map(\.problem).sorted() == [
                "host stands twice, first in line 1", "port stands twice, first in line 2",
            ])
        #expect(found.contains { $0.problem.hasPrefix("port") && $0.place.hasSuffix(":5") }, "\(found)")
        #expect(found.contains { $0.problem.hasPrefix("host") && $0.place.hasSuffix(":6") }, "\(found)")
        #expect(throws: Fault.self) { try read(text).check() }
    }

    @Test(
        "refuse a value of the wrong form",
        arguments: [
            "port: eighty", "port: 0", "port: 65536", "demo: perhaps", "log-level: loud", "log-format: xml",
            "database: mysql://x", "database: 'sqlite:'", "address: example.org", "address: https://",
            "address: 'https://a b.example'", "address: https://a.example:99999",
            "address: https://a.example/lianxin",
            "smtp: mail.example", "smtp: 'smtp://'", "smtp: 'smtps://mail.example?tls=never'",
            "reach: [10.0.0.0/99]", "mail-from: nobody",
            "metrics: '9311'", "metrics-token: short", "open311-seconds: 0", "visitor-budget: -1",
        ])
    func wrong(text: String) throws {
        let found = try read(text + "\n")
        #expect(found.complaints.contains { $0.isError && $0.place.hasSuffix(":1") }, "\(found.complaints)")
    }

    @Test(
        "refuse what does not go together",
        arguments: [
            "trust-proxy: true\nhost: 0.0.0.0", "demo: true\ndatabase: postgres://u@db.example/lianxin",
            "smtp: smtp://mail.example", "metrics: 0.0.0.0:9311", "metrics: 127.0.0.1:8080",
        ])
    func together(text: String) throws {
        #expect(try read(text + "\n").complaints.contains(where: \.isError))
    }

    @Test(
        "let pass what goes together",
        arguments: [
            "trust-proxy: true", "trust-proxy: true\nhost: 0.0.0.0\naddress: https://a.example",
            "demo: true\ndatabase: postgres:///lianxin?host=/run",
            "demo: true\ndatabase: postgres://u@127.0.0.1/l",
            "smtp: smtp://mail.example\nmail-from: a@example.org",
            "metrics: 0.0.0.0:9311\nmetrics-token: 0123456789abcdef",
        ])
    func apart(text: String) throws {
        #expect(try !read(text + "\n").complaints.contains(where: \.isError))
    }

    @Test("repeat nothing of a mail server that cannot be read")
    func unreadableSecret() throws {
        let found = try read("smtp: hunter2:mail.example\nmail-from: a@example.org\n")
        let told = try #require(found.complaints.first { $0.isError })
        #expect(told.problem == "smtp cannot be read" && told.remedy.contains("smtp://USER"))
        let shown = found.lines.map(\.value) + found.complaints.map(\.sentence)
        #expect(!shown.contains { $0.contains("hunter2") })
    }

    @Test("take an address of the site with or without a slash at its end")
    func siteAddress() throws {
        for text in ["https://a.example:8443/", "https://a.example:8443"] {
            let found = try read("address: \(text)\n")
            #expect(found.complaints == [] && found.siteAddress == "https://a.example:8443")
        }
        #expect(try read("host: 0.0.0.0\nport: 81\n").siteAddress == "http://127.0.0.1:81")
        #expect(try read("address: 'http://[::1]:8080'\n").complaints == [])
    }

    @Test(
        "are tried on this machine as serve tries them",
        arguments: [
            ("host: no-such-host.invalid", "no-such-host.invalid"), ("host: 192.0.2.1", "192.0.2.1"),
            ("metrics: 192.0.2.1:9311\nmetrics-token: 0123456789abcdef", "192.0.2.1"),
            ("city: /nowhere/city", "/nowhere/city"), ("database: sqlite:/nowhere/city.db", "/nowhere"),
            ("database: sqlite:/", "is a folder"), ("database: 'postgres://u:%zz@db/x'", "cannot be read"),
        ])
    func onThisMachine(text: String, word: String) throws {
        var flags: [Setting: [String]] = [:]
        if !text.contains("city: ") { flags[.city] = ["\(WholeTown.root.path)/Cities/demo"] }
        if !text.contains("database: ") { flags[.database] = ["sqlite::memory:"] }
        let found = try read(text + "\n", flags: flags)
        #expect(found.complaints == [])
        let tried = SettingTrial.complaints(found)
        #expect(tried.count == 1 && tried.first?.isError == true, "\(tried)")
        #expect(tried.first?.place.hasSuffix(":1") == true, "\(tried)")
        #expect(tried.first?.sentence.contains(word) == true, "\(tried)")
        #expect(tried.first?.sentence.contains("..") == false, "\(tried)")
    }

    @Test("that can be used on this machine pass, also where a server listens already")
    func usable() throws {
        let busy = try BusyPort()
        defer { busy.release() }
        let found = try read(
            "port: \(busy.port)\ncity: \(WholeTown.root.path)/Cities/demo\ndatabase: 'sqlite::memory:'\n")
        #expect(found.complaints == [] && SettingTrial.complaints(found) == [])
    }

    @Test("show no password")
    func masked() throws {
        let found = try read(
            """
            database: postgres://lianxin:hunter2@db.example/lianxin
            smtp: smtps://city:hunter2@mail.example
            mail-from: a@example.org
            metrics: 127.0.0.1:9311
            metrics-token: hunter2hunter2hunter2

            """)
        let shown = found.lines.map { "\($0.value)\($0.place ?? "")" } + found.complaints.map(\.sentence)
        #expect(!shown.contains { $0.contains("hunter2") } && found.complaints == [])
    }

    @Test("of a file that is not there are refused by its name; of none, nothing is wrong")
    func absent() throws {
        let found = Configuration(flags: [:], named: "/nowhere/lianxin.yaml", environment: [:])
        #expect(throws: Fault.self) { try found.check() }
        #expect(found.complaints.first?.place == "/nowhere/lianxin.yaml")
        let folder = Configuration(flags: [:], named: "/", environment: [:])
        #expect(folder.complaints.map(\.problem) == ["this is a folder, not a file of settings"])
        #expect(folder.doubtful() == Set(Setting.allCases))
        let partly = Configuration(
            flags: [.port: ["80"]], named: "/", environment: ["LIANXIN_HOST": "127.0.0.1"])
        #expect(partly.doubtful() == Set(Setting.allCases).subtracting([.port, .host]))
        #expect(try read("port: eighty\n").doubtful() == [.port])
        let strange = try read(nil, environment: ["LIANXIN_DATABSE": "sqlite:x"])
        #expect(strange.complaints.first?.remedy.contains("LIANXIN_DATABASE") == true)
        #expect(strange.complaints.first?.isError == false)
    }

    @Test("stand in the document as in the program")
    func table() throws {
        let article = WholeTown.root.appending(path: "Documentation/operating.md")
        #expect(try String(contentsOf: article, encoding: .utf8).contains(Setting.table))
        let example = try String(
            contentsOf: WholeTown.root.appending(path: "deploy/lianxin.yaml"), encoding: .utf8)
        #expect(try read(example).complaints == [])
    }
}
