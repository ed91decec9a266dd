public import Core
import Language
public import Storage

/// What follows the log to keep the public copies.
public enum PublicMatters {
    /// Follows the log: makes the public copy of each matter that something happened to.
    public static func follower(city: City) -> Follower {
        Follower(
            name: "published", batch: 200,
            reset: { try PublicMatterStore(connection: $0).empty() },
            follow: { events, connection in
                let ids = Array(Set(events.map(\.matterID))).sorted()
                let records = try ListStore(connection: connection).records(ids)
                let stories = try EventLog.stories(through: events, in: connection)
                try PublicMatterStore(connection: connection).renew(records, in: city, by: stories)
            })
    }
}

/// The public copies of matters, kept by a follower.
struct PublicMatterStore {
    let connection: any Connection

    private var search: SearchStore { SearchStore(connection, of: .published) }

    // MARK: Reading

    /// Some matters as they are now: from their copies where those are new enough, else made anew.
    func current(_ records: [MatterRecord], in city: City) throws -> [PublicMatter] {
        let kept = Dictionary(
            try rows(records.map(\.id)).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try records.compactMap { record in
            if let copy = kept[record.id], copy.version == record.version { return copy.limited(in: city) }
            return try made(record, in: city)
        }
    }

    func rows(_ ids: [Int64]) throws -> [PublicMatter] {
        var found: [PublicMatter] = []
        for start in stride(from: 0, to: ids.count, by: 200) {
            let some = Array(ids[start..<min(start + 200, ids.count)])
            found += try connection.all(
                "SELECT \(PublicMatter.columns) FROM public_matters WHERE matter_id IN (\(list: some))")
        }
        return found
    }

    /// The copy of a matter as if its kind were published so far.
    func copy(
        of record: MatterRecord, as level: Publishing, from known: [LoggedEvent]? = nil
    ) throws -> PublicMatter? {
        let story = try (known ?? EventLog.events(of: record.id, in: connection)).map { try Event($0) }
        return PublicMatter(record, story: story, as: level)
    }

    private func made(
        _ record: MatterRecord, in city: City, from story: [LoggedEvent]? = nil
    ) throws -> PublicMatter? {
        let level = city.publishing(of: record.kind)
        return level == .nothing ? nil : try copy(of: record, as: level, from: story)
    }

    // MARK: Writing

    /// Brings the copies of some matters up to date.
    ///
    /// - Parameter stories: What is known of their stories; one that ends before its matter's version is
    ///   read again.
    func renew(
        _ records: [MatterRecord], in city: City, by stories: [Int64: [LoggedEvent]] = [:]
    ) throws {
        let kept = Dictionary(
            try rows(records.map(\.id)).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for record in records {
            let old = kept[record.id]
            if old?.version == record.version { continue }
            let story = stories[record.id].flatMap { $0.last?.sequence == record.version ? $0 : nil }
            guard let copy = try made(record, in: city, from: story) else { continue }
            if let old {
                if old.searchedText != copy.searchedText {
                    try search.replace(old.searchTerms, by: copy.searchTerms, of: copy.id)
                }
                try connection.run("DELETE FROM public_matters WHERE matter_id = \(copy.id)")
            } else {
                try search.add(terms: copy.searchTerms, of: copy.id)
            }
            try insert(copy)
        }
    }

    private func insert(_ copy: PublicMatter) throws {
        let cells = copy.position.map { position in PublicCell.sizes.map { $0.cell(of: position) } }
        try connection.run(
            """
            INSERT INTO public_matters (matter_id, number, kind, category, stage, status, outcome, channel,
                title, text, area, county, town, village, place, latitude, longitude, cell0, cell1, cell2,
                unit, raised_at, changed_at, closed_at, due_at, answer, answer_unit, answered_at,
                rated_solved, rated_satisfied, version)
            VALUES (\(copy.id), \(copy.number), \(copy.kind), \(copy.category ?? ""), \(copy.stage),
                \(copy.isOpen ? "open" : "closed"), \(copy.outcome?.rawValue), \(copy.channel.rawValue),
                \(copy.title), \(copy.text), \(copy.area), \(prefix(copy.area, .county)),
                \(prefix(copy.area, .town)), \(prefix(copy.area, .village)), \(copy.place),
                \(copy.position?.latitude), \(copy.position?.longitude), \(cells?[0]), \(cells?[1]),
                \(cells?[2]), \(copy.unit), \(copy.raisedAt), \(copy.changedAt), \(copy.closedAt),
                \(copy.dueAt), \(copy.answer?.text), \(copy.answer?.unit), \(copy.answer?.at),
                \(copy.rating?.solved), \(copy.rating?.satisfied), \(copy.version))
            """)
    }

    private func prefix(_ area: AreaCode, _ level: AreaLevel) -> String {
        area.ancestor(at: level)?.text ?? ""
    }

    /// Forgets every copy.
    func empty() throws {
        try search.empty()
        try connection.run("DELETE FROM public_matters")
    }

    // MARK: What the pack publishes

    func mark() throws -> Int64? { try connection.value("SELECT mark FROM public_mark WHERE id = 1") }

    func setMark(_ mark: Int64) throws {
        try connection.run(
            """
            INSERT INTO public_mark (id, mark) VALUES (1, \(mark))
            ON CONFLICT (id) DO UPDATE SET mark = excluded.mark
            """)
    }

    /// Changes with everything that says what is in a copy.
    static func mark(of city: City) -> Int64 {
        let kinds = city.procedures.keys.sorted().map { "\($0) \(city.publishing(of: $0).rawValue) 1;" }
        return Int64(bitPattern: FNV1a(kinds.joined().utf8).value >> 1)
    }
}

extension PublicMatter: SQLRow {
    static let columns: SQL = """
        matter_id, number, kind, category, stage, outcome, channel, title, text, area, place, latitude,
        longitude, unit, raised_at, changed_at, closed_at, due_at, answer, answer_unit, answered_at,
        rated_solved, rated_satisfied, version
        """

    public init(row: Row) throws {
        id = try row.get("matter_id")
        number = try row.get("number")
        kind = try row.get("kind")
        let code: String = try row.get("category")
        category = code.isEmpty ? nil : code
        stage = try row.get("stage")
        outcome = try row.get("outcome", as: String?.self).flatMap(Outcome.init)
        channel = Channel(rawValue: try row.get("channel")) ?? .api
        title = try row.get("title")
        text = try row.get("text")
        area = try row.get("area")
        place = try row.get("place")
        let (latitude, longitude): (Double?, Double?) = (try row.get("latitude"), try row.get("longitude"))
        position = latitude.flatMap { latitude in
            longitude.flatMap { Position(latitude: latitude, longitude: $0) }
        }
        unit = try row.get("unit")
        raisedAt = try row.get("raised_at")
        changedAt = try row.get("changed_at")
        closedAt = try row.get("closed_at")
        dueAt = try row.get("due_at")
        let (said, at): (String?, Moment?) = (try row.get("answer"), try row.get("answered_at"))
        let answeredBy: UnitCode? = try row.get("answer_unit")
        answer = said.flatMap { said in at.map { Answer(text: said, at: $0, unit: answeredBy) } }
        let (solved, satisfied): (Bool?, Bool?) = (
            try row.get("rated_solved"), try row.get("rated_satisfied")
        )
        rating = solved.flatMap { solved in
            satisfied.map { Rating(solved: solved, satisfied: $0) }
        }
        version = try row.get("version")
    }

    /// What of it is searched.
    var searchedText: String {
        searchedWords(number: number, title: title, text: text, place: place, more: answer?.text)
    }

    fileprivate var searchTerms: String { SearchTerms.of(searchedText, raisedAt: raisedAt) }
}

/// Squares on the map, by their size in degrees.
struct PublicCell {
    let degrees: Double

    /// The widest first, as the columns `cell0` to `cell2`.
    static let sizes = [PublicCell(degrees: 0.5), PublicCell(degrees: 0.05), PublicCell(degrees: 0.005)]
    /// A box is asked for by no more squares than this.
    static let mostCells = 16

    func cell(of position: Position) -> Int64 {
        number(row: line(position.latitude + 90), column: line(position.longitude + 180))
    }

    private func line(_ degrees: Double) -> Int64 { Int64((degrees / self.degrees).rounded(.down)) }
    private func number(row: Int64, column: Int64) -> Int64 { row * 100_000 + column }

    /// The squares that a box touches; nil where they are too many.
    func cells(of box: GeoBox) -> [Int64]? {
        let rows = line(box.south + 90)...max(line(box.south + 90), line(box.north + 90))
        let columns = line(box.west + 180)...max(line(box.west + 180), line(box.east + 180))
        guard rows.count * columns.count <= Self.mostCells else { return nil }
        return rows.flatMap { row in columns.map { number(row: row, column: $0) } }
    }
}
