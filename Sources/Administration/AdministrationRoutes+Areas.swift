import Core
import Desk
import Hummingbird
import Markup
import NIOCore
import Storage
import Web

extension AdministrationRoutes {
    func addAreas(to site: Site) {
        let administration = administration
        site.officers.get("/administration/areas") { _, context in
            try context.require(.manageAccounts)
            return try await administration.areaList(context).page
        }
        site.officers.get("/administration/areas.geojson") { _, context in
            try context.require(.manageAccounts)
            let areas = try await administration.shapes.areas(at: context.now)
            let text = try AreaFile.text(areas)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/geo+json; charset=utf-8", .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"areas.geojson\"",
                ], body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        site.officers.get("/administration/coverage") { _, context in
            try context.require(.manageAccounts)
            let city = administration.city
            return CoveragePage(
                visit: context.visit, areas: city.areas,
                coverage: Coverage(of: city.contacts, in: city.areas),
                roles: Dictionary(
                    city.contacts.roles.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
            ).page
        }
        site.officers.get("/administration/areas/:code") { _, context in
            try context.require(.manageAccounts)
            return try await administration.areaPage(context).page
        }
    }
}

extension Administration {
    /// So many areas a search looks up at most.
    private static let mostFound = 2000

    func areaList(_ context: OfficerContext) async throws -> AreaListPage {
        let areas = try await shapes.areas(at: context.now)
        let asked = try context.page(of: "areas")
        let text = context.query["q"]
        let within = context.query.given("within").flatMap { AreaCode($0) }
        if let within, areas[within] == nil { throw WebRefusal.notFound }
        let all: [AreaCode]
        if !text.isEmpty {
            all = search(text, in: areas)
        } else if let within {
            all = areas.children(of: within)
        } else {
            all = areas.roots
        }
        let last = asked.after?.first.flatMap { AreaCode($0) }
        let rest = all.filter { code in last.map { code > $0 } ?? true }
        let shown = rest.prefix(asked.size)
        let counts = try await counts(of: Array(shown))
        var totals: [AreaLevel: Int] = [:]
        for code in areas.codes { totals[code.level, default: 0] += 1 }
        let hasBook = !city.contacts.roles.isEmpty
        return AreaListPage(
            visit: context.visit, areas: areas, within: text.isEmpty ? within : nil,
            items: shown.compactMap { code in
                areas[code].map {
                    .init(
                        area: $0, parts: areas.children(of: code).count, open: counts[code]?.open,
                        overdue: counts[code]?.overdue)
                }
            },
            totals: AreaLevel.allCases.compactMap { level in totals[level].map { (level, $0) } },
            coverage: hasBook ? Coverage(of: city.contacts, in: city.areas) : nil, text: text,
            older: context.older(rest, asked, of: "areas", at: "/administration/areas") { $0.text })
    }

    private func search(_ text: String, in areas: AreaTree) -> [AreaCode] {
        let lowered = text.lowercased()
        return Array(
            areas.codes.lazy.filter { code in
                guard let area = areas[code] else { return false }
                return code.text.hasPrefix(text) || area.name.zh.contains(text)
                    || area.name.en.lowercased().contains(lowered)
            }.prefix(Self.mostFound))
    }

    /// Counts are kept for counties, towns and villages, and for the whole city.
    func counts(of codes: [AreaCode]) async throws -> [AreaCode: (open: Int, overdue: Int)] {
        let scopes = codes.map { $0 == city.area ? "" : $0.text }
        let found = try await desk.database.read { try OverviewStore(connection: $0).open(in: scopes) }
        var counts: [AreaCode: (open: Int, overdue: Int)] = [:]
        for code in codes {
            let isCounted = code == city.area || [.county, .town, .village].contains(code.level)
            if isCounted { counts[code] = found[code == city.area ? "" : code.text] ?? (0, 0) }
        }
        return counts
    }

    func areaPage(_ context: OfficerContext) async throws -> AreaPage {
        let areas = try await shapes.areas(at: context.now)
        guard let code = AreaCode(try context.parameter("code")), let area = areas[code] else {
            throw WebRefusal.notFound
        }
        let now = context.now
        let (positions, version, names) = try await desk.database.read { connection in
            let version = try ShapeStore(connection: connection).versions(of: code, limit: 1).first
            return (
                try PostStore(connection: connection).positions(
                    .init(area: code), after: nil, limit: 100, at: now), version,
                try AuditStore(connection: connection).names(version.map { [$0.by] } ?? [])
            )
        }
        let held = Set(city.contacts.contacts(of: code).map(\.role))
        return AreaPage(
            visit: context.visit, area: area, areas: areas,
            units: city.units.values.filter { $0.area == code }.sorted { $0.code < $1.code },
            positions: positions, roles: city.roles, contacts: city.contacts.contacts(of: code),
            vacancies: city.contacts.roles.filter { $0.level == code.level && !held.contains($0.name) }
                .map(\.text), counts: try await counts(of: [code])[code],
            size: area.shape.map { Outline($0.rings).size },
            drawn: version.map { (names[$0.by].map { context.words($0) } ?? "#\($0.by)", $0.at) })
    }
}
