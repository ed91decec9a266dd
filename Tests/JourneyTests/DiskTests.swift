import Foundation
import Testing

extension Journeys {
    @Test("whose disk may suddenly only be read go on reading, say so, and write when they may again")
    func onlyRead() async throws {
        try await JourneyEngine.sqlite.withPlace { outside in
            try await SmallDisk.with(.ext4, megabytes: 64, in: outside.folder) { disk in
                let place = JourneyPlace(
                    engine: .sqlite, folder: outside.folder, database: "sqlite:\(disk.folder.path)/city.db")
                var numbers = try await frozen(place, disk)
                // A second server finds the repaired disk with everything on it.
                try await disk.mountAgain()
                try await Server.with(place) { server in
                    let client = server.client(try await place.token("jia.guohui"))
                    for number in numbers { try await client.get("/api/v1/matters/\(number)").expect(200) }
                    let next = try await client.post("/api/v1/matters", Self.matter).expect(201)
                    numbers.append(try #require(next.json["number"].string))
                }
                #expect(try await place.sql("SELECT count(*) FROM matters") == "\(numbers.count)")
                let verified = try await place.run("verify")
                #expect(verified.code == 0 && verified.output.isEmpty, "\(verified)")
            }
        }
    }

    private static let matter: JSON = ["text": "路灯坏了，晚上看不见路。", "channel": "hotline"]

    /// A server on files that were made unchangeable, then changeable, and at last on a disk with an error;
    /// gives back what was taken in.
    private func frozen(_ place: JourneyPlace, _ disk: SmallDisk) async throws -> [String] {
        try await place.succeed("init")
        let server = try await Server.start(place)
        let client = server.client(try await place.token("jia.guohui"))
        var numbers: [String] = []
        func file() async throws {
            let answer = try await client.post("/api/v1/matters", Self.matter).expect(201)
            numbers.append(try #require(answer.json["number"].string))
        }
        for _ in 0..<3 { try await file() }
        let files = ["city.db", "city.db-wal"].map { disk.folder.appending(path: $0) }
        try await disk.freeze(true, files)
        try await refuses(client, numbers)
        try await disk.freeze(false, files)
        // By itself, without a restart.
        for _ in 0..<3 { try await file() }
        try await disk.abort()
        try await refuses(client, numbers)
        let end = await server.stop()
        #expect(end.code == 0, "\(end.errors)")
        #expect(end.errors.contains("The disk of the database may only be read"), "\(end.errors)")
        #expect(!end.errors.contains("Fatal error"))
        return numbers
    }

    private func refuses(_ client: Client, _ numbers: [String]) async throws {
        for _ in 0..<3 {
            let answer = try await client.post("/api/v1/matters", Self.matter)
            #expect(answer.status == 503 && answer.kind.hasPrefix("application/problem+json"), "\(answer)")
            #expect(answer.json["code"].string == "fault.readOnly", "\(answer.text)")
            #expect(!answer.text.contains("SQLITE") && !answer.text.contains("disk I/O"))
        }
        for number in numbers { try await client.get("/api/v1/matters/\(number)").expect(200) }
    }

    @Test("whose disk for files is full refuse the file, keep no half of it, and take in matters without one")
    func fullShelf() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await SmallDisk.with(.memory, megabytes: 3, in: place.folder) { disk in
                try await place.succeed("init")
                let server = try await Server.start(
                    place, "--files", disk.folder.appending(path: "files").path)
                let sender = try Sender(port: server.port)
                let upload = try sender.begin(Sender.document.count)
                let filler = await disk.fill()
                let refused = try sender.send(upload, from: 0)
                #expect(refused.status == 503 && refused.fields["retry-after"] != nil, "\(refused)")
                #expect(!refused.text.contains(disk.folder.path) && !refused.text.contains("errno"))
                let client = server.client(try await place.token("jia.guohui"))
                try await client.post("/api/v1/matters", Self.matter).expect(201)
                #expect(try await place.sql("SELECT count(*) FROM uploads WHERE complete = 1") == "0")
                try FileManager.default.removeItem(at: filler)
                let kept = try sender.kept(upload)
                #expect(kept < Sender.document.count)
                let taken = try sender.send(upload, from: kept)
                #expect(taken.status == 204, "\(taken.text.prefix(300))")
                #expect(try await place.sql("SELECT count(*) FROM uploads WHERE complete = 1") == "1")
                let end = await server.stop()
                #expect(end.code == 0 && end.errors.contains("no room for the file"), "\(end.errors)")
                #expect(try sender.lies(in: disk.folder.appending(path: "files")))
            }
        }
    }

