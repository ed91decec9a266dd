import Core
import Storage

/// The current rows of matters. Only `DeskTransaction` writes here.
struct MatterStore {
    let connection: any Connection
    let city: City

    /// A row with the state that decisions need.
    struct Kept {
        var matter: Matter
        let head: [UInt8]
        /// What the search index holds of it.
        let words: String
        let more: String?
        /// What the search index was given of it.
        var terms: String { SearchTerms.of(words, raisedAt: matter.raisedAt) }
        /// The parts of `words` that never change.
        fileprivate let lasting: (number: String, title: String, text: String, place: String?)

        /// What the search index shall hold with other words added.
        func words(with more: String?) -> String {
            searchedWords(
                number: lasting.number, title: lasting.title, text: lasting.text, place: lasting.place,
                more: more)
        }
    }

    /// By number or id; on PostgreSQL the row is locked until the transaction ends.
    func kept(_ reference: MatterReference, locked: Bool) throws -> Kept? {
        let columns: SQL =
            "SELECT id, version, head_hash, state, number, title, text, place, more FROM matters WHERE "
        let lock = locked ? connection.dialect.forUpdate : .none
        let row: Row? =
            switch reference {
            case .id(let id): try connection.first(columns + "id = \(id)" + lock)
            case .number(let number): try connection.first(columns + "number = \(number)" + lock)
            }
        guard let row else { return nil }
        let id: Int64 = try row.get("id")
        guard var matter = try? StoredJSON.value(Matter.self, row.get("state")),
            matter.version == (try row.get("version"))
        else {
            throw Fault(
                .corrupt, "The current state of matter \(id) cannot be read.",
                remedy: "Run `lianxin verify`; the state can be rebuilt from the log.")
        }
        matter.id = id
        let more: String? = try row.get("more")
        let lasting: (number: String, title: String, text: String, place: String?) = (
            try row.get("number"), try row.get("title"), try row.get("text"), try row.get("place")
        )
        let words = searchedWords(
            number: lasting.number, title: lasting.title, text: lasting.text, place: lasting.place, more: more
        )
        return Kept(
            matter: matter, head: try row.get("head_hash"), words: words, more: more, lasting: lasting)
    }

    func version(of number: String) throws -> Int? {
        try connection.value("SELECT version FROM matters WHERE number = \(number)")
    }

    /// The row as lists and pages show it.
    func record(_ id: Int64) throws -> MatterRecord? {
        try connection.first(
            MatterRecord.self, "SELECT \(MatterRecord.columns) FROM matters WHERE id = \(id)")
    }

    /// Keeps more words of the resident beside the text they raised it with.
    func setMore(_ more: String?, of id: Int64) throws {
        try connection.run("UPDATE matters SET more = \(more) WHERE id = \(id)")
    }

    func insert(_ filing: PreparedFiling, head: [UInt8]) throws {
        let (raised, matter) = (filing.raised, filing.matter)
        try connection.run(
            """
            INSERT INTO matters (id, number, kind, stage, status, outcome, holder, rank, title, text, channel,
                caller, area, county, town, village, place, latitude, longitude, category, lead, raised_to,
                urgency, raised_at, changed_at, closed_at, due_at, soon_at, target_at, overdue, source,
                source_id,
                version, head_hash, state, route, grade, supervision, excluded, urges, returns, sharers,
                handler)
            VALUES (\(matter.id), \(matter.number), \(matter.kind), \(matter.stage), \(status(matter)),
                \(matter.outcome?.rawValue), \(holder(matter)), \(rank(matter)), \(raised.title),
                \(raised.text), \(raised.channel.rawValue),
                \(raised.caller.rawValue), \(matter.area), \(prefix(matter.area, .county)),
                \(prefix(matter.area, .town)), \(prefix(matter.area, .village)), \(raised.place),
                \(raised.position?.latitude), \(raised.position?.longitude), \(matter.category),
                \(matter.lead),
                \(matter.raisedTo), \(matter.urgency.rawValue), \(matter.raisedAt), \(matter.changedAt),
                \(matter.closedAt), \(due(matter)), \(soon(matter)),
                \(target(matter) ?? raised.targetAt), \(isLate(matter, raised)),
                \(raised.source), \(raised.sourceID), \(matter.version), \(head),
                \(filing.state), \(matter.route?.rawValue), \(matter.grade?.rawValue),
                \(matter.supervisionColumn), \(matter.side.excluded), \(matter.urges), \(matter.returns),
                \(matter.sharersColumn), \(handler(of: matter.id)))
            """)
    }

