public import Core
import Crypto
public import Desk
import FoundationEssentials
public import Markup
import Storage
public import Web

/// "Is it one of these?" for other slices: on the receipt and behind the private link, on a call, after a
/// slip, in the queue of the desk. The program wires it.
extension JoinsDesk {
    /// On the receipt: what others raised, for the resident to say whether it is theirs too. Nil where
    /// nothing is near, or they said it before.
    public func question(to matter: Matter, token: String, _ visit: Web.Visit) async throws -> HTML? {
        if try await similar.wish(of: matter.id) != nil { return nil }
        let found = try await similar.publicly(similarTo: matter)
        if found.isEmpty { return nil }
        var choices: [SameQuestion.Choice] = []
        for each in found {
            let joined = try await desk.joins(of: each.id).members
            choices.append(
                SameQuestion.Choice(similar: each, key: key(of: each.id, for: matter.id), people: joined + 1))
        }
        return SameQuestion(
            telling: SimilarTelling(visit: visit, city: city), path: JoinsPath.same(token: token),
            choices: choices
        ).html
    }

    /// Behind the private link: that it is to be handled with another one, and what everybody may read about
    /// what so many raised.
    public func told(of matter: Matter, _ visit: Web.Visit) async throws -> HTML? {
        guard matter.isOpen else { return nil }
        if let notice = try await notice(of: matter) {
            return NoticeView(visit: visit, notice: notice).html
        }
        guard matter.joinedTo == nil, let wish = try await similar.wish(of: matter.id), wish.main != nil
        else {
            return nil
        }
        return NoticeView.wished(visit)
    }

    /// Keeps what the resident said.
    ///
    /// - Parameter said: The key of one that was shown, or `none`.
    /// - Returns: False where what was named is not there any more.
    func say(_ said: String, of matter: Matter, at now: Moment) async throws -> Bool {
        guard said != Self.none else {
            try await similar.keep(Wish(member: matter.id, main: nil, at: now))
            return true
        }
        // More than were shown: meanwhile others came in.
        let found = try await similar.publicly(similarTo: matter, limit: SimilarStore.mostCompared)
        guard let main = found.first(where: { key(of: $0.id, for: matter.id) == said }) else { return false }
        try await similar.keep(Wish(member: matter.id, main: main.id, at: now))
        return true
    }

    /// Keeps the wish of somebody who filed a matter and had named another one, by its key.
    public func wish(_ matter: Int64, sameAs main: Int64, at now: Moment) async throws {
        guard matter != main else { return }
        try await similar.keep(Wish(member: matter, main: main, at: now))
    }

    static let none = "none"

    /// Stands for a matter on one resident's page, and says nothing to anybody else.
    private func key(of main: Int64, for matter: Int64) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("same 1 \(matter) \(main)".utf8), using: SymmetricKey(data: secret))
        return Base64URL.encode(Array(code.prefix(15)))
    }

    // MARK: For people at work

    /// After a matter was taken in: what may be the same, each with one button.
    ///
    /// - Parameter back: Where the browser goes afterwards.
    public func question(about number: String, back: String, _ visit: Web.Visit) async throws -> HTML? {
        guard let officer = visit.officer,
            let matter = try await desk.dossier(.number(number), for: officer.actor)?.matter
        else { return nil }
        return try await similar.panel(of: matter, visit, limit: 3, back: back, maySay: true)
    }

    /// Says of a matter, in the transaction that files it, that it is the same as another one: joined at once
    /// by who may, else left to who may, with who said it.
    ///
    /// - Throws: `Refusal` where the two cannot be joined.
    public func say(
        _ matter: Int64, isSameAs main: Matter, by officer: Officer, at now: Moment,
        in transaction: DeskTransaction
    ) throws {
        guard let own = try transaction.matter(matter) else { throw MatterNotFound() }
        if let move = joining(own, by: officer.actor, at: now) {
            try transaction.perform(
                Order(move.name, [.matter: main.number]), on: .id(matter), by: officer.actor, at: now)
            return
        }
        guard main.isOpen else { throw Refusal.invalid(.matter, .closed) }
        guard similar.canBeJoined(own) else { throw Refusal.invalid(.matter, .otherKind) }
        try Wish(member: matter, main: main.id, person: officer.personID, at: now)
            .keep(in: transaction.connection)
    }

    /// What may be the same as what somebody is just telling, the surest first, with why in a line.
    public func likely(
        title: String = "", text: String, area: AreaCode?, category: String?, _ visit: Web.Visit,
        limit: Int = 5
    ) async throws -> [LikelyMatter] {
        guard let officer = visit.officer else { return [] }
        let question = SimilarQuestion(
            title: title, text: text, area: area ?? city.area, category: category, at: visit.now)
        let telling = SimilarTelling(visit: visit, city: city)
        return try await similar.similar(to: question, for: officer.actor, at: visit.now, limit: limit)
            .map { one in
                LikelyMatter(
                    number: one.number, title: one.title, kind: one.kind, stage: one.stage, area: one.area,
                    why: telling.reasons(one.reasons))
            }
    }

    /// In a list of the desk: what those who raised some matters, or took them in, said they are the same as.
    public func wishes(of matters: [Int64], back: String, _ visit: Web.Visit) async throws -> [Int64: HTML] {
        guard let officer = visit.officer, !matters.isEmpty else { return [:] }
        let wished = try await similar.wished(of: matters, seenBy: officer.posts)
        if wished.isEmpty { return [:] }
        let records = try await desk.records(wished.keys.sorted(), seenBy: officer.posts)
        let telling = SimilarTelling(visit: visit, city: city)
        var lines: [Int64: HTML] = [:]
        for record in records {
            guard let found = wished[record.id] else { continue }
            lines[record.id] =
                WishLine(
                    telling: telling, number: record.number, wished: found, back: back,
                    mayJoin: mayJoin(record.kind, officer) && similar.isToBeAnswered(found.main)
                ).html
        }
        return lines
    }
}
