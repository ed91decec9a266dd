public import Core

/// The parts of a city pack, in the order in which a difference is told.
public enum PackPart: String, CaseIterable, Codable, Hashable, Sendable {
    case settings, areas, units, posts, roles, categories, rules, calendar, templates
    case replies, contacts, papers
    case kinds, stages, moves, limits, limitRules
}

/// All that a city pack says, as plain rows: small enough to be kept with the database, and complete enough
/// to tell later what another pack changes.
public struct PackContent: Codable, Hashable, Sendable {
    public let name: LocalText
    public let version: Int
    /// As `LoadedPack.fingerprint`.
    public let fingerprint: String
    /// Each part's rows in the order of the pack; no key twice within a part.
    public let parts: [String: [Entry]]

    /// One row: an area, a role, a move.
    public struct Entry: Codable, Hashable, Sendable {
        /// Tells it from the others of its part: a code, `request/dispatch`.
        public let key: String
        public let name: LocalText
        public let fields: [String: Field]

        public init(_ key: String, _ name: LocalText, _ fields: [String: Field]) {
            self.key = key
            self.name = name
            self.fields = fields
        }
    }

    /// One property of a row.
    public struct Field: Codable, Hashable, Sendable {
        /// What is compared: codes and words of the pack.
        public let value: String
        /// How people say it; nil where the value is said as it is.
        public let shown: LocalText?

        public init(_ value: String, _ shown: LocalText? = nil) {
            self.value = value
            self.shown = shown
        }

        /// Names alone do not make a difference here: they are told where they changed.
        public static func == (left: Field, right: Field) -> Bool { left.value == right.value }
        public func hash(into hasher: inout Hasher) { hasher.combine(value) }
    }

    public init(name: LocalText, version: Int, fingerprint: String, parts: [PackPart: [Entry]]) {
        self.name = name
        self.version = version
        self.fingerprint = fingerprint
        self.parts = Dictionary(uniqueKeysWithValues: parts.map { ($0.rawValue, $1) })
    }

    /// The rows of a part; empty for one that was not known when the content was kept.
    public subscript(part: PackPart) -> [Entry] { parts[part.rawValue] ?? [] }

    public init(_ pack: LoadedPack) {
        self.init(pack.city, people: pack.people, fingerprint: pack.fingerprint)
    }

    public init(_ city: City, people: [PostRow] = [], fingerprint: String) {
        let writer = PackWriter(city)
        self.init(
            name: city.name, version: city.version, fingerprint: fingerprint,
            parts: [
                .settings: [writer.settings], .areas: writer.areas, .units: writer.units,
                .posts: people.map(writer.post), .roles: writer.roles, .categories: writer.categories,
                .rules: writer.rules, .calendar: writer.calendar, .templates: writer.templates,
                .replies: writer.replies, .contacts: writer.contacts, .papers: writer.papers,
                .kinds: writer.kinds, .stages: writer.stages, .moves: writer.moves, .limits: writer.limits,
                .limitRules: writer.limitRules,
            ])
    }
}

/// Writes the parts of a city that are no kinds of matters as rows.
struct PackWriter {
    let city: City
    let procedures: [Procedure]

    typealias Entry = PackContent.Entry
    typealias Field = PackContent.Field

    init(_ city: City) {
        self.city = city
        procedures = city.procedures.values.sorted { $0.kind < $1.kind }
    }

    var settings: Entry {
        var fields = [
            "version": Field(String(city.version)), "area": area(city.area), "desk": unit(city.desk),
            "firstKind": Field(city.firstKind, city.procedures[city.firstKind]?.name),
            "sampling": Field("\(city.sampling.share) %"),
        ]
        for (code, share) in city.sampling.shares {
            fields["sampling.\(code)"] = Field(
                "\(share) %",
                city.catalogue[code].map {
                    LocalText(zh: "\($0.name.zh) \(share) %", en: "\($0.name.en) \(share) %")
                })
        }
        for kind in procedures.map(\.kind) where city.publishing(of: kind) != .nothing {
            fields["publish.\(kind)"] = Field(city.publishing(of: kind).rawValue)
        }
        for reason in city.returnReasons {
            let days = [reason.from?.description ?? "", reason.until?.description ?? ""]
            let span = days.joined(separator: "/")
            fields["returns.\(reason.code)"] = Field(
                "\(reason.name.zh)\n\(reason.name.en)\n\(span)", reason.name)
        }
        for (kind, script) in city.scripts { fields["script.\(kind)"] = text(script.text) }
        return Entry("city", city.name, fields)
    }

    var areas: [Entry] {
        city.areas.codes.compactMap { city.areas[$0] }.map { area in
            var fields: [String: Field] = [:]
            if let position = area.position {
                fields["position"] = Field("\(position.latitude), \(position.longitude)")
            }
            if let shape = area.shape { fields["outline"] = Field(PackWriter.outline(shape)) }
            return Entry(area.code.text, area.name, fields)
        }
    }

    /// How many points, and a sum that changes with each of them.
    private static func outline(_ shape: Shape) -> String {
        var sum = FNV1a()
        for ring in shape.rings {
            for point in ring {
                for bits in [point.latitude.bitPattern, point.longitude.bitPattern] {
                    sum.mix(bits)
                }
            }
            sum.mix(7)
        }
        return "\(shape.rings.reduce(0) { $0 + $1.count }) · \(sum.digits)"
    }

