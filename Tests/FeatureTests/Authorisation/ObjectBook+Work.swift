import Core
import CityPack
import Desk
import HTTPTypes
import Storage
import Web

@testable import lianxin

extension ObjectBook {
    /// What stands in a place and is worked on by those who look after it.
    mutating func addPlaces(_ sights: Sights) async throws {
        let groups = try await things("SELECT code, area FROM chats_groups ORDER BY code", "code")
        add(["group"], groups, absent: ["none"]) { sights.near($0, $1) }
        add(["anyGroup"], groups, absent: ["none"])
        let places = try await things("SELECT code, area FROM slips_places ORDER BY code", "code")
        add(["place"], places, absent: ["none"])
        add(["ownPlace"], places, absent: ["none"]) { sights.near($0, $1) }
        let openings = try await things(
            "SELECT o.id, p.area FROM slips_openings o JOIN slips_places p ON p.code = o.place ORDER BY o.id",
            "id")
        add(["opening"], openings, absent: ["999999"]) { sights.near($0, $1) }
        let rising = try await things("SELECT id, area FROM topics_rising ORDER BY id", "id")
        add(["rising"], rising, absent: ["999999"]) { sights.area(.figures, $0, $1) }
        let stations = whole.town.pack.stations.stations.map { station in
            Thing(values: [station.code], area: whole.city.units[station.unit]?.area, units: [station.unit])
        }
        let book = whole.town.pack.stations
        add(["station"], stations, absent: ["none"]) { caller, thing in
            guard let station = book[thing.values[0]] else { return false }
            return caller.posts.contains { post in
                switch sights.roles[post.role]?.sight {
                case .area: station.areas.contains { post.area.contains($0) || $0.contains(post.area) }
                case .unit: post.unit == station.unit
                case nil: false
                }
            }
        }
        let findings = try await things(
            "SELECT id, area, unit FROM quality_findings ORDER BY id", "id")
        add(["finding"], findings, absent: ["999999"]) { caller, thing in
            sights.area(.figures, caller, thing) || sights.worksIn(caller, thing)
        }
        let audits = try await things(
            """
            SELECT d.id, m.area, m.lead AS unit FROM triage_decisions d JOIN matters m ON m.id = d.matter_id
            WHERE d.drawn = 1 ORDER BY d.id
            """, "id")
        add(["audit"], audits, absent: ["999999"]) { sights.matter($0, $1) }
    }

    /// What belongs to people and units.
    mutating func addWork(_ sights: Sights, _ callers: Callers) async throws {
        try await addCalls()
        try await addAssessments(sights)
        try await addLines(sights)
        try await addKnowledge()
        try await addFiles(sights, callers)
        try await addOutside()
        let month = try await things("SELECT month, unit FROM topics_months", "month")
        add(["topicMonth"], month, absent: ["2020-01"]) { caller, thing in
            caller.powers.contains(.figures) || sights.worksIn(caller, thing)
        }
        if let clerk = callers.named("clerk")?.personID {
            try await whole.database.write { connection in
                _ = try connection.run(
                    """
                    INSERT INTO views (person_id, unit, name, question, made_at)
                    VALUES (\(clerk), NULL, 'mine', '{}', 1)
                    """)
            }
        }
        let views = try await things("SELECT id, person_id FROM views", "id", person: "person_id")
        add(["view"], views, absent: ["999999"]) { caller, thing in
            caller.personID.map(thing.persons.contains) ?? false
        }
    }

    private mutating func addCalls() async throws {
        let calls = try await things("SELECT id, person FROM calls_calls ORDER BY id", "id")
        let backs = try await things("SELECT id FROM calls_backs WHERE done_at IS NULL ORDER BY id", "id")
        add(["call"], calls, absent: ["999999"]) { caller, thing in
            caller.powers.contains(.takeCalls) || caller.powers.contains(.figures)
                || caller.personID.map(thing.persons.contains) ?? false
        }
        add(["takenCall"], calls, absent: ["999999"]) { caller, thing in
            caller.powers.contains(.takeCalls) || caller.personID.map(thing.persons.contains) ?? false
        }
        add(["callBack"], backs, absent: ["999999"]) { caller, _ in caller.powers.contains(.takeCalls) }
    }

    private mutating func addAssessments(_ sights: Sights) async throws {
        let reports = try await whole.rows(
            "SELECT period, sort FROM assessments_reports ORDER BY first_day DESC")
        for sort in ["day", "week", "month"] {
            let periods = reports.filter { $0["sort"] == sort }.compactMap { $0["period"] }
            let absent = ["day": "2019-01-02", "week": "2019-W02", "month": "2019-02"][sort] ?? ""
            add([sort], periods.map { Thing(values: [$0]) }, absent: [absent])
        }
        let months = reports.filter { $0["sort"] == "month" }.compactMap { $0["period"] }
        // The demo has closed no month yet: nobody reads one.
        add(["publishedMonth"], [], absent: ["2019-02"])
        guard let month = months.first else { throw WholeTown.Missing(what: "month that was assessed") }
        let units = whole.city.units.values.sorted { $0.code < $1.code }
        let hosts = units.filter { host in units.contains { $0.parent == host.code } }
        let things = { (units: [Unit]) in
            units.map { Thing(values: [month, $0.code.text], area: $0.area, units: [$0.code]) }
        }
        add(["monthHost"], things(hosts), absent: [month, "NOWHERE"]) { caller, thing in
            sights.area(.figures, caller, thing)
                || caller.powers.contains(.figures) && sights.worksIn(caller, thing)
        }
        add(
            ["monthUnit"], things(units.filter { $0.parent != nil }), absent: [month, "NOWHERE"],
            seenBy: { sights.worksIn($0, $1) })
    }