    @Test("whose log cannot be written go on; a command whose result cannot be written says so")
    func deafLog() async throws {
        try await JourneyEngine.sqlite.withPlace { place in
            try await place.succeed("init")
            let server = try await Server.start(
                place, script: "exec \"$0\" \"$@\" >/dev/full 2>/dev/full", "--log-level", "debug")
            let client = server.client(try await place.token("jia.guohui"))
            for _ in 0..<5 { try await client.post("/api/v1/matters", Self.matter).expect(201) }
            try await client.get("/no-such-page").expect(404)
            let end = await server.stop()
            #expect(end.code == 0)
            #expect(try await place.sql("SELECT count(*) FROM matters") == "5")
            let deaf = try await Run(
                "/bin/sh", ["-c", "exec \"$0\" config check >/dev/full", Program.path], in: place.folder
            ).end()
            #expect(deaf.code == 1 && deaf.errors.contains("could not be written"), "\(deaf)")
        }
    }
}

/// Somebody who sends a file from the page, by tus.
private struct Sender {
    private let wire: Wire
    private let cookies: String
    private let token: String

    /// A document of 1 MB whose bytes differ from place to place.
    static let document: [UInt8] = {
        var dice = Chance(seed: 9)
        let body = (0..<1_000_000).map { _ in UInt8(dice.roll(97...122)) }
        return Array("%PDF-1.4\n%".utf8) + body + Array("\n%%EOF\n".utf8)
    }()

    init(port: Int) throws {
        wire = try Wire(port: port)
        guard
            case .answered(let page) = wire.ask(Wire.request("GET", "/", fields: ["Accept": "text/html"])),
            let form = page.text.components(separatedBy: "name=\"csrf\" value=\"").dropFirst().first
        else { throw Missing("no page with a form") }
        cookies = page.cookies
        token = String(form.prefix { $0 != "\"" })
    }

    private func ask(
        _ method: String, _ path: String, _ fields: [String: String], _ body: ArraySlice<UInt8>
    ) throws -> Wire.Reply {
        var fields = fields
        fields["Cookie"] = cookies
        fields["X-CSRF"] = token
        fields["Tus-Resumable"] = "1.0.0"
        if method != "HEAD" { fields["Content-Length"] = "\(body.count)" }
        guard case .answered(let reply) = wire.ask(Wire.request(method, path, fields: fields) + body) else {
            throw Missing("no answer to \(method) \(path)")
        }
        return reply
    }

    /// Announces the file; gives back its address.
    func begin(_ bytes: Int) throws -> String {
        let name = Data("notice.pdf".utf8).base64EncodedString()
        let reply = try ask(
            "POST", "/attachments/uploads",
            ["Upload-Length": "\(bytes)", "Upload-Metadata": "filename \(name)"], [])
        guard reply.status == 201, let path = reply.fields["location"] else { throw Missing(reply.text) }
        return path
    }

    func send(_ upload: String, from start: Int) throws -> Wire.Reply {
        try ask(
            "PATCH", upload,
            ["Upload-Offset": "\(start)", "Content-Type": "application/offset+octet-stream"],
            Self.document[start...])
    }

    /// How much of it the server says it has.
    func kept(_ upload: String) throws -> Int {
        let reply = try ask("HEAD", upload, [:], [])
        guard reply.status == 200, let kept = reply.fields["upload-offset"].flatMap(Int.init) else {
            throw Missing("\(reply.status)")
        }
        return kept
    }

    /// Whether the folder holds the whole file, once.
    func lies(in folder: URL) throws -> Bool {
        let names = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (names?.allObjects as? [URL] ?? []).filter { !$0.hasDirectoryPath }
        return try files.filter { try Data(contentsOf: $0).elementsEqual(Self.document) }.count == 1
    }
}