    var units: [Entry] {
        city.units.values.sorted { $0.code < $1.code }.map { unit in
            var fields = ["area": area(unit.area)]
            if let parent = unit.parent { fields["parent"] = self.unit(parent) }
            return Entry(unit.code.text, unit.name, fields)
        }
    }

    func post(_ row: PostRow) -> Entry {
        Entry(
            "\(row.login) \(row.post.role) \(row.post.unit) \(row.post.area)", row.name,
            ["role": role(row.post.role), "unit": unit(row.post.unit), "area": area(row.post.area)])
    }

    var roles: [Entry] {
        city.roles.values.sorted { $0.name < $1.name }.map { role in
            Entry(
                role.name, role.text,
                [
                    "sight": Field(role.sight.rawValue),
                    "powers": Field(role.powers.map(\.rawValue).sorted().joined(separator: " ")),
                ])
        }
    }

    var categories: [Entry] {
        city.catalogue.categories.map { category in
            var fields = ["leaf": Field(category.isLeaf ? "yes" : "no")]
            if let parent = category.parent {
                fields["parent"] = Field(parent, city.catalogue[parent]?.name)
            }
            return Entry(category.code, category.name, fields)
        }
    }

    var rules: [Entry] {
        city.dispatch.rules.map { rule in
            let category = rule.category.flatMap { city.catalogue[$0]?.name }
            let everything = LocalText(zh: "其他各类", en: "everything else")
            let place = area(rule.area).shown ?? LocalText(zh: rule.area.text, en: rule.area.text)
            let what = category ?? rule.category.map { LocalText(zh: $0, en: $0) } ?? everything
            let key = rule.cell.text + (rule.from.map { "@\($0)" } ?? "")
            return Entry(
                key, LocalText(zh: "\(what.zh) · \(place.zh)", en: "\(what.en) · \(place.en)"),
                fields(of: rule))
        }
    }

    private func fields(of rule: DispatchCatalogue.Rule) -> [String: Field] {
        var fields = ["unit": unit(rule.unit)]
        if !rule.assistants.isEmpty {
            let names = rule.assistants.map { unit($0).shown ?? LocalText(zh: $0.text, en: $0.text) }
            fields["assistants"] = Field(
                rule.assistants.map(\.text).joined(separator: " "),
                LocalText(
                    zh: names.map(\.zh).joined(separator: "、"), en: names.map(\.en).joined(separator: ", ")))
        }
        if let from = rule.from { fields["from"] = Field(from.description) }
        if let until = rule.until { fields["until"] = Field(until.description) }
        if let limit = rule.limit { fields["span"] = Field(limit.description) }
        if let source = rule.source { fields["source"] = Field(source) }
        return fields
    }

    var calendar: [Entry] {
        let calendar = city.calendar
        let hours = Entry(
            "hours", LocalText(zh: "工作时间", en: "Working hours"),
            [
                "hours": Field(calendar.hours.map(\.description).joined(separator: " ")),
                "weekdays": Field(
                    calendar.workingWeekdays.map(\.rawValue).sorted().map(String.init)
                        .joined(separator: " ")),
                "zone": Field(String(calendar.zoneOffsetMinutes)),
                "covers": Field("\(calendar.coversFrom) \(calendar.coversUntil)"),
            ])
        let off = calendar.offDays.map { Entry($0.description, $1, ["day": Field("off")]) }
        let work = calendar.workDays.map { day in
            Entry(day.description, LocalText(zh: "调休上班", en: "Worked in exchange"), ["day": Field("work")])
        }
        return [hours] + (off + work).sorted { $0.key < $1.key }
    }

    var templates: [Entry] {
        city.templates.values.sorted { $0.name < $1.name }.map { template in
            Entry(
                template.name, LocalText(zh: template.name, en: template.name),
                ["text": text(template.text)])
        }
    }

    var replies: [Entry] {
        city.replies.map { reply in
            Entry(
                reply.name, reply.title,
                [
                    "text": text(reply.text), "asks": Field(reply.input.rawValue),
                    "categories": Field(reply.categories.joined(separator: " ")),
                ])
        }
    }

    var contacts: [Entry] {
        city.contacts.contacts.map { contact in
            Entry(
                "\(contact.area) \(contact.role) \(contact.name.zh)", contact.name,
                [
                    "area": area(contact.area),
                    "role": Field(contact.role, city.contacts.role(contact.role)?.text),
                    "phone": Field(contact.phone), "public": Field(contact.isPublic ? "yes" : "no"),
                ])
        }
    }

    var papers: [Entry] {
        city.papers.map { paper in
            let lines = paper.sections.flatMap { section in
                section.lines.map { "\(section.part.rawValue): \($0.zh) / \($0.en)" }
            }
            return Entry(paper.name, paper.title, ["text": Field(lines.joined(separator: "\n"))])
        }
    }

    // MARK: Values

    func area(_ code: AreaCode) -> Field { Field(code.text, city.areas[code]?.name) }
    func unit(_ code: UnitCode) -> Field { Field(code.text, city.units[code]?.name) }
    func role(_ name: String) -> Field { Field(name, city.roles[name]?.text) }
    func text(_ text: LocalText) -> Field { Field("\(text.zh)\n\(text.en)", text) }
}