    private mutating func addLines(_ sights: Sights) async throws {
        let transfers = try await things(
            """
            SELECT t.code, m.area, m.lead AS unit FROM lines_transfers t JOIN matters m ON m.id = t.matter_id
            ORDER BY t.id
            """, "code")
        let isReader: @Sendable (Caller) -> Bool = { caller in
            !caller.powers.isDisjoint(with: [.takeCalls, .manageChannels, .figures])
        }
        add(["transfer"], transfers, absent: ["TRNONE"]) { caller, thing in
            isReader(caller) || sights.matter(caller, thing)
        }
        add(["transferStatus"], transfers, absent: ["TRNONE"])
        let askings = try await things(
            """
            SELECT m.number, c.id, m.area, m.lead AS unit, w.leader AS person FROM lines_contacts c
            JOIN matters m ON m.id = c.matter_id JOIN lines_window w ON w.matter_id = c.matter_id
            ORDER BY c.id
            """, "number", "id")
        add(["asking"], askings, absent: ["QS2020010100001", "1"]) { sights.matter($0, $1) }
    }

    private mutating func addKnowledge() async throws {
        let articles = try await things("SELECT code, unit FROM knowledge_articles ORDER BY id", "code")
        add(["article"], articles, absent: ["none"])
        add(
            ["articleVersion"], articles.map { Thing(values: [$0.values[0], "1"]) }, absent: ["none", "1"])
        let open = try await things(
            "SELECT code FROM knowledge_articles WHERE is_public = 1 AND live IS NOT NULL ORDER BY id", "code"
        )
        add(["publicArticle"], open, absent: ["none"])
        let questions = try await things(
            "SELECT id FROM knowledge_questions WHERE settled_at IS NULL ORDER BY id", "id")
        add(["question"], questions, absent: ["999999"])
    }

    /// Files of two residents, and one that is still on its way.
    private mutating func addFiles(_ sights: Sights, _ callers: Callers) async throws {
        var links: [(token: String, file: String)] = []
        for letter in ["a", "b"] as [Character] {
            let client = WebClient(whole.server)
            client.setCookie("lx_v", String(repeating: letter, count: 22))
            let id = try await client.upload(name: "lamp.jpg")
            let area = whole.city.areas.village ?? whole.city.area.text
            let answer = try await client.post(
                "/raise",
                ["text": "村口的路灯坏了", "area": area, "once": "matrix-\(letter)", "files": id], from: "/")
            guard let token = answer.location?.split(separator: "/").last else {
                throw WholeTown.Missing(what: "matter with a file: \(answer.status) \(answer.text)")
            }
            links.append((String(token), id))
        }
        var crossed = Thing(values: [links[1].token, links[0].file])
        crossed.isSwapped = true
        add(
            ["linkFile"], [Thing(values: [links[0].token, links[0].file]), crossed],
            absent: [links[0].token, String(links[0].file.reversed())])
        let files = try await things(
            "SELECT a.id, m.area, m.lead AS unit FROM attachments a JOIN matters m ON m.id = a.matter_id",
            "id")
        add(["file"], files, absent: ["nothing"]) { sights.matter($0, $1) }
        guard let clerk = callers.named("clerk"), let person = clerk.personID else { return }
        let browser = WebClient(whole.server)
        for (name, value) in clerk.cookies { browser.setCookie(name, value) }
        let upload = try await browser.beginUpload(csrf: clerk.csrf)
        var thing = Thing(values: [upload])
        thing.persons = [person]
        add(["upload"], [thing], absent: [String(upload.reversed())]) { caller, thing in
            caller.personID.map(thing.persons.contains) ?? false
        }
    }

    /// What other systems name.
    private mutating func addOutside() async throws {
        let services = whole.city.catalogue.leaves.prefix(1).map { Thing(values: ["\($0.code).json"]) }
        add(["service"], services, absent: ["none.json"])
        let requests = try await things("SELECT number || '.json' AS file FROM public_matters", "file")
        add(["request"], requests, absent: ["QS2020010100001.json"])
        let tokens = try await things("SELECT token || '.json' AS file FROM open311_filings", "file")
        add(["requestToken"], tokens, absent: ["none.json"])
    }
}

extension AreaTree {
    /// A place that residents can name.
    fileprivate var village: String? { codes.first { $0.level == .village }?.text }
}

extension WebClient {
    /// Begins to send a file, and answers its id.
    fileprivate func beginUpload(csrf: String) async throws -> String {
        var headers: HTTPFields = [:]
        for (name, value) in ["Tus-Resumable": "1.0.0", "Upload-Length": "8", "X-CSRF": csrf] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        let answer = try await send("POST", "/attachments/uploads", headers: headers)
        guard let id = answer.location?.split(separator: "/").last else {
            throw WholeTown.Missing(what: "upload: \(answer.status) \(answer.text)")
        }
        return String(id)
    }
}
