import Core
import Desk
import HTTPTypes
import Hummingbird
import Storage
import Web

/// What pages hear while they are open: what changes, and who else is there.
extension MattersRoutes {
    func addLive(to site: Site) {
        site.officers.get("/matters/live", use: live)
        site.officers.post("/matters/:number/presence", use: presence)
    }

    /// `?scope=` narrows it to one scope, `?matter=` asks for the people at one matter, `?last=` is for pages
    /// that closed their stream themselves.
    @Sendable
    func live(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let officer = context.officer
        let all = city.scopes(of: officer.posts)
        let scopes = context.query.given("scope").map { text in all.filter { $0.text == text } } ?? all
        guard !scopes.isEmpty else { throw WebRefusal.notFound }
        let matter = try await context.query.given("matter").asyncMap { try await seen($0, by: officer).id }
        let (place, isLost) = try await post.beginning(
            request.headers[.lastEventID] ?? context.query.given("last"))
        let stages = Set(scopes.flatMap { desk.stagesToWork(of: officer.posts, in: $0) })
        let (telling, names, pace, post) = (telling(context), names, pace, post)
        let body = ResponseBody { writer in
            let stream = LiveStream(
                post: post, ticket: await post.enter(officer.sessionID, watching: matter), telling: telling,
                officer: officer, scopes: scopes, stages: stages, names: names, pace: pace)
            try await stream.run(from: place, isLost: isLost, to: &writer)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
                .accelBuffering: "no",
            ], body: body)
    }

    /// A sign that somebody has a matter open; `writing=yes` while they fill in a move, `leave=yes` at the
    /// end.
    @Sendable
    func presence(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let officer = context.officer
        try context.spend(1, from: RateLimit("presence", burst: 1000, perMinute: 3000))
        let matter = try await seen(try context.parameter("number"), by: officer).id
        let (isWriting, leaves) = (context.answers["writing"] == "yes", context.answers["leave"] == "yes")
        let now = context.now
        try await desk.database.write { connection in
            let store = PresenceStore(connection: connection)
            if leaves {
                try store.leave(officer.personID, matter)
            } else {
                try store.note(officer.personID, at: matter, writing: isWriting, now: now)
            }
        }
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    /// The matter of a number; what does not exist and what is somebody else's look the same.
    func seen(_ number: String, by officer: Officer) async throws -> MatterRecord {
        let found = try await desk.numbered(number, or: [number], seenBy: officer.posts, limit: 1)
        guard let record = found.first, record.number == number else { throw WebRefusal.notFound }
        return record
    }
}

extension Optional {
    fileprivate func asyncMap<Other>(_ body: (Wrapped) async throws -> Other) async rethrows -> Other? {
        switch self {
        case .some(let value): try await body(value)
        case .none: nil
        }
    }
}

extension HTTPField.Name {
    /// `Last-Event-ID`
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .via
    /// Tells a proxy in front not to gather what is sent.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .via
}
