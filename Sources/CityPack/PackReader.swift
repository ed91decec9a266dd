import Core

/// Reads the files of a pack one after the other and puts the city together.
struct PackReader {
    let folder: PackFolder
    var complaints = Complaints()
    var rows = CityRows()
    /// The file and line of each row, in the order of `rows`.
    var places = Places()
    var people: [PostRow] = []
    var templates: [Template] = []
    var replies: [Reply] = []
    var templateLines: [String: Int] = [:]

    struct Places {
        var areas: [Int] = []
        var units: [Int] = []
        var roles: [Int] = []
        var posts: [Int] = []
        var categories: [Int] = []
        var rules: [Int] = []
        var limits: [Int] = []
        var settings: [String: Int] = [:]
        var kinds: [String: KindReader] = [:]
    }

    init(folder: PackFolder) { self.folder = folder }

    /// The pack, or nil with complaints.
    mutating func read() -> LoadedPack? {
        guard folder.exists else {
            complaints.add(
                folder.path, 0, "there is no such folder",
                "Name the folder of a city pack: --city Cities/demo")
            return nil
        }
        guard let settings = readSettings() else { return nil }
        readPlacesAndPeople()
        readCatalogue()
        let sampling = readSampling(settings.block)
        readDispatch()
        readTemplates()
        readReplies()
        let calendar = readCalendar()
        readKinds()
        readLimits()
        let scripts = readScripts(settings.block)
        let publishing = readPublishing(settings.block)
        let contacts = readCards()
        let papers = readPapers()
        let assessments = readAssessments()
        let lines = readLines()
        let notices = readNotices()
        let open311 = readOpen311()
        let knowledge = readKnowledge()
        let stations = readStations()
        let speakPlaces = readSpeakPlaces()
        let chatGroups = readChatGroups()
        let topics = readTopics()
        let ruleBook = readRuleBook()
        let triage = readTriage()
        let seats = readSeats()
        let quality = readQuality()
        // A row that could not be read would be missed by every other: first the rows, then what they mean.
        if !complaints.hasErrors { complainOfCity() }
        guard !complaints.hasErrors, let calendar, let area = rows.area, let desk = rows.desk else {
            return nil
        }
        let dispatch = DispatchCatalogue(rows.rules)
        let city = City(
            name: settings.name, version: settings.version, areas: AreaTree(rows.areas), area: area,
            units: rows.units,
            roles: rows.roles, catalogue: Catalogue(rows.categories), dispatch: dispatch,
            procedures: rows.procedures, firstKind: rows.firstKind, calendar: calendar, templates: templates,
            desk: desk, replies: replies, contacts: contacts, papers: papers, tiles: settings.tiles,
            limits: LimitTable(rows.limits + dispatch.limits(for: rows.procedures)), sampling: sampling,
            scripts: scripts,
            publishing: publishing, returnReasons: ruleBook.reasons)
        return LoadedPack(
            city: city, people: people, samples: settings.samples,
            fingerprint: "\(settings.version)-\(folder.fingerprint())", directory: folder.path,
            warnings: complaints.sorted, assessments: assessments, lines: lines, notices: notices,
            open311: open311,
            knowledge: knowledge, stations: stations,
            speakPlaces: speakPlaces, seats: seats, quality: quality, chatGroups: chatGroups, topics: topics,
            triage: triage, ruleBook: ruleBook)
    }

    /// What everything else names: where and who.
    private mutating func readPlacesAndPeople() {
        readAreas()
        readShapes()
        readUnits()
        readRoles()
        readPosts()
    }

    /// Reads a YAML file whose top is a block of these names.
    mutating func block(_ file: String, what: String, knows: [String]) -> Block? {
        guard let text = folder.text(of: file, &complaints),
            let yaml = Yaml.read(text, file: file, &complaints)
        else { return nil }
        return Block(yaml, file: file, what: what, knows: knows, &complaints)
    }

    // MARK: city.yaml

    private struct Settings {
        let name: LocalText
        let version: Int
        let samples: String?
        let tiles: MapTiles?
        /// For what can be read only after other files.
        let block: Block
    }

    private mutating func readSettings() -> Settings? {
        let file = "city.yaml"
        let knows = [
            "name", "version", "area", "desk", "firstKind", "samples", "map", "sampling", "scripts",
            "publish",
        ]
        guard let block = block(file, what: "the city", knows: knows) else { return nil }
        for name in knows { places.settings[name] = block.line(of: name) }
        let name = block.local("name", &complaints)
        let version = block.requiredNumber("version", &complaints)
        if let version, version < 1 {
            complaints.add(
                file, block.line(of: "version"), "the version is \(version)", "Count versions from 1")
        }
        if let text = block.requiredText("area", &complaints) {
            rows.area = AreaCode(text)
            if rows.area == nil {
                complaints.add(
                    file, block.line(of: "area"), "\"\(text)\" is no area code",
                    "Write 2, 4, 6, 9, 12, 15 or 18 digits in quotes")
            }
        }
        rows.desk = block.requiredText("desk", &complaints).map { UnitCode($0) }
        rows.firstKind = block.requiredText("firstKind", &complaints) ?? ""
        let samples = block.text("samples", &complaints)
        if let samples, samples.contains("..") || samples.hasPrefix("/") || !folder.has(samples) {
            complaints.add(
                file, block.line(of: "samples"), "the file \"\(samples)\" is not in the pack",
                "Name a file within the pack, or leave `samples` out")
        }
        return Settings(
            name: name ?? LocalText(zh: "", en: ""), version: version ?? 1, samples: samples,
            tiles: readTiles(block), block: block)
    }

