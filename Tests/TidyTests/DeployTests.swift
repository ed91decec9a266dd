import Testing

@Suite("What the program is installed with")
struct DeployTests {
    private static let paths = [
        "deploy/lianxin.service", "deploy/lianxin-verify.service", "deploy/Containerfile",
    ]

    @Test("names only flags and variables that there are")
    func options() throws {
        let code = House.sources.filter { $0.room == "lianxin" }.map { $0.lines.joined(separator: "\n") }
            .joined(separator: "\n")
        let settings = try #require(House.text("Sources/lianxin/Settings/Setting.swift"))
        for path in Self.paths {
            let text = try #require(House.text(path), "\(path)")
            expectNone(Self.unknown(in: text, path, code: code, settings: settings))
        }
    }

    @Test("gives the service no more rights than it needs")
    func rights() throws {
        let text = try #require(House.text("deploy/lianxin.service"))
        let lines = Set(text.split(separator: "\n").map(String.init))
        for line in [
            "Type=notify", "DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict",
            "CapabilityBoundingSet=", "StateDirectory=lianxin", "StateDirectoryMode=0700", "UMask=0077",
        ] { #expect(lines.contains(line), "\(line)") }
        // The runtime's threads ask for their priority: where that is forbidden it fails, and ends nothing.
        for path in ["deploy/lianxin.service", "deploy/lianxin-verify.service"] {
            let unit = try #require(House.text(path))
            #expect(unit.contains("\nSystemCallErrorNumber=EPERM\n"), "\(path)")
            #expect(!unit.contains("@resources"), "\(path)")
        }
        let image = try #require(House.text("deploy/Containerfile"))
        #expect(image.contains("\nUSER 10001\n") && image.contains("\nHEALTHCHECK "))
    }

    @Test("is found where it names what is not there")
    func findsWhatIsWrong() {
        let text =
            "ExecStart=/usr/local/bin/lianxin serve --port 1 --nonsense\nENV LIANXIN_PORT=1 LIANXIN_NONE=2"
        let found = Self.unknown(in: text, "a", code: "var port", settings: "case host, port\n")
        #expect(
            found == ["a: --nonsense; there is no such flag", "a: LIANXIN_NONE; there is no such setting"])
    }

    static func unknown(in text: String, _ path: String, code: String, settings: String) -> [String] {
        let words = text.split { " \n=\",[]".contains($0) }.map(String.init)
        let calls = text.split(separator: "\n").filter { $0.contains("ExecStart=") || $0.contains("CMD [") }
        let flags = calls.flatMap { $0.split { " \",[]".contains($0) }.map(String.init) }
            .filter { $0.hasPrefix("--") && !$0.contains("=") }
        return flags.filter { !code.contains("var \(camel($0.dropFirst(2)))") }
            .map { "\(path): \($0); there is no such flag" }
            + words.filter { $0.hasPrefix("LIANXIN_") }
            .filter { word in
                let name = camel(word.dropFirst("LIANXIN_".count).lowercased().replacing("_", with: "-")[...])
                return !settings.contains(" \(name),") && !settings.contains(" \(name)\n")
            }.map { "\(path): \($0); there is no such setting" }
    }

    private static func camel(_ key: Substring) -> String {
        let parts = key.split(separator: "-")
        return (parts.first.map(String.init) ?? "")
            + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
