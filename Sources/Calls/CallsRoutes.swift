import Core
import Courier
import Desk
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Language
import Markup
import Storage
import NIOCore
import Web

/// The console, the switch's door, the lists.
struct CallsRoutes: Sendable {
    let calls: CallsDesk
    let randomBytes: @Sendable (Int) -> [UInt8]

    var desk: Desk { calls.desk }
    var city: City { desk.city }

    func add(to site: Site) {
        site.machines.post("/calls/events") { request, context in try await event(request, context) }
        site.officers.get("/calls") { _, context in try await home(context).page }
        site.officers.get("/calls/now.json") { _, context in try await now(context) }
        site.officers.post("/calls/begin") { _, context in try await begin(context) }
        site.officers.post("/calls/sit") { _, context in try await sit(context) }
        if site.settings.demo {
            site.officers.post("/calls/demo") { _, context in try await demo(context) }
        }
        addCall(to: site)
        addLists(to: site)
        addSeats(to: site)
        addFigures(to: site)
    }

    func telling(_ context: some WebContext, people: [Int64] = []) async throws -> CallsTelling {
        let names = people.isEmpty ? [:] : try await calls.help.names(Array(Set(people)))
        return CallsTelling(visit: context.visit, city: city, names: names)
    }

    /// A key under which one form is taken in once.
    func newKey() -> String { Base64URL.encode(randomBytes(16)) }

    /// What was refused, as errors at the fields of the form.
    func errors(_ refusal: any Refusable, _ words: Words) -> [FieldError] {
        let problems = refusal.fieldProblems(words).map { FieldError(field: $0.field, message: $0.detail) }
        return problems.isEmpty ? [FieldError(field: "", message: refusal.sentence(words))] : problems
    }

    /// Takers, and whoever sits at an expert seat.
    func seats(_ context: OfficerContext) async throws -> [ExpertSeat] {
        let officer = context.officer
        return try await calls.seats().filter { seat in
            seat.login == officer.login
                || seat.login == nil && officer.posts.contains { $0.unit == seat.unit }
        }
    }

    // MARK: The switch

    struct Heard: Encodable, Sendable {
        let call: String
        /// False for a message that came before: nothing was done again.
        let isNew: Bool
    }

