public import Core

extension PackContent {
    /// As much of the city as its kept rows tell: areas, units, roles, catalogue, dispatch, limits and
    /// calendar. Its kinds have no stages or moves: it serves to be compared with, never to run.
    ///
    /// Nil when the rows make no city, which only happens to content that was tampered with.
    public var outline: City? {
        guard let settings = self[.settings].first, let area = settings.code("area"),
            let desk = settings.fields["desk"]?.value, let calendar
        else { return nil }
        return City(
            name: name, version: version, areas: AreaTree(areas), area: area, units: units, roles: roles,
            catalogue: Catalogue(categories), dispatch: DispatchCatalogue(rules), procedures: procedures,
            firstKind: settings.fields["firstKind"]?.value ?? "", calendar: calendar, templates: [],
            desk: UnitCode(desk), limits: limitTable)
    }

    private var areas: [Area] {
        self[.areas].compactMap { row in AreaCode(row.key).map { Area(code: $0, name: row.name) } }
    }

    private var units: [Unit] {
        self[.units].compactMap { row in
            row.code("area").map {
                Unit(
                    code: UnitCode(row.key), name: row.name, area: $0,
                    parent: row.fields["parent"].map { UnitCode($0.value) })
            }
        }
    }

    private var roles: [Role] {
        self[.roles].compactMap { row in
            guard let sight = row.fields["sight"].flatMap({ Role.Sight(rawValue: $0.value) }) else {
                return nil
            }
            let powers = row.words("powers").compactMap { Role.Power(rawValue: $0) }
            return Role(name: row.key, text: row.name, sight: sight, powers: Set(powers))
        }
    }

    private var categories: [Catalogue.Category] {
        self[.categories].map { row in
            Catalogue.Category(
                code: row.key, name: row.name, parent: row.fields["parent"]?.value,
                isLeaf: row.fields["leaf"]?.value == "yes")
        }
    }

    private var rules: [DispatchCatalogue.Rule] {
        self[.rules].compactMap { row in
            let parts = row.key.split(separator: "@").map(String.init)
            guard parts.count >= 2, let area = AreaCode(parts[1]), let unit = row.fields["unit"]?.value else {
                return nil
            }
            return DispatchCatalogue.Rule(
                category: parts[0] == "*" ? nil : parts[0], area: area, unit: UnitCode(unit),
                assistants: row.words("assistants").map { UnitCode($0) }, from: row.day("from"),
                until: row.day("until"), limit: row.fields["span"].flatMap { Span($0.value) },
                source: row.fields["source"]?.value)
        }
    }

    private var procedures: [Procedure] {
        self[.kinds].map { kind in
            Procedure(
                kind: kind.key, version: kind.fields["version"].flatMap { Int($0.value) } ?? 1,
                name: kind.name, prefix: kind.fields["prefix"]?.value ?? "", stages: [], moves: [],
                limits: self[.limits].filter { $0.key.hasPrefix(kind.key + "/") }.compactMap(limit))
        }
    }

    private func limit(_ row: Entry) -> TimeLimit? {
        guard let span = row.fields["span"].flatMap({ Span($0.value) }) else { return nil }
        var byUrgency: [Urgency: Span] = [:]
        for urgency in Urgency.allCases {
            byUrgency[urgency] = row.fields["span.\(urgency)"].flatMap { Span($0.value) }
        }
        return TimeLimit(
            name: String(row.key.drop { $0 != "/" }.dropFirst()), text: row.name, span: span,
            runs: row.words("runs"), pauses: row.words("pauses"), spanByUrgency: byUrgency,
            subject: row.fields["for"].flatMap { TimeLimit.Subject(rawValue: $0.value) } ?? .matter)
    }

    private var calendar: WorkingCalendar? {
        guard let row = self[.calendar].first(where: { $0.key == "hours" }) else { return nil }
        let covers = row.words("covers").compactMap { CivilDate($0) }
        let hours = row.words("hours").compactMap { DayHours($0) }
        let weekdays = row.words("weekdays").compactMap { Int($0).flatMap { Weekday(rawValue: $0) } }
        guard covers.count == 2 else { return nil }
        var off: [CivilDate: LocalText] = [:]
        var work: Set<CivilDate> = []
        for day in self[.calendar] {
            guard let date = CivilDate(day.key) else { continue }
            if day.fields["day"]?.value == "off" { off[date] = day.name } else { work.insert(date) }
        }
        return try? WorkingCalendar(
            zoneOffsetMinutes: row.fields["zone"].flatMap { Int($0.value) } ?? 480, hours: hours,
            workingWeekdays: Set(weekdays), offDays: off, workDays: work, from: covers[0],
            through: covers[1])
    }
}

extension PackContent.Entry {
    fileprivate func words(_ field: String) -> [String] {
        fields[field]?.value.split(separator: " ").map(String.init) ?? []
    }

    fileprivate func code(_ field: String) -> AreaCode? { fields[field].flatMap { AreaCode($0.value) } }

    fileprivate func day(_ field: String) -> CivilDate? { fields[field].flatMap { CivilDate($0.value) } }
}
