import Core
import Desk
import Hummingbird
import Markup
import Storage
import Web

extension AdministrationRoutes {
    func addOutline(to site: Site) {
        let administration = administration
        site.officers.get("/administration/areas/:code/outline") { _, context in
            try context.require(.manageAccounts)
            return try await administration.outlinePage(context).page
        }
        site.officers.post("/administration/areas/:code/outline") { _, context in
            try context.require(.manageAccounts)
            var page = try await administration.outlinePage(context)
            let draft = OutlineDraft(context.answers)
            page.text = draft.text
            page.rings = draft.rings
            page.from = draft.from
            page.note = context.answers["note"]
            page.known = context.answers.number("known") ?? 0
            if let flaw = draft.flaw {
                page.errors = [FieldError(field: "outline", message: flaw.sentence(context.words))]
                page.status = 422
                return page.page.answer(context.visit)
            }
            guard draft.act == .check || draft.act == .save else { return page.page.answer(context.visit) }
            return try await administration.judge(page, draft, context)
        }
    }
}

extension Administration {
    func outlinePage(_ context: OfficerContext) async throws -> OutlinePage {
        let areas = try await shapes.areas(at: context.now)
        guard let code = AreaCode(try context.parameter("code")), let area = areas[code] else {
            throw WebRefusal.notFound
        }
        let (versions, names) = try await desk.database.read { connection in
            let versions = try ShapeStore(connection: connection).versions(of: code, limit: 50)
            return (versions, try AuditStore(connection: connection).names(versions.map(\.by)))
        }
        var shape = area.shape
        if let asked = context.query.number("version") {
            if asked == 0 {
                shape = city.areas[code]?.shape
            } else if let version = versions.first(where: { $0.version == asked }) {
                shape = version.shape
            } else {
                throw WebRefusal.notFound
            }
        }
        var page = OutlinePage(visit: context.visit, area: area)
        page.rings = shape?.rings ?? []
        page.text = OutlineText.text(shape?.rings ?? [])
        page.known = versions.first?.version ?? 0
        page.versions = versions.map { version in
            (version, names[version.by].map { context.words($0) } ?? "#\(version.by)")
        }
        return page
    }

    /// Checks an outline, and keeps it when that was asked and nothing speaks against it.
    func judge(_ drawn: OutlinePage, _ draft: OutlineDraft, _ context: OfficerContext) async throws
        -> Response
    {
        var page = drawn
        let words = context.words
        let areas = try await shapes.areas(at: context.now)
        let rings = draft.rings ?? []
        let check = OutlineCheck(rings, of: page.area.code, in: areas, city: city.area)
        page.check = check
        page.errors = check.faults.map { FieldError(field: "outline", message: $0.sentence(words)) }
        if draft.act == .save, check.faults.isEmpty {
            if page.note.isEmpty || page.note.count > 200 {
                page.errors = [FieldError(field: "note", message: words("administration.outline.noNote"))]
            } else if !check.doubts.isEmpty, !context.answers.has("accepted") {
                page.errors = [
                    FieldError(field: "accepted", message: words("administration.outline.notAccepted"))
                ]
            }
        }
        page.status = page.errors.isEmpty ? 200 : 422
        guard draft.act == .save, page.errors.isEmpty else { return page.page.answer(context.visit) }
        let (code, known, note) = (page.area.code, page.known, page.note)
        let (person, now) = (context.officer.personID, context.now)
        do {
            try await desk.database.write { connection in
                try ShapeStore(connection: connection).add(
                    Shape(rings: rings), of: code, after: known, by: person, note: note, at: now)
                try AuditStore(connection: connection).note(
                    "drawOutline", by: person, subject: "area:\(code)", reason: note, at: now)
            }
        } catch is ShapeChanged {
            return conflict(page, context)
        } catch let fault as Fault where fault.code == .constraint {
            return conflict(page, context)
        }
        shapes.forget()
        return Redirect(to: "/administration/areas/\(code)", notice: "administration.outline.saved")
            .answer(context.visit)
    }

    private func conflict(_ drawn: OutlinePage, _ context: OfficerContext) -> Response {
        var page = drawn
        page.errors = [
            FieldError(field: "outline", message: context.words("administration.outline.changed"))
        ]
        page.status = 409
        // What somebody else stored stands in the list of versions; keeping this one now is a decision.
        page.known = page.versions.first?.version.version ?? 0
        return page.page.answer(context.visit)
    }
}

