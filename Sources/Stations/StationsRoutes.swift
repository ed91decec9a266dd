import Core
import Desk
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Storage
import Web

/// What the stations say no to.
enum StationRefusal: String, Refusable {
    /// Why another station goes was not said, or at too great a length.
    case reason
    /// No station that could see to it.
    case station
    /// The visit is over.
    case over
    /// Which of the three noes, and what happened, was not said.
    case breach

    var code: String { "stations.\(rawValue)" }
    var status: Int { self == .over ? 409 : 422 }
    var field: String? { self == .over ? nil : rawValue }
    func sentence(_ words: Words) -> String { words("stations.refusal.\(rawValue)") }
}

/// The pages of the stations.
struct StationsRoutes: Sendable {
    let desk: StationsDesk
    /// The names of people at work.
    let names: @Sendable ([Int64]) async throws -> [Int64: LocalText]

    var city: City { desk.city }

    func add(to site: Site) {
        site.officers.get("/stations") { _, context in
            StationsPage(
                telling: telling(context.visit), stations: seen(by: context.officer),
                counts: try await desk.openCounts(), mayReport: context.officer.may(.figures)
            ).page
        }
        site.officers.get("/stations/report") { _, context in try await report(context).page }
        site.officers.get("/stations/report.csv") { _, context in
            let text = try await report(context).csv
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"stations.csv\"",
                ], body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        site.officers.get("/stations/:code") { _, context in
            let code = try context.parameter("code")
            guard let station = seen(by: context.officer).first(where: { $0.code == code }) else {
                throw WebRefusal.notFound
            }
            return StationPage(
                telling: telling(context.visit), station: station, visits: try await desk.open(at: code)
            ).page
        }
        site.officers.post("/stations/matters/:number/station") { _, context in try await change(context) }
        site.officers.post("/stations/matters/:number/breach") { _, context in try await breach(context) }
        site.api.get("/stations") { _, context in try answer(context) }
    }

    func telling(_ visit: Web.Visit) -> StationsTelling { StationsTelling(visit: visit, city: city) }

    private func seen(by officer: Officer) -> [Station] {
        desk.book.stations.filter { desk.sees(officer.posts, $0) }
    }

    private func report(_ context: OfficerContext) async throws -> StationReportPage {
        try context.require(.figures)
        let today = city.calendar.date(of: context.now)
        let through = min(CivilDate(context.query["until"]) ?? today, today)
        let asked = min(CivilDate(context.query["from"]) ?? through.adding(days: -29), through)
        let from = max(asked, through.adding(days: -91))
        let stations = seen(by: context.officer)
        let codes = Set(stations.map(\.code))
        let report = try await desk.report(from: from, through: through, stations: codes)
        return StationReportPage(
            telling: telling(context.visit), from: from, through: through, report: report,
            stations: stations, names: try await names(Array(report.repairers.keys)))
    }

    // MARK: On a matter

    func panel(of matter: Matter, _ visit: Web.Visit) async throws -> HTML? {
        guard let officer = visit.officer else { return nil }
        let visits = try await desk.visits(of: matter.id)
        let isVisited = city.procedures[matter.kind]?.checklist.isEmpty == false
        let choices =
            matter.isOpen && isVisited
            ? desk.choices(for: matter, at: try await desk.position(of: matter.id), visit.now) : []
        if visits.isEmpty && choices.isEmpty { return nil }
        return StationPanel(
            telling: telling(visit), book: desk.book, number: matter.number, visits: visits,
            choices: choices, mayChange: mayChange(officer, matter),
            mayNote: officer.may(.takeCalls) || officer.may(.figures)
        ).html
    }

    /// Those who send, and the unit's own people.
    private func mayChange(_ officer: Officer, _ matter: Matter) -> Bool {
        officer.may(.takeCalls) || matter.lead.map(officer.actor.works) ?? false
    }

    private func matter(_ context: OfficerContext) async throws -> Matter {
        let number = try context.parameter("number")
        guard let dossier = try await desk.desk.dossier(.number(number), for: context.officer.actor) else {
            throw WebRefusal.notFound
        }
        return dossier.matter
    }

    private func change(_ context: OfficerContext) async throws -> Response {
        let matter = try await matter(context)
        guard mayChange(context.officer, matter) else { throw WebRefusal.forbidden }
        let reason = context.answers["reason"]
        guard !reason.isEmpty, reason.count <= 500 else { throw StationRefusal.reason }
        let position = try await desk.position(of: matter.id)
        let choices = desk.choices(for: matter, at: position, context.now)
        guard let station = choices.first(where: { $0.station.code == context.answers["station"] })?.station
        else { throw StationRefusal.station }
        let isChanged = try await desk.change(
            matter.id, round: Int(clamping: context.answers.number("round") ?? 0), to: station,
            reason: reason, person: context.officer.personID, at: context.now)
        guard isChanged else { throw StationRefusal.over }
        return Redirect(to: "/matters/\(matter.number)", notice: "stations.changed").answer(context.visit)
    }

    /// A breach becomes a matter of its own, once for each sort and matter.
    private func breach(_ context: OfficerContext) async throws -> Response {
        let matter = try await matter(context)
        let officer = context.officer
        guard officer.may(.takeCalls) || officer.may(.figures) else { throw WebRefusal.forbidden }
        guard let sort = Breach(rawValue: context.answers["sort"]),
            let visit = try await desk.visits(of: matter.id).first,
            (1...1000).contains(context.answers["text"].count)
        else { throw StationRefusal.breach }
        let words = context.words
        let station = desk.book[visit.station].map { words($0.name) } ?? visit.station
        let values = [
            "number": matter.number, "station": station, "sort": words("stations.breach.\(sort.rawValue)"),
            "text": context.answers["text"],
        ]
        var filing = Filing(text: words("stations.breachFiled", values), channel: .hotline)
        filing.area = matter.area
        filing.title = words("stations.breachTitle", values)
        filing.source = "stations"
        filing.sourceID = "\(matter.number) \(sort.rawValue)"
        do {
            let receipt = try await desk.desk.file(filing, by: officer.actor, at: context.now)
            return Redirect(to: "/matters/\(receipt.number)", notice: "stations.breachDone")
                .answer(context.visit)
        } catch FilingRefusal.known(let number) {
            return Redirect(to: "/matters/\(number)", notice: "stations.breachKnown").answer(context.visit)
        }
    }
}