    func update(_ matter: Matter, head: [UInt8]) throws {
        // What ended elsewhere was late or not there; nothing that happens here changes it.
        let overdue: SQL = matter.outcome == .elsewhere ? "overdue" : "\(matter.overdue)"
        try connection.run(
            """
            UPDATE matters SET stage = \(matter.stage), status = \(status(matter)),
                outcome = \(matter.outcome?.rawValue), holder = \(holder(matter)), rank = \(rank(matter)),
                category = \(matter.category), lead = \(matter.lead), raised_to = \(matter.raisedTo),
                urgency = \(matter.urgency.rawValue), changed_at = \(matter.changedAt),
                closed_at = \(matter.closedAt), due_at = \(due(matter)), soon_at = \(soon(matter)),
                target_at = COALESCE(\(target(matter)), target_at), overdue = \(overdue),
                version = \(matter.version), head_hash = \(head), state = \(try StoredJSON.text(matter)),
                route = \(matter.route?.rawValue), grade = \(matter.grade?.rawValue),
                supervision = \(matter.supervisionColumn), excluded = \(matter.side.excluded),
                urges = \(matter.urges), returns = \(matter.returns), sharers = \(matter.sharersColumn),
                handler = \(handler(of: matter.id))
            WHERE id = \(matter.id)
            """)
    }

    func keepContact(_ contact: Filing.Contact, of id: Int64) throws {
        try connection.run(
            """
            INSERT INTO contacts (matter_id, name, phone, email, language, link_version)
            VALUES (\(id), \(contact.name), \(contact.phone), \(contact.email),
                \(contact.language.rawValue), 1)
            """)
    }

    func contact(of id: Int64) throws -> Filing.Contact {
        let row = try connection.first(
            "SELECT name, phone, email, language FROM contacts WHERE matter_id = \(id)")
        guard let row else { return Filing.Contact() }
        return Filing.Contact(
            name: try row.get("name"), phone: try row.get("phone"), email: try row.get("email"),
            language: Core.Language(rawValue: try row.get("language")) ?? .zh)
    }

    func number(ofSource source: String, _ id: String) throws -> String? {
        try connection.value("SELECT number FROM matters WHERE source = \(source) AND source_id = \(id)")
    }

    private func status(_ matter: Matter) -> String { matter.isOpen ? "open" : "closed" }
    private func holder(_ matter: Matter) -> String {
        (city.procedures[matter.kind]?.stage(matter.stage)?.holder ?? .nobody).rawValue
    }

    /// Most urgent first when counted upwards.
    private func rank(_ matter: Matter) -> Int { Urgency.emergency.rank - matter.urgency.rank }
    private func due(_ matter: Matter) -> Int64 { matter.nextClock?.due.milliseconds ?? .max }
    private func soon(_ matter: Matter) -> Moment? { matter.nextClock.map { city.soon($0, of: matter) } }

    /// Who at work did something with it last, as the log says it.
    private func handler(of id: Int64) -> SQL {
        """
        (SELECT actor FROM events WHERE matter_id = \(id) AND actor LIKE 'officer:%'
            ORDER BY seq DESC LIMIT 1)
        """
    }

    /// The whole limit is the one a kind writes first.
    private func target(_ matter: Matter) -> Moment? {
        city.procedures[matter.kind]?.limits.first.flatMap { matter.clock($0.name)?.due }
    }

    private func isLate(_ matter: Matter, _ raised: Fact.Raised) -> Bool {
        if let target = raised.targetAt, let ended = matter.closedAt { return ended > target }
        return matter.overdue
    }

    private func prefix(_ area: AreaCode, _ level: AreaLevel) -> String {
        area.ancestor(at: level)?.text ?? ""
    }
}

extension Matter {
    /// As the column `supervision` says it: 0 without an order.
    var supervisionColumn: Int { side.supervision?.level.rawValue ?? 0 }

    /// As the column `sharers` says it: nil for none.
    var sharersColumn: String? { sharers.isEmpty ? nil : BlankList.text(sharers.map(\.text)) }
}