/// What came back from the editor: the text, or where that was left alone the fields, and what to do.
struct OutlineDraft {
    enum Act: Equatable {
        case check, save, show(Int), insert(Int), remove(Int), up(Int), down(Int)

        init(_ text: String) {
            let parts = text.split(separator: ":").map(String.init)
            let index = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
            switch parts.first {
            case "save": self = .save
            case "show": self = .show(index)
            case "insert": self = .insert(index)
            case "remove": self = .remove(index)
            case "up": self = .up(index)
            case "down": self = .down(index)
            case _: self = .check
            }
        }
    }

    private(set) var text: String
    private(set) var rings: [[Position]]?
    private(set) var from: Int
    private(set) var flaw: OutlineText.Flaw?
    let act: Act

    init(_ answers: FormAnswers) {
        text = answers["outline"]
        from = max(0, Int(answers.number("from") ?? 0))
        act = Act(answers["do"])
        let isTextNew = OutlinePage.mark(text) != answers["mark"]
        do throws(OutlineText.Flaw) {
            var rings = try OutlineText.rings(text)
            if !isTextNew { try OutlineDraft.take(answers, into: &rings) }
            change(&rings)
            self.rings = rings
            text = OutlineText.text(rings)
        } catch {
            flaw = error
        }
        let count = rings?.reduce(0) { $0 + $1.count } ?? 0
        if from >= count { from = max(0, count - 1) / OutlinePage.window * OutlinePage.window }
    }

    /// The fields of the points that were shown.
    private static func take(_ answers: FormAnswers, into rings: inout [[Position]]) throws(OutlineText.Flaw)
    {
        var number = 0
        for ring in rings.indices {
            for index in rings[ring].indices {
                defer { number += 1 }
                guard let typed = answers.given("lat-\(number)"), let east = answers.given("lon-\(number)")
                else { continue }
                guard let latitude = Double(typed), let longitude = Double(east),
                    let point = Position(latitude: latitude, longitude: longitude)
                else { throw .line(number + 1) }
                rings[ring][index] = point
            }
        }
    }

    private mutating func change(_ rings: inout [[Position]]) {
        switch act {
        case .check, .save: return
        case .show(let index): from = max(0, index)
        case .remove(let index):
            guard let place = OutlineDraft.place(index, rings) else { return }
            rings[place.ring].remove(at: place.index)
            rings.removeAll(where: \.isEmpty)
        case .insert(let index):
            guard let place = OutlineDraft.place(index, rings) else { return }
            let ring = rings[place.ring]
            let (one, next) = (ring[place.index], ring[(place.index + 1) % ring.count])
            let middle = Position(
                latitude: (one.latitude + next.latitude) / 2, longitude: (one.longitude + next.longitude) / 2)
            rings[place.ring].insert(middle ?? one, at: place.index + 1)
        case .up(let index): swap(index, index - 1, &rings)
        case .down(let index): swap(index, index + 1, &rings)
        }
    }

    private func swap(_ one: Int, _ other: Int, _ rings: inout [[Position]]) {
        guard let first = OutlineDraft.place(one, rings), let second = OutlineDraft.place(other, rings),
            first.ring == second.ring
        else { return }
        rings[first.ring].swapAt(first.index, second.index)
    }

    /// Where a point stands that is counted over all rings.
    private static func place(_ number: Int, _ rings: [[Position]]) -> (ring: Int, index: Int)? {
        var rest = number
        for (ring, points) in rings.enumerated() {
            if rest >= 0, rest < points.count { return (ring, rest) }
            rest -= points.count
        }
        return nil
    }
}

extension OutlineText.Flaw {
    func sentence(_ words: Words) -> String {
        switch self {
        case .empty: words("administration.outline.flaw.empty")
        case .tooMany: words("administration.outline.flaw.tooMany", ["count": OutlineText.mostPoints])
        case .line(let line): words("administration.outline.flaw.line", ["line": line])
        case .notPolygon: words("administration.outline.flaw.notPolygon")
        case .open(let ring): words("administration.outline.flaw.open", ["ring": ring])
        case .hole: words("administration.outline.flaw.hole")
        case .several: words("administration.outline.flaw.several")
        }
    }
}

extension OutlineCheck.Fault {
    func sentence(_ words: Words) -> String {
        switch self {
        case .tooFew(let ring): words("administration.outline.fault.tooFew", ["ring": ring])
        case .crossing(let one, let other):
            words("administration.outline.fault.crossing", ["one": one, "other": other])
        case .outsideCity(let point): words("administration.outline.fault.outsideCity", ["point": point])
        }
    }
}
