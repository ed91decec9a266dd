import Core
import Courier
import Crypto
import Desk
import FoundationEssentials
import Hummingbird
import Storage
import Web

/// What was done with an update of the other side.
enum UpdateDeed: String, Sendable, CaseIterable {
    /// Kept as what their side says; nothing follows from it.
    case kept
    /// Its words became an addition of the resident.
    case added
    /// The resident's opinion, carried by their side.
    case rated
    /// The resident opened it again.
    case reopened
}

/// An update as it came.
struct NewUpdate: Sendable {
    let keyID: Int64
    let updateID: String
    let number: String
    let status: UpdateStatus
    let saidAt: Moment
    let text: String?
    let mediaURL: String?
    /// `solved` and `satisfied`, where the resident was asked there.
    let solved: Bool?
    let satisfied: Bool?
    let content: [UInt8]
}

/// `POST servicerequestupdates`: what the side that filed says afterwards. A "closed" of theirs never closes
/// anything here: only the resident's own word does.
extension Open311Server {
    func update(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let form = try await request.machineForm(
            context.visit, sender: "open311-\(context.visit.requestID)", files: nil,
            isKnown: { _ in false })
        try jurisdiction(form, context)
        guard let key = try await holder(form, context) else {
            throw Troubles(403, "api_key", context.words("open311.error.noKey"))
        }
        try context.spend(from: RateLimit("open311.update.\(key.id)", burst: 1200, perMinute: 1200))
        let update = try read(form, key, context)
        let now = context.now
        let city = city
        do {
            let isOther = try await desk.batch { transaction in
                try Self.take(update, in: transaction, city: city, now: now)
            }
            if isOther { throw Troubles(409, "update_id", context.words("open311.error.updateUsed")) }
        } catch is MatterNotFound {
            throw Troubles(
                404, "service_request_id",
                context.words("open311.error.request", ["number": update.number]))
        } catch is Refusal {
            throw Troubles(
                400, "description", context.words("open311.error.field", ["field": "description"]))
        } catch let fault as Fault where fault.code == .constraint {
            // The same update came to another server at the same moment, and is taken.
        }
        let row = Tree.fields([.init(name: "update_id", value: .text(update.updateID))])
        return answer(
            privately: TreeDocument("service_request_updates", .list("request_update", [row])), request,
            context)
    }

    private func read(_ form: FormAnswers, _ key: Key, _ context: VisitorContext) throws -> NewUpdate {
        var troubles = Troubles(400)
        func missing(_ field: String) {
            troubles.add(field, context.words("open311.error.missing", ["field": field]))
        }
        for field in ["service_request_id", "update_id", "status", "updated_datetime"]
        where form.given(field) == nil { missing(field) }
        let status = UpdateStatus(rawValue: form["status"].uppercased())
        if form.given("status") != nil, status == nil {
            troubles.add("status", context.words("open311.error.updateStatus"))
        }
        let saidAt = form.given("updated_datetime").flatMap(moment)
        if form.given("updated_datetime") != nil, saidAt == nil {
            troubles.add(
                "updated_datetime", context.words("open311.error.date", ["field": "updated_datetime"]))
        }
        if form["update_id"].count > 200 || form["service_request_id"].count > 200 {
            troubles.add(
                "update_id", context.words("open311.error.tooLong", ["field": "update_id", "limit": 200]))
        }
        if form["description"].count > PostReader.textLimit {
            troubles.add(
                "description",
                context.words(
                    "open311.error.tooLong", ["field": "description", "limit": PostReader.textLimit]))
        }
        let (solved, satisfied) = (answer("solved", form), answer("satisfied", form))
        if solved.isWrong || satisfied.isWrong {
            troubles.add("attribute[solved]", context.words("open311.error.yesNo"))
        }
        try troubles.check()
        guard let status, let saidAt else { throw troubles }
        return NewUpdate(
            keyID: key.id, updateID: form["update_id"], number: form["service_request_id"], status: status,
            saidAt: saidAt, text: form.given("description"),
            mediaURL: form.given("media_url").map { String($0.prefix(2000)) }, solved: solved.value,
            satisfied: satisfied.value, content: Self.content(form, []))
    }

    private func answer(_ name: String, _ form: FormAnswers) -> (value: Bool?, isWrong: Bool) {
        guard let text = form.given("attribute[\(name)]")?.lowercased() else { return (nil, false) }
        switch text {
        case "yes", "true": return (true, false)
        case "no", "false": return (false, false)
        default: return (nil, true)
        }
    }

    /// - Returns: Whether the same id came before with something else in it.
    /// - Throws: `MatterNotFound` for what this key did not file.
    static func take(
        _ update: NewUpdate, in transaction: DeskTransaction, city: City, now: Moment
    ) throws -> Bool {
        let store = Open311Store(connection: transaction.connection)
        guard let filing = try store.filed([update.number], by: update.keyID).first,
            let matter = try transaction.matter(filing.id)
        else { throw MatterNotFound() }
        if let kept = try store.update(update.updateID, of: update.keyID) {
            return kept.content != update.content
        }
        let last = try store.updates(of: matter.id, limit: 50).filter { $0.did != .kept && $0.did != .added }
            .map(\.saidAt).max()
        // An opinion that is older than the answer, or than one that was taken, is about something else.
        let isTimely =
            update.saidAt >= (last ?? update.saidAt)
            && update.saidAt.milliseconds / 1000 >= (matter.askedAt?.milliseconds ?? 0) / 1000
        let deed = try act(on: update, matter, isTimely, transaction, city, now)
        try store.add(update, did: deed, of: matter.id, now: now)
        return false
    }

    /// Makes the move that the resident could make here themselves; the shape of a move says which it is.
    private static func act(
        on update: NewUpdate, _ matter: Matter, _ isTimely: Bool, _ transaction: DeskTransaction,
        _ city: City, _ now: Moment
    ) throws -> UpdateDeed {
        let moves = possibleMoves(on: matter, by: .resident, in: city, at: now)
        func perform(_ move: Move, _ inputs: [InputWord: String]) throws {
            let asked = Set(move.asks.map(\.word))
            try transaction.perform(
                Order(move.name, inputs.filter { asked.contains($0.key) }), on: .id(matter.id), by: .resident,
                at: now)
        }
        var opinion = update.solved.map { ($0, update.satisfied ?? $0) }
        if opinion == nil, let satisfied = update.satisfied { opinion = (satisfied, satisfied) }
        if opinion == nil, update.status == .reopen { opinion = (false, false) }
        if isTimely, let (solved, satisfied) = opinion {
            if let rate = moves.first(where: { $0.does.contains(.opinion) && $0.asksBoth }) {
                var inputs: [InputWord: String] = [
                    .solved: solved ? "yes" : "no", .satisfied: satisfied ? "yes" : "no",
                ]
                inputs[.why] = update.text
                try perform(rate, inputs)
                return .rated
            }
            if !(solved && satisfied), let reopen = moves.first(where: { $0.does.contains(.reopen) }) {
                let reason = update.text ?? "—"
                try perform(reopen, [.reason: reason, .why: reason, .text: reason])
                return .reopened
            }
        }
        if let text = update.text,
            let add = moves.first(where: {
                $0.does.contains(.add) && !$0.does.contains(.opinion) && !$0.does.contains(.reopen)
            })
        {
            try perform(add, [.text: text])
            return .added
        }
        return .kept
    }
}

extension Move {
    /// Whether it puts both questions.
    fileprivate var asksBoth: Bool {
        let words = asks.map(\.word)
        return words.contains(.solved) && words.contains(.satisfied)
    }
}
