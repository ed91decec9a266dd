import Core
import Desk
import Files
import Hummingbird
import Markup
import Web

/// The pages of the slips.
struct SlipsRoutes: Sendable {
    let slips: SlipsDesk
    let shelf: FileShelf
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]
    let question: SlipQuestion
    let look: SlipLook?
    let randomBytes: @Sendable (Int) -> [UInt8]

    var city: City { slips.city }

    func add(to site: Site) {
        site.visitors.get("/slips/places", use: places)
        site.visitors.get("/slips/places/:code", use: place)
        site.officers.get("/slips", use: overview)
        addPlaces(to: site)
        addOpenings(to: site)
        addReceipts(to: site)
        addReceptions(to: site)
    }

    func telling(_ context: some WebContext) -> SlipTelling {
        SlipTelling(visit: context.visit, city: city)
    }

    /// Where somebody may work; a place for nobody else.
    func sight(_ context: OfficerContext) throws -> SlipSight {
        let sight = SlipSight(context.officer, in: city)
        if sight.isEmpty { throw WebRefusal.forbidden }
        return sight
    }

    /// What was refused, as errors at the fields of the form.
    func errors(_ refusal: any Refusable, _ words: Words) -> [FieldError] {
        let problems = refusal.fieldProblems(words).map { FieldError(field: $0.field, message: $0.detail) }
        return problems.isEmpty ? [FieldError(field: "", message: refusal.sentence(words))] : problems
    }

    // MARK: Overview

    @Sendable
    private func overview(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let officer = context.officer
        var areas = SlipSight(officer, in: city).areas
        // Who makes the places sees those of their posts, also where others open the boxes.
        if areas.isEmpty, officer.may(.manageChannels) { areas = Set(officer.posts.map(\.area)).sorted() }
        if areas.isEmpty { return Redirect(to: SlipsPath.places).answer(context.visit) }
        let places = try await slips.places(in: areas, limit: OverviewPage.most)
        let codes = places.map(\.place.code)
        var page = OverviewPage(telling: telling(context), places: places)
        (page.unfinished, page.lastDays) = try await slips.state(of: codes)
        let month = SlipsDesk.month(of: slips.today(at: context.now))
        for counts in try await slips.figures(of: codes, in: month).values {
            page.figures.merge(counts, uniquingKeysWith: +)
        }
        page.mayManage = context.officer.may(.manageChannels)
        return page.page.answer(context.visit)
    }

    // MARK: For everybody

    @Sendable
    private func places(_ request: Request, _ context: VisitorContext) async throws -> Page {
        var page = PlacesPage(telling: telling(context))
        if let area = AreaCode(context.query["area"]), city.areas[area] != nil { page.area = area }
        let found = try await slips.places(in: [page.area ?? city.area], limit: PlacesPage.most + 1)
        page.places = Array(found.prefix(PlacesPage.most))
        page.isCut = found.count > PlacesPage.most
        return page.page
    }

    @Sendable
    private func place(_ request: Request, _ context: VisitorContext) async throws -> Page {
        guard let record = try await slips.place(try context.parameter("code")) else {
            throw WebRefusal.notFound
        }
        var page = PlacePage(telling: telling(context), record: record)
        if let officer = context.visit.officer {
            page.work = try await work(
                record.place, officer, before: CivilDate(context.query["before"]))
        } else if !record.isActive {
            throw WebRefusal.notFound
        }
        return page.page
    }

    /// What somebody at work may do at a place; nil where it is not theirs.
    func work(
        _ place: SpeakPlace, _ officer: Officer, before day: CivilDate? = nil
    ) async throws -> PlacePage.Work? {
        let mayManage = officer.may(.manageChannels)
        guard mayManage || SlipSight(officer, in: city).sees(place.area) else { return nil }
        let openings = try await slips.openings(of: place.code, before: day, limit: 21)
        var work = PlacePage.Work(openings: Array(openings.prefix(20)), mayManage: mayManage)
        if openings.count > 20, let last = work.openings.last {
            work.older = "\(SlipsPath.place(place.code))?before=\(last.day)"
        }
        return work
    }
}
