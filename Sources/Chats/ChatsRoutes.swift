import Core
import Courier
import Hummingbird
import HTTPTypes
import Markup
import NIOCore
import Web

/// The pages of the chats, and the address that adapters tell of messages.
struct ChatsRoutes: Sendable {
    let chats: ChatsDesk
    let people: @Sendable ([String]) async throws -> [String: LocalText]
    let randomBytes: @Sendable (Int) -> [UInt8]

    var city: City { chats.city }

    func add(to site: Site) {
        site.machines.post("/chats/messages") { request, context in try await hear(request, context) }
        site.visitors.get("/chats/steward", use: steward)
        site.officers.get("/chats", use: home)
        site.officers.get("/chats/groups/:code") { _, context in
            try await page(of: try await seen(context), context).page
        }
        site.officers.post("/chats/groups/:code", use: react)
        site.officers.get("/chats/figures", use: figures)
        addGroups(to: site)
    }

    func telling(_ context: some WebContext, _ groups: [ChatGroup] = []) async throws -> ChatTelling {
        let logins = Set(groups.map(\.steward)).sorted()
        return ChatTelling(
            visit: context.visit, city: city, names: logins.isEmpty ? [:] : try await people(logins))
    }

    func errors(_ refusal: any Refusable, _ words: Words) -> [FieldError] {
        let problems = refusal.fieldProblems(words).map { FieldError(field: $0.field, message: $0.detail) }
        return problems.isEmpty ? [FieldError(field: "", message: refusal.sentence(words))] : problems
    }

    // MARK: From adapters

    /// What an adapter is told.
    private struct Heard: Encodable, Sendable {
        let message: String
        /// False where it was known already.
        let isNew: Bool
    }

    private func hear(
        _ request: Request, _ context: VisitorContext
    ) async throws -> JSONAnswer<Heard> {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: NewMessage.mostBytes)
        } catch is NIOTooManyBytesError {
            throw WebRefusal.tooLarge(limitBytes: NewMessage.mostBytes)
        }
        let signed: SignedMessage
        let key: Courier.Key
        do {
            signed = try SignedMessage(body: Array(body.readableBytesView)) { header in
                HTTPField.Name(header).flatMap { request.headers[$0] }
            }
            key = try await chats.keys.signer(of: signed, scope: .chats, at: context.now)
        } catch let refusal as SignatureRefusal {
            // Who does not know the secret may not try for ever.
            try context.spend(1, from: RateLimit("chats.unsigned", burst: 60, perMinute: 60))
            switch refusal {
            case .missing(let header): throw ChatRefusal.noSignature(header)
            case .outOfTime, .unknownSigner: throw ChatRefusal.notSigned
            }
        }
        let new = try NewMessage(json: signed.body, now: context.now)
        let isNew = try await chats.hear(new, signed: (signed.id, key), at: context.now)
        return JSONAnswer(Heard(message: new.id, isNew: isNew))
    }

    // MARK: Groups

    @Sendable
    private func home(_ request: Request, _ context: OfficerContext) async throws -> Page {
        let sight = ChatSight(context.officer, in: city)
        let groups = try await chats.waiting(for: sight, limit: GroupsPage.most)
        let late = try await chats.late(
            of: groups.map(\.record.group.code), at: context.now, limit: GroupsPage.mostLate)
        return GroupsPage(
            telling: try await telling(context, groups.map(\.record.group)), groups: groups, late: late,
            mayManage: context.officer.may(.manageChannels)
        ).page
    }

    /// The group of the address, where the officer works with it; for others it is not there.
    func seen(_ context: OfficerContext) async throws -> GroupRecord {
        guard let record = try await chats.group(try context.parameter("code")),
            ChatSight(context.officer, in: city).sees(record.group)
        else { throw WebRefusal.notFound }
        return record
    }

    private func page(of record: GroupRecord, _ context: OfficerContext) async throws -> GroupPage {
        let code = record.group.code
        let asked = try context.page(of: "chats-\(code)", size: 50)
        let before = asked.after?.first.flatMap { Int64($0) }
        let found = try await chats.messages(of: code, before: before, limit: asked.size + 1)
        var page = GroupPage(
            telling: try await telling(context, [record.group]), record: record,
            messages: Array(found.prefix(asked.size)), sendings: try await chats.sendings(to: code),
            hasAdapter: try await chats.endpoint(of: code) != nil,
            mayManage: context.officer.may(.manageChannels))
        if found.count > asked.size, let last = page.messages.last {
            let cursor = context.cursor(after: ["\(last.id)"], of: "chats-\(code)")
            page.older = "\(ChatsPath.group(code))?after=\(cursor)"
        }
        return page
    }

    @Sendable
    private func react(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let record = try await seen(context)
        let answers = context.answers
        let ids = Set(answers.all("message").compactMap { Int64($0) }).sorted()
        do {
            let notice: String
            switch answers["do"] {
            case "matter":
                _ = try await chats.make(
                    ids, of: record.group, category: answers.given("category"), by: context.officer,
                    at: context.now)
                notice = "chats.made"
            case "answered", "aside":
                let state: ChatMessage.State = answers["do"] == "aside" ? .aside : .answered
                try await chats.settle(ids, of: record.group, as: state, at: context.now)
                notice = "chats.settled"
            default: throw WebRefusal.malformed
            }
            return Redirect(to: ChatsPath.group(record.group.code), notice: notice).answer(context.visit)
        } catch let refusal as any Refusable where refusal.code != WebRefusal.malformed.code {
            var page = try await page(of: record, context)
            page.answers = answers
            page.errors = errors(refusal, context.words)
            page.status = refusal.status
            return page.page.answer(context.visit)
        }
    }

    // MARK: Who is my steward

    @Sendable
    private func steward(_ request: Request, _ context: VisitorContext) async throws -> Page {
        func known(_ name: String) -> AreaCode? {
            AreaCode(context.query[name]).flatMap { city.areas[$0] == nil ? nil : $0 }
        }
        var area = known("area")
        let town = known("town") ?? area?.ancestor(at: .town)
        if let place = area, let town, !town.contains(place) { area = nil }
        var groups: [ChatGroup] = []
        if let area { groups = try await chats.stewards(of: area) }
        return StewardPage(
            telling: try await telling(context, groups), town: town, area: area, groups: groups
        ).page
    }

    // MARK: Figures

    @Sendable
    private func figures(_ request: Request, _ context: OfficerContext) async throws -> Page {
        let asked = context.query["month"]
        let month = CivilDate("\(asked)-01") == nil ? chats.month(of: context.now) : asked
        let sight = ChatSight(context.officer, in: city)
        let groups = try await chats.waiting(for: sight, limit: GroupsPage.most).map(\.record.group)
        return ChatFiguresPage(
            telling: try await telling(context, groups), month: month, groups: groups,
            figures: try await chats.figures(of: groups.map(\.code), in: month),
            coverage: try await chats.coverage(of: sight.areas)
        ).page
    }
}
