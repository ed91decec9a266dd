import Core
import Markup
import Web

/// Leaders, promises, parties to a dispute, and talking with the resident.
extension Beside {
    // MARK: Leader

    var leader: HTML {
        guard let led = side.leadership else { return .empty }
        let sharp: HTML? = led.sharpness.map { sharpness in
            sentence("leader.sharpness", ["level": words("matters.sharpness.\(sharpness)")])
        }
        let state: HTML =
            led.by.map { id in
                sentence(
                    "leader.by",
                    [
                        "name": names[id] ?? words("matters.doer.officer", ["id": String(id)]),
                        "day": led.until ?? "",
                    ])
            } ?? sentence("leader.waits")
        let visits: HTML? =
            led.by == nil ? nil : "<p>\(words.plural("matters.side.leader.visits", led.visits))</p>"
        return """
            \(sharp)\(state)
            \(said("leader.reason", story.leaderCalled))
            \(said("leader.plan", story.plan))
            \(visits)
            \(list(story.leaderVisits.reversed().compactMap { said("leader.visit", $0) }))
            \(clockLine(of: led.by == nil ? .leaderCall : .leadership))
            """
    }

    // MARK: Route and grade

    /// What its list and its grade ask for, and what of it is there (M22, M25).
    var way: HTML {
        let route: HTML? = matter.route.map { "<li>\(words("matters.route.\($0.rawValue)"))</li>" }
        let grade: HTML? = matter.grade.map { "<li>\(words("matters.grade.\($0.rawValue)"))</li>" }
        let demands = WayDemand.all(of: matter).map { demand -> HTML in
            let isMet = demand.isMet(by: matter)
            let tag = Tag(words("matters.side.way.\(isMet ? "met" : "open")"), tone: isMet ? .good : .warn)
            let bringing = isMet ? [] : moves(demand.broughtBy).filter { BesidePlace($0) != .way }
            return """
                <p class="cluster">\(tag) <span>\(words("matters.side.way.\(demand.rawValue)"))</span></p>
                \(buttons(bringing))
                """
        }
        let promised: HTML? = side.promise.map { promise in
            let name = promise.by.map { names[$0] ?? words("matters.doer.officer", ["id": String($0)]) }
            return sentence("way.promised", ["name": name ?? "", "day": promise.until])
        }
        return """
            <ul>\(route)\(grade)</ul>
            \(list(demands))
            \(promised)\(clockLine(of: .promise))
            """
    }

    // MARK: Dispute

    var dispute: HTML {
        let parties = side.parties.map(party)
        let sessions = story.sessions.reversed().map { session -> HTML in
            """
            <p>\(Tag(words("matters.session.\(session.kind.rawValue)")))</p>\
            \(said("dispute.session", session.said))
            """
        }
        let accepted = side.parties.count { $0.accepts == true }
        let state: HTML? =
            side.agreedAt == nil
            ? nil
            : side.isAcceptedByAll
                ? Notice(.success, sentence("dispute.all")).html
                : sentence("dispute.accepted", ["count": accepted, "of": side.parties.count])
        return """
            \(state)
            \(said("dispute.agreement", story.agreement))
            \(parties.isEmpty ? nil : "<h3>\(words("matters.side.dispute.parties"))</h3>" as HTML)
            \(list(parties))
            \(sessions.isEmpty ? nil : "<h3>\(words("matters.side.dispute.sessions"))</h3>" as HTML)
            \(list(sessions))
            """
    }

    private func party(_ party: SideWork.Party) -> HTML {
        let own = moves([.takePosition, .accept])
        let state: HTML? =
            side.agreedAt == nil
            ? nil
            : Tag(
                words("matters.side.dispute.\(party.accepts.map { $0 ? "yes" : "no" } ?? "open")"),
                tone: party.accepts.map { $0 ? .good : .bad } ?? .plain
            ).html
        return """
            <p class="cluster"><strong><bdi>\(party.name)</bdi></strong> \
            <span class="muted">\(words("matters.partyKind.\(party.kind.rawValue)"))</span> \(state)</p>
            \(said("dispute.position", story.positions[party.name]))
            \(buttons(own, about: [.party: party.name]))
            """
    }

    // MARK: Calls

    var calls: HTML {
        let contacts: HTML? =
            story.contacts.isEmpty
            ? clockLine(of: .contact).map { "\(sentence("calls.notYet"))\($0)" }
            : list(
                story.contacts.map { contact in
                    """
                    <p>\(Tag(words("matters.way.\(contact.way.rawValue)")))</p>\
                    \(said("calls.contact", contact.said))
                    """
                })
        let attempts = table(story.attempts, "calls.attempts")
        let check: HTML? = side.check.map { check in
            let key = check.sampled ? "calls.sampled" : "calls.due"
            return """
                \(sentence(key, ["day": check.on]))\(clockLine(of: .check))\
                \(table(story.checkAttempts, "calls.checkAttempts"))
                """
        }
        let failed: HTML? = side.checkFailed ? Notice(.warning, sentence("calls.failed")).html : nil
        return "\(contacts)\(attempts)\(check)\(failed)"
    }

    private func table(_ attempts: [BesideStory.Attempt], _ key: String) -> HTML? {
        guard !attempts.isEmpty else { return nil }
        let rows: [[HTML]] = attempts.enumerated().map { index, attempt in
            [
                "\(words.number(Int64(index + 1)))", telling.time(attempt.at),
                "\(words("matters.attempt.\(attempt.result.rawValue)"))",
                "\(attempt.way.map { words("matters.way.\($0.rawValue)") })", "<bdi>\(who(attempt.by))</bdi>",
            ]
        }
        let heads = ["number", "at", "result", "way", "by"]
        return Table(
            caption: words("matters.side.\(key)"),
            columns: heads.map { .init(words("matters.side.calls.\($0)"), numeric: $0 == "number") },
            rows: rows
        ).html
    }
}