    /// `map: {tiles: "https://…/{z}/{x}/{y}.png", credit: …}`.
    private mutating func readTiles(_ block: Block) -> MapTiles? {
        guard let value = block.value("map"),
            let map = Block(
                value, file: block.file, what: "the map", knows: ["tiles", "credit"], &complaints),
            let address = map.requiredText("tiles", &complaints),
            let credit = map.requiredText("credit", &complaints)
        else { return nil }
        let tiles = MapTiles(address: address, credit: credit)
        if tiles.host == nil {
            complaints.add(
                block.file, map.line(of: "tiles"), "\"\(address)\" is no address of map pictures",
                "Write https://, a host, and {z}, {x} and {y} in the path")
        }
        return tiles
    }

    // MARK: Kinds

    private mutating func readKinds() {
        let files = folder.files(in: "kinds", ending: ".yaml")
        if files.isEmpty {
            complaints.add(
                "kinds", 0, "the pack has no kind of matter", "Add a file such as kinds/request.yaml")
        }
        for file in files {
            guard let text = folder.text(of: file, &complaints),
                let yaml = Yaml.read(text, file: file, &complaints)
            else { continue }
            var reader = KindReader(file: file, complaints: complaints)
            let procedure = reader.read(yaml)
            complaints = reader.complaints
            guard let procedure else { continue }
            complain(of: procedure, read: reader)
            rows.procedures.append(procedure)
            places.kinds[procedure.kind] = reader
        }
        checkPrefixes()
    }

    private mutating func complain(of procedure: Procedure, read reader: KindReader) {
        var roles = Set(rows.roles.map(\.name))
        var templates = Set(templateLines.keys)
        // A file that could not be read has been complained of; its words are not missed once more.
        var revealers = Set(rows.roles.filter { $0.powers.contains(.revealContact) }.map(\.name))
        if roles.isEmpty { (roles, revealers) = (procedure.namedRoles, procedure.namedRoles) }
        if templates.isEmpty { templates = procedure.namedTemplates }
        // A role that does not exist is complained of as such.
        revealers.formUnion(procedure.namedRoles.subtracting(roles))
        let found = Core.complaints(
            about: procedure, roles: roles, revealers: revealers, templates: templates)
        for complaint in found {
            let isKnown = reader.broken.contains(complaint.subject.path)
            let isGuess = complaint.aspect == .path && !reader.broken.isEmpty
            if isKnown || isGuess { continue }
            complaints.add(reader.file, reader.line(of: complaint), complaint.problem, complaint.remedy)
        }
    }

    /// Numbers of two kinds must never look alike.
    private mutating func checkPrefixes() {
        var first: [String: String] = [:]
        for procedure in rows.procedures {
            if let other = first[procedure.prefix], let reader = places.kinds[procedure.kind] {
                complaints.add(
                    reader.file, reader.lines["/prefix"] ?? 1,
                    "the prefix \"\(procedure.prefix)\" belongs to the kind \"\(other)\" already",
                    "Choose other letters")
            }
            first[procedure.prefix] = procedure.kind
        }
    }

    // MARK: The whole

    private mutating func complainOfCity() {
        for complaint in Core.complaints(about: rows) {
            let (file, line) = place(of: complaint.subject)
            complaints.add(file, line, complaint.problem, complaint.remedy)
        }
    }

    private func place(of subject: CityComplaint.Subject) -> (file: String, line: Int) {
        switch subject {
        case .area(let index): ("areas.csv", places.areas[index])
        case .unit(let index): ("units.csv", places.units[index])
        case .role(let index): ("roles.yaml", places.roles[index])
        case .post(let index): ("posts.csv", places.posts[index])
        case .category(let index): ("catalogue.yaml", places.categories[index])
        case .rule(let index): ("dispatch.csv", places.rules[index])
        case .limit(let index): ("limits.csv", places.limits[index])
        case .setting(let name): ("city.yaml", places.settings[name] ?? 1)
        case .move(let kind, let name): self.place(ofMove: name, of: kind)
        case .areas: ("areas.csv", 1)
        case .units: ("units.csv", 1)
        case .posts: ("posts.csv", 1)
        case .categories: ("catalogue.yaml", 1)
        case .rules: ("dispatch.csv", 1)
        }
    }

    private func place(ofMove move: String, of kind: String) -> (file: String, line: Int) {
        guard let reader = places.kinds[kind] else { return ("kinds", 0) }
        return (reader.file, reader.lines["move/\(move)/by"] ?? reader.lines["move/\(move)"] ?? 1)
    }
}

extension Procedure {
    fileprivate var namedRoles: Set<String> {
        Set(moves.flatMap(\.by).compactMap { if case .role(let name) = $0 { name } else { nil } })
    }

    fileprivate var namedTemplates: Set<String> {
        Set(moves.flatMap(\.does).compactMap { if case .tell(_, let name) = $0 { name } else { nil } })
    }
}
