import Core
import Desk
import Hummingbird
import Language
import Markup
import Storage
import Web

/// What a taker does with a call: one form, and the button says which way.
extension CallsRoutes {
    /// The fields of the form that are kept as its draft.
    private static let drafted = [
        "text", "category", "likely", "area", "place", "name", "phone", "callerKind", "answer", "article",
        "join", "joinNumber", "urgency", "partner", "reason", "quick", "seat",
    ]

    /// A form that was sent, with the call it is about.
    private struct Asked {
        let record: CallRecord
        let answers: FormAnswers
        let once: String
        let context: OfficerContext

        var officer: Officer { context.officer }
        var now: Moment { context.now }
    }

    func make(_ context: OfficerContext) async throws -> Response {
        let id = try context.number("id")
        guard let record = try await calls.call(id) else { throw WebRefusal.notFound }
        try await requireTaker(of: record, context)
        let answers = context.answers
        let once = answers.given("once").flatMap { $0.utf8.count <= 64 ? $0 : nil } ?? newKey()
        let asked = Asked(record: record, answers: answers, once: "\(id):\(once)", context: context)
        do {
            return try await go(asked)
        } catch CallRefusal.over {
            return Redirect(to: CallsPath.call(id), notice: "calls.notice.over").answer(context.visit)
        } catch let refusal as any Refusable where refusal.status < 500 && refusal.status != 404 {
            try await keepDraft(asked)
            return try await page(of: record, context, answers, errors: errors(refusal, context.words))
                .page.answer(context.visit)
        }
    }

    /// Who may say what came of a call; for others it is not there.
    func requireTaker(of record: CallRecord, _ context: OfficerContext) async throws {
        let officer = context.officer
        if officer.may(.takeCalls) || record.person == officer.personID { return }
        let held = try await seats(context)
        guard held.contains(where: { $0.code == record.seat }) else { throw WebRefusal.notFound }
    }

    private func go(_ asked: Asked) async throws -> Response {
        let context = asked.context
        let id = asked.record.id
        let notice: String
        switch asked.answers["do"] {
        case "suggest", "draft":
            return try await draft(asked)
        case "answer":
            try await answer(asked)
            notice = "calls.notice.answered"
        case "file":
            _ = try await file(asked)
            notice = "calls.notice.filed"
        case "join":
            notice = try await join(asked, to: asked.answers.given("joinNumber"))
        case let way where way.hasPrefix(Self.joinWay):
            notice = try await join(asked, to: String(way.dropFirst(Self.joinWay.count)))
        case "transfer":
            notice = try await transfer(asked)
        case "quick":
            try await quick(asked)
            notice = "calls.notice.quick"
        case "expert":
            try await expert(asked)
            return Redirect(to: CallsPath.home, notice: "calls.notice.expert").answer(context.visit)
        case "back":
            try await back(asked)
            notice = "calls.notice.back"
        case "silent", "wrongNumber", "harassment":
            guard let result = CallResult(rawValue: asked.answers["do"]) else { throw WebRefusal.malformed }
            try await calls.end(
                id, result, try detail(asked, needsText: false), by: asked.officer.personID, at: asked.now)
            notice = "calls.notice.ended"
        default: throw WebRefusal.malformed
        }
        return Redirect(to: CallsPath.call(id), notice: notice).answer(context.visit)
    }

    // MARK: Drafts and suggestions

    /// Keeps what was typed, and shows what fits it. The script asks for a piece of the page only.
    private func draft(_ asked: Asked) async throws -> Response {
        let context = asked.context
        try await keepDraft(asked)
        let page = try await page(of: asked.record, context, asked.answers)
        if asked.answers["part"] == "1" {
            return Fragment("\(CallSuggested(page: page))").answer()
        }
        return page.page.answer(context.visit)
    }

    private func keepDraft(_ asked: Asked) async throws {
        guard asked.record.result == nil else { return }
        let draft = drafted(asked.answers)
        let id = asked.record.id
        try await desk.database.write { try calls.store($0).keep(draft: draft, of: id) }
    }

    private func drafted(_ answers: FormAnswers) -> [String: String] {
        var draft: [String: String] = [:]
        for name in Self.drafted {
            if let value = answers.given(name) { draft[name] = String(value.prefix(Filing.textLimit)) }
        }
        return draft
    }

    // MARK: What the form says

    private func detail(_ asked: Asked, needsText: Bool = true) throws(CallRefusal) -> CallDetail {
        let answers = asked.answers
        var detail = CallDetail()
        detail.text = answers.given("text")
        if needsText, detail.text == nil { throw .missing("text") }
        for field in ["text", "answer"] where answers[field].count > Filing.textLimit {
            throw .invalid(field, "long")
        }
        detail.category = category(answers)
        if let category = detail.category, city.catalogue[category]?.isLeaf != true {
            throw .invalid("category", "unknown")
        }
        detail.area = answers.given("area")
        if let area = detail.area, AreaCode(area).flatMap({ city.areas[$0] }) == nil {
            throw .invalid("area", "unknown")
        }
        return detail
    }

    private func filing(_ asked: Asked) throws(CallRefusal) -> Filing {
        let answers = asked.answers
        let detail = try detail(asked)
        guard let urgency = Urgency(rawValue: answers.given("urgency") ?? Urgency.ordinary.rawValue) else {
            throw .invalid("urgency", "unknown")
        }
        var filing = Filing(text: detail.text ?? "", channel: .hotline)
        filing.category = detail.category
        filing.area = detail.area.flatMap { AreaCode($0) }
        filing.place = answers.given("place")
        filing.urgency = urgency
        filing.caller = Caller(rawValue: answers["callerKind"]) ?? .resident
        filing.contact = Filing.Contact(
            name: answers.given("name"), phone: try phone(asked), language: asked.context.visit.language)
        return filing
    }

