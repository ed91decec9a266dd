import Core
import Desk
import Hummingbird
import Web

extension MattersApiRoutes {
    /// `POST /matters`. Only a bearer token makes it an officer's filing: a browser's cookie comes along
    /// unasked from any page, so here it counts for nothing.
    @Sendable
    func file(_ request: Request, _ context: VisitorContext) async throws -> JSONAnswer<ReceiptAnswer> {
        guard let bearer = context.visit.bearer else {
            try spendVisitors(context)
            let asked = try await request.json(FilingAsked.self, context)
            let key = try request.key(of: "peer:\(context.visit.peer)", for: asked)
            let filing = try asked.residentsFiling(in: city)
            let receipt = try await onceMore(key) {
                try await desk.file(filing, by: .resident, at: context.now, once: key)
            }
            return answer(receipt, linked: true, location: "/api/v1/tracks/\(receipt.token)")
        }
        guard bearer.scopes.contains(MattersApi.Scopes.write) else {
            throw WebRefusal.scopeMissing(MattersApi.Scopes.write)
        }
        let asked = try await request.json(FilingAsked.self, context)
        let key = try request.key(of: owner(bearer.officer), for: asked)
        let filing = try asked.officersFiling(in: city)
        let receipt = try await onceMore(key) {
            try await desk.file(filing, by: bearer.officer.actor, at: context.now, once: key)
        }
        return answer(
            receipt, linked: bearer.scopes.contains(MattersApi.Scopes.links),
            location: "/api/v1/matters/\(receipt.number)")
    }

    private func answer(_ receipt: Receipt, linked: Bool, location: String) -> JSONAnswer<ReceiptAnswer> {
        JSONAnswer(
            ReceiptAnswer(
                number: receipt.number, version: receipt.version, stage: receipt.stage,
                link: linked ? desk.link(of: receipt.number) : nil, token: linked ? receipt.token : nil),
            status: 201, version: Int64(receipt.version), location: location)
    }

    /// Keys belong to the person, whichever of their tokens they use.
    func owner(_ officer: Officer) -> String { "officer:\(officer.personID)" }

    /// Takes from what an address without an account may send in a minute.
    func spendVisitors(_ context: VisitorContext) throws {
        guard let most = context.visit.settings.visitorFormsPerMinute else { return }
        try context.spend(from: RateLimit("api.visitors", burst: Double(most), perMinute: Double(most)))
    }
}