    private func event(_ request: Request, _ context: VisitorContext) async throws -> JSONAnswer<Heard> {
        let now = context.now
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: CallEventMessage.mostBytes)
        } catch is NIOTooManyBytesError {
            throw WebRefusal.tooLarge(limitBytes: CallEventMessage.mostBytes)
        }
        let message: SignedMessage
        let (name, event): (String, CallEvent)
        do {
            message = try SignedMessage(body: Array(body.readableBytesView)) { header in
                HTTPField.Name(header).flatMap { request.headers[$0] }
            }
            _ = try await calls.keys.signer(of: message, scope: .calls, at: now)
        } catch let refusal as SignatureRefusal {
            // Who does not know the secret may not try for ever.
            try context.spend(1, from: RateLimit("calls-unsigned", burst: 60, perMinute: 60))
            switch refusal {
            case .missing(let header): throw CallRefusal.noSignature(header)
            case .outOfTime, .unknownSigner: throw CallRefusal.notSigned
            }
        }
        do {
            let asked = try JSONDecoder().decode(CallEventMessage.self, from: Data(message.body))
            (name, event) = try asked.checked(at: now)
        } catch let error as DecodingError {
            throw Self.refusal(error)
        }
        let isNew = try await calls.hear(event, of: name, signed: message, at: now)
        return JSONAnswer(Heard(call: name, isNew: isNew))
    }

    private static func refusal(_ error: DecodingError) -> any Refusable {
        switch error {
        case .keyNotFound(let key, _): CallRefusal.missing(key.stringValue)
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            CallRefusal.invalid(context.codingPath.last?.stringValue ?? "$", "kind")
        case .dataCorrupted: WebRefusal.malformed
        @unknown default: WebRefusal.malformed
        }
    }

    // MARK: Waiting for the next call

    private func home(
        _ context: OfficerContext, errors: [FieldError] = []
    ) async throws -> CallsHomePage {
        let officer = context.officer
        let held = try await seats(context)
        let mayTake = officer.may(.takeCalls)
        guard mayTake || !held.isEmpty || officer.may(.figures) || officer.may(.manageChannels) else {
            throw WebRefusal.forbidden
        }
        let mine = try await calls.mine(officer.personID, seats: held)
        let (agents, backs) = try await desk.database.read { connection in
            (
                try calls.store(connection).agents(of: officer.personID),
                try SeatStore(connection: connection).counts(at: context.now)
            )
        }
        var guidance: Int?
        if let scope = city.scopes(of: officer.posts).first, mayTake {
            guidance = try await desk.dutyCounts(in: scope, most: 200)[.guidance]
        }
        return CallsHomePage(
            telling: try await telling(context), calls: mine, agent: agents.first, backs: backs,
            guidance: guidance, mayTake: mayTake, answers: context.answers, errors: errors)
    }

    struct Now: Encodable, Sendable {
        struct Ringing: Encodable, Sendable {
            let id: Int64
            let state: String
            let path: String
            /// The number as others may see it.
            let caller: String
        }

        /// The newest call that rings or is on the line.
        let call: Ringing?
        /// Changes whenever the reader's list does.
        let mark: String
    }

    private func now(_ context: OfficerContext) async throws -> JSONAnswer<Now> {
        try context.spend(1, from: RateLimit("calls-now", burst: 300, perMinute: 600))
        let mine = try await calls.mine(context.officer.personID, seats: try await seats(context))
        let telling = try await telling(context)
        let current = mine.last { [.ringing, .talking].contains($0.call.state) }
        return JSONAnswer(
            Now(
                call: current.map { record in
                    Now.Ringing(
                        id: record.id, state: record.call.state.rawValue, path: CallsPath.call(record.id),
                        caller: telling.masked(record.call.caller))
                },
                mark: mine.map { "\($0.id)\($0.call.state.rawValue.prefix(1))" }.joined(separator: ".")))
    }

    // MARK: Calls without a switch

    /// A call that a taker has on the line already.
    private func begin(_ context: OfficerContext) async throws -> Response {
        try context.require(.takeCalls)
        var caller: String?
        if let written = context.answers.given("caller") {
            guard let number = PhoneNumber(written) else {
                let message = CallRefusal.invalid("caller", "phone").sentence(context.words)
                return try await home(context, errors: [FieldError(field: "caller", message: message)])
                    .page.answer(context.visit)
            }
            caller = number.text
        }
        let id = try await byHand(.answered, caller: caller, called: nil, context)
        return Redirect(to: CallsPath.call(id)).answer(context.visit)
    }

    /// In the demo a call comes in at a press of a button: somebody who is not there.
    private func demo(_ context: OfficerContext) async throws -> Response {
        try context.require(.takeCalls)
        let digits = randomBytes(8).map { String($0 % 10) }.joined()
        let id = try await byHand(.ringing, caller: "199" + digits, called: "12345", context)
        return Redirect(to: CallsPath.call(id)).answer(context.visit)
    }

    private func byHand(
        _ what: CallEvent.What, caller: String?, called: String?, _ context: OfficerContext
    ) async throws -> Int64 {
        let officer = context.officer
        let event = CallEvent(
            what, at: context.now, caller: caller, called: called, agent: officer.login)
        let id = try await calls.hear(
            event, of: "hand-\(newKey())", from: CallsDesk.byHand, at: context.now)
        guard let id else { throw WebRefusal.notFound }
        return id
    }

    private func sit(_ context: OfficerContext) async throws -> Response {
        try context.require(.takeCalls)
        let agent = context.answers.given("agent")
        if let agent, agent.count > 60 {
            let message = CallRefusal.invalid("agent", "long").sentence(context.words)
            return try await home(context, errors: [FieldError(field: "agent", message: message)])
                .page.answer(context.visit)
        }
        try await calls.sit(context.officer.personID, at: agent, now: context.now)
        return Redirect(to: CallsPath.home, notice: agent == nil ? "calls.notice.left" : "calls.notice.sits")
            .answer(context.visit)
    }
}