    /// The number to be called under: what the taker wrote, else the one that called.
    private func phone(_ asked: Asked) throws(CallRefusal) -> String? {
        guard let written = asked.answers.given("phone") else { return asked.record.call.caller }
        guard let number = PhoneNumber(written) else { throw .invalid("phone", "phone") }
        return number.text
    }

    // MARK: The ways

    private func answer(_ asked: Asked) async throws {
        var detail = try detail(asked)
        detail.answer = asked.answers.given("answer")
        if let id = asked.answers.given("article") {
            let known = try await calls.help.answers(
                detail.text ?? "", detail.category, asked.context.visit.language, asked.now, 20)
            guard let article = known.first(where: { $0.id == id }) else {
                throw CallRefusal.invalid("article", "gone")
            }
            (detail.article, detail.articleTitle) = (article.id, article.title)
        }
        if detail.answer == nil, detail.article == nil { throw CallRefusal.missing("answer") }
        try await calls.answer(asked.record.id, detail, by: asked.officer.personID, at: asked.now)
    }

    private func file(_ asked: Asked, urgency: Urgency? = nil) async throws -> CallMatter {
        var filing = try filing(asked)
        if let urgency { filing.urgency = urgency }
        // The taker says what it is about, not the caller (M05).
        // Danger to life waits for nothing.
        guard filing.category != nil || urgency == .emergency else { throw CallRefusal.missing("category") }
        return try await calls.file(
            asked.record.id, filing, try detail(asked), once: asked.once, by: asked.officer, at: asked.now)
    }

    /// The button of one that is likely carries its number.
    private static let joinWay = "join "

    private func join(_ asked: Asked, to number: String?) async throws -> String {
        guard let number = number ?? asked.answers.given("join") else {
            throw CallRefusal.missing("join")
        }
        guard
            let target = try await desk.dossier(
                .number(number.uppercased()), for: asked.officer.actor)
        else { throw CallRefusal.notToBeJoined }
        let words = asked.context.words
        let filing = try filing(asked)
        let note = words(
            "calls.joinNote",
            ["time": asked.record.arrivedAt, "text": String(filing.text.prefix(900))])
        let matter = try await calls.join(
            asked.record.id, to: target, filing, try detail(asked), note: note, once: asked.once,
            by: asked.officer, at: asked.now)
        return matter.how == .filed ? "calls.notice.same" : "calls.notice.joined"
    }

    /// Files it first: whatever the other line does, it stays in our register.
    private func transfer(_ asked: Asked) async throws -> String {
        let partners = try await calls.help.partners()
        guard let partner = partners.first(where: { $0.code == asked.answers["partner"] }) else {
            throw CallRefusal.missing("partner")
        }
        let reason = asked.answers.given("reason") ?? asked.context.words("calls.transferReason")
        let matter = try await file(asked, urgency: partner.isEmergency ? .emergency : nil)
        do {
            try await calls.help.transfer(
                TransferAsked(
                    matterID: matter.matter, number: matter.number, partner: partner.code, reason: reason,
                    isEmergency: partner.isEmergency, officer: asked.officer.actor), asked.now)
        } catch is any Refusable {
            return "calls.notice.notTransferred"
        }
        try await calls.transferred(asked.record.id, to: partner, in: asked.context.visit.language)
        return "calls.notice.transferred"
    }

    private func quick(_ asked: Asked) async throws {
        let services = try await calls.help.quick(
            category(asked.answers), asked.context.visit.language)
        guard let service = services.first(where: { $0.id == asked.answers["quick"] }) else {
            throw CallRefusal.missing("quick")
        }
        var answers: [String: String] = [:]
        for field in service.fields {
            let name = CallPage.field(field, of: service)
            answers[field.name] = asked.answers.given(name).map { String($0.prefix(200)) }
            if field.isRequired, answers[field.name] == nil { throw CallRefusal.missing(name) }
        }
        try await calls.serve(
            asked.record.id, service, answers, try detail(asked, needsText: false),
            by: asked.officer.personID, at: asked.now)
    }

    private func offer(_ asked: Asked) async throws -> ExpertOffer {
        guard let category = category(asked.answers) else { throw CallRefusal.missing("category") }
        return ExpertOffer(for: category, among: try await calls.seats(), in: city, at: asked.now)
    }

    private func expert(_ asked: Asked) async throws {
        guard case .seats(let seats) = try await offer(asked),
            let seat = seats.first(where: { $0.code == asked.answers["seat"] })
        else { throw CallRefusal.invalid("seat", "gone") }
        try await calls.hand(asked.record.id, to: seat, draft: drafted(asked.answers))
    }

    private func back(_ asked: Asked) async throws {
        guard case .callBack(let seat, let due) = try await offer(asked) else {
            throw CallRefusal.invalid("seat", "gone")
        }
        let phone = try phone(asked)
        if phone == nil { throw CallRefusal.missing("phone") }
        try await calls.callBack(
            asked.record.id, try detail(asked), name: asked.answers.given("name"), phone: phone, seat: seat,
            due: due, by: asked.officer.personID, at: asked.now)
    }
}
