import Core
import Desk
import Hummingbird
import Web

/// My day, the ledgers, and their API.
struct DutiesRoutes: Sendable {
    let reader: DutiesReader

    var city: City { reader.desk.city }

    func add(to site: Site) {
        site.officers.get("/duties") { _, context in
            let officer = context.officer
            let day = try await reader.day(of: officer.personID, posts: officer.posts, at: context.now)
            return DayPage(telling: telling(context), day: day).page
        }
        site.officers.get("/duties/ledgers") { _, context in try await ledgers(context) }
        site.officers.get("/duties/ledgers/:name") { _, context in try await ledger(context) }
        site.api.get("/duties") { _, context in try await answer(context) }
        site.api.get("/duties/ledgers/:name") { _, context in try await ledgerAnswer(context) }
    }

    private func telling(_ context: OfficerContext) -> DutyTelling {
        DutyTelling(visit: context.visit, city: city)
    }

    /// The scope that was asked for, among those of the officer's posts; the widest where none was. What they
    /// do not answer for is as if it were not there.
    func scope(_ asked: String?, among scopes: [Scope]) throws(WebRefusal) -> Scope {
        guard let first = scopes.first else { throw WebRefusal.forbidden }
        guard let asked else { return first }
        guard let scope = scopes.first(where: { $0.text == asked }) else { throw WebRefusal.notFound }
        return scope
    }

    private func ledgers(_ context: OfficerContext) async throws -> Page {
        let scopes = city.scopes(of: context.officer.posts)
        let scope = try scope(context.query.given("scope"), among: scopes)
        return LedgersPage(
            telling: telling(context), scopes: scopes, scope: scope,
            counts: try await reader.counts(in: scope, most: LedgersPage.most)
        ).page
    }

    private func ledger(_ context: OfficerContext) async throws -> Page {
        guard let ledger = Ledger(rawValue: try context.parameter("name")) else { throw WebRefusal.notFound }
        let scopes = city.scopes(of: context.officer.posts)
        let scope = try scope(context.query.given("scope"), among: scopes)
        let list = "duties:\(ledger.rawValue):\(scope.text)"
        let asked = try context.page(of: list, size: 50)
        let rows = try await reader.page(
            ledger, in: scope, after: asked.after, limit: asked.size, at: context.now)
        var page = LedgerPage(
            telling: telling(context), ledger: ledger, scopes: scopes, scope: scope, rows: rows)
        let path = DutiesPath.ledger(ledger, in: scope) + "&size=\(asked.size)"
        if asked.after != nil { page.first = path }
        page.further = rows.next.map { "\(path)&after=\(context.cursor(after: $0, of: list))" }
        return page.page
    }
}

extension DutiesReader {
    /// How much stands in each ledger of duties, counted no further than `most`; other ledgers are counted
    /// where the log's follower keeps a number.
    func counts(in scope: Scope, most: Int) async throws -> [Ledger: Int] {
        let duties = try await desk.dutyCounts(in: scope, most: most)
        let tallies = try await desk.tallies(of: scope)
        var counts: [Ledger: Int] = [:]
        for ledger in Ledger.allCases {
            switch ledger.content {
            case .duties(let what):
                counts[ledger] = min(most, what.reduce(0) { $0 + (duties[$1] ?? 0) })
            case .matters: counts[ledger] = ledger.tally.map { max(0, tallies[$0] ?? 0) }
            case .still, .late: break
            }
        }
        return counts
    }
}

extension Ledger {
    /// The name under which the follower counts what stands in it.
    fileprivate var tally: String? {
        switch self {
        case .individual, .common, .legacy, .notYet: "route:\(rawValue)"
        case .ordinary, .complex, .deep, .special: "grade:\(rawValue)"
        case .excluded: "excluded"
        case .supervision, .late, .decisions, .suspended, .pending, .parts, .raised, .arbitration, .guidance,
            .leaders, .promises, .disputes, .calls, .checks, .still:
            nil
        }
    }
}
