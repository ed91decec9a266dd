import Core
import Courier
import Hummingbird
import Markup
import Web

/// Writing groups down, and where answers to them go.
extension ChatsRoutes {
    func addGroups(to site: Site) {
        site.officers.get("/chats/new-group") { _, context in
            try context.require(.manageChannels)
            return GroupFormPage(
                telling: try await telling(context), answers: FormAnswers(["minutes": "120", "days": "30"])
            ).page
        }
        site.officers.post("/chats/new-group") { _, context in
            try context.require(.manageChannels)
            return try await keep(nil, context)
        }
        site.officers.get("/chats/groups/:code/edit") { _, context in
            try await form(try await managed(context), context).page
        }
        site.officers.post("/chats/groups/:code/edit") { _, context in
            try await keep(try await managed(context), context)
        }
        site.officers.post("/chats/groups/:code/adapter", use: setAdapter)
    }

    private func managed(_ context: OfficerContext) async throws -> GroupRecord {
        try context.require(.manageChannels)
        guard let record = try await chats.group(try context.parameter("code")) else {
            throw WebRefusal.notFound
        }
        return record
    }

    private func form(_ record: GroupRecord, _ context: OfficerContext) async throws -> GroupFormPage {
        GroupFormPage(
            telling: try await telling(context), code: record.group.code,
            answers: GroupFormPage.answers(of: record),
            endpoint: try await chats.endpoint(of: record.group.code))
    }

    private func keep(_ record: GroupRecord?, _ context: OfficerContext) async throws -> Response {
        let answers = context.answers
        do {
            let group = try group(from: answers, code: record?.group.code)
            let known = try await people([group.steward])
            try await chats.keep(
                group, isNew: record == nil, isActive: record == nil || answers.has("active"),
                stewardIsKnown: known[group.steward] != nil, at: context.now)
            return Redirect(to: ChatsPath.edit(group.code), notice: "chats.kept").answer(context.visit)
        } catch let refusal as ChatRefusal {
            return GroupFormPage(
                telling: try await telling(context), code: record?.group.code, answers: answers,
                errors: errors(refusal, context.words), status: refusal.status
            ).page.answer(context.visit)
        }
    }

    private func group(from answers: FormAnswers, code: String?) throws(ChatRefusal) -> ChatGroup {
        guard let kind = ChatGroup.Kind(rawValue: answers["kind"]) else { throw .missing(field: "kind") }
        guard let area = AreaCode(answers["area"]) else { throw .group(.area) }
        guard let minutes = answers.number("minutes") else { throw .group(.minutes) }
        guard let days = answers.number("days") else { throw .group(.days) }
        return ChatGroup(
            code: code ?? answers["code"],
            name: LocalText(zh: answers["name_zh"], en: answers["name_en"]), kind: kind, area: area,
            steward: answers["steward"], stewardID: answers["steward_id"], phone: answers["phone"],
            answerMinutes: Int(clamping: minutes), keepDays: Int(clamping: days))
    }

    /// The address is looked at again at each sending: none of an inner network is ever reached.
    @Sendable
    private func setAdapter(_ request: Request, _ context: OfficerContext) async throws -> Response {
        let record = try await managed(context)
        var page = try await form(record, context)
        let address = context.answers["address"]
        guard address.hasPrefix("https://") || address.hasPrefix("http://"),
            let url = WebAddress(address)
        else {
            page.errors = errors(ChatRefusal.badAddress, context.words)
            page.status = ChatRefusal.badAddress.status
            return page.page.answer(context.visit)
        }
        page.secret = try await chats.setEndpoint(
            url.text, of: record, secret: Signature.newSecret(randomBytes), at: context.now)
        page.endpoint = try await chats.endpoint(of: record.group.code)
        return page.page.answer(context.visit)
    }
}
