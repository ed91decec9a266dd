import Core
import Courier
import Storage
import Web

/// Every question that can be put to the site: route by route, who asks, how, and about whose thing.
struct Matrix: Sendable {
    let whole: WholeTown
    let callers: Callers
    let keys: MachineKeys
    let book: ObjectBook
    let rules: [RouteRule]

    static let shared = Task { try await Matrix(WholeTown.shared.value) }

    init(_ whole: WholeTown) async throws {
        self.whole = whole
        var units: [String: UnitCode] = [:]
        let rows = try await whole.rows(
            "SELECT lead FROM matters WHERE lead IS NOT NULL AND status = 'open' ORDER BY id")
        let staffed = Set(whole.people.filter { $0.post.role == "handler" }.map(\.post.unit))
        let leads = rows.compactMap { $0["lead"].map { UnitCode($0) } }.filter { staffed.contains($0) }
        units["handler"] = leads.first
        units["handler-elsewhere"] = leads.first { $0 != leads.first }
        let dropped = try await whole.rows(
            "SELECT unit FROM parts WHERE state = 'dropped' ORDER BY matter_id")
        units["handler-dropped"] = dropped.lazy.compactMap { $0["unit"].map { UnitCode($0) } }
            .first { staffed.contains($0) }
        callers = try await Callers.make(in: whole, units: units)
        keys = try await MachineKeys.make(in: whole)
        book = try await ObjectBook.make(whole, callers)
        whole.database.takeEverythingBack()
        rules = try RouteRule.read()
    }

    /// Whose the thing is that is asked for.
    enum Object: String, Sendable {
        case none, own, foreign, absent, malformed
    }

    /// One question and the answers that are right.
    struct Cell: Sendable {
        let caller: Caller
        /// The caller, and how they come.
        let who: String
        let means: Means
        let object: Object
        let path: String
        let expected: Expected
    }

    /// Somebody in one of the ways they can come.
    private struct Comer {
        let caller: Caller
        let who: String
        let means: Means
        /// What they get whatever they ask for; nil where it depends.
        let always: Set<Verdict>?
    }

    func cells(of rule: RouteRule) -> [Cell] {
        comers(to: rule).flatMap { comer in
            paths(of: rule, for: comer.caller).map { object, thing, path in
                Cell(
                    caller: comer.caller, who: comer.who, means: comer.means, object: object, path: path,
                    expected: expected(rule, comer, object, thing))
            }
        }
    }

    /// Of each sort of thing that a route is asked for, so many cells, drawn by the route's place in the
    /// table: the same ones each time, other askers at the next route.
    func drawn(_ count: Int, of rule: RouteRule) -> [Cell] {
        let sorts = Dictionary(grouping: cells(of: rule)) { $0.object.rawValue }
        var drawn: [Cell] = []
        for (_, cells) in sorts.sorted(by: { $0.key < $1.key }) {
            for place in 0..<min(count, cells.count) {
                drawn.append(cells[(rule.line * 7 + place * 5) % cells.count])
            }
        }
        return drawn
    }

    /// Puts a question to every route, a few routes side by side.
    /// - Parameter ask: how many questions it were, and what was wrong.
    func each(
        _ ask: @escaping @Sendable (RouteRule) async throws -> (cells: Int, lines: [String])
    ) async throws -> (cells: Int, lines: [String]) {
        let lanes = 4
        return try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var sum = (cells: 0, lines: [String]())
                    for rule in stride(from: lane, to: rules.count, by: lanes).map({ rules[$0] }) {
                        let one = try await ask(rule)
                        sum.cells += one.cells
                        sum.lines += one.lines
                    }
                    return sum
                }
            }
            return try await group.reduce(into: (0, [])) { $0 = ($0.0 + $1.0, $0.1 + $1.1) }
        }
    }

    /// Asks the cells of every route, and says which are answered otherwise than their line says.
    func wrong(
        _ chosen: @escaping @Sendable (RouteRule) -> [Cell]
    ) async throws -> (cells: Int, lines: [String]) {
        try await each { rule in
            var wrong: [String: [String]] = [:]
            let cells = chosen(rule)
            for cell in cells {
                let answer = try await whole.ask(rule, path: cell.path, as: cell.caller, by: cell.means)
                if cell.expected.allows(answer) { continue }
                let way = answer.location.map { " to \($0)" } ?? ""
                let told = "\(cell.object.rawValue): \(answer.status)\(way), not \(cell.expected.text)"
                wrong[told, default: []].append(cell.who)
            }
            let lines = wrong.sorted { $0.key < $1.key }.map { told, who in
                "authorisation.md:\(rule.line): \(rule.name), \(told): \(who.joined(separator: ", "))"
            }
            return (cells.count, lines)
        }
    }

    // MARK: Who comes

    private func comers(to rule: RouteRule) -> [Comer] {
        let all = callers.people + [callers.former]
        switch rule.door {
        case .machine: return machines(rule)
        case .site, .open:
            return [Comer(caller: callers.nobody, who: "nobody", means: .nothing, always: nil)]
        case .visitor, .script:
            return sessions(rule, [callers.nobody] + all)
        case .officer:
            let signIn = Comer(
                caller: callers.nobody, who: "nobody", means: .session(forged: false), always: [.signIn])
            var comers = [signIn] + sessions(rule, all)
            if let token = callers.people.first?.token {
                comers.append(
                    Comer(
                        caller: callers.nobody, who: "a token on a page", means: .token(token),
                        always: [.signIn]))
            }
            return comers
        case .api:
            var comers = [
                Comer(caller: callers.nobody, who: "nobody", means: .nothing, always: [.noToken]),
                Comer(
                    caller: callers.nobody, who: "an ended token", means: .token(callers.endedToken),
                    always: [.noToken]),
            ]
            if let key = keys.holding[.open311] {
                comers.append(
                    Comer(
                        caller: callers.nobody, who: "another system's key", means: .key(key),
                        always: [.noToken]))
            }
            if rule.proof != nil, let clerk = callers.people.first {
                comers.append(
                    Comer(
                        caller: clerk, who: "a token for other things", means: .token(callers.weakToken),
                        always: [.forbidden]))
            }
            for caller in all {
                guard let token = caller.token else { continue }
                comers.append(Comer(caller: caller, who: caller.name, means: .token(token), always: nil))
            }
            return comers + sessions(rule, Array(all.prefix(2)))
        }
    }

    /// Other systems: without a key, with every key of another sort, and with the right one.
    private func machines(_ rule: RouteRule) -> [Comer] {
        var comers = [Comer(caller: callers.nobody, who: "nobody", means: .nothing, always: nil)]
        guard let sort = rule.proof else { return comers }
        for (who, key) in keys.wrong(at: sort, token: callers.people.first?.token) {
            comers.append(
                Comer(
                    caller: callers.nobody, who: who, means: .key(key), always: [.noToken, .forbidden]))
        }
        if let key = keys.right(at: sort) {
            comers.append(
                Comer(
                    caller: callers.nobody, who: "its own key", means: .key(key), always: [.goes, .absent]))
        }
        return comers
    }

    /// Browsers; where something changes, one also without the token of our forms.
    private func sessions(_ rule: RouteRule, _ people: [Caller]) -> [Comer] {
        var comers = people.map {
            Comer(caller: $0, who: $0.name, means: .session(forged: false), always: nil)
        }
        if rule.changes, let first = people.first {
            comers.append(
                Comer(
                    caller: first, who: "\(first.name) by another site's form",
                    means: .session(forged: true), always: [.forbidden]))
        }
        return comers
    }

    // MARK: What they ask for

    private func paths(of rule: RouteRule, for caller: Caller) -> [(Object, Thing?, String)] {
        guard let name = rule.object else {
            return [(.none, nil, rule.path == "/assets/*" ? whole.asset : rule.path)]
        }
        guard let sort = book[name] else { return [] }
        var asked: [(Object, Thing?, String)] = []
        if let own = sort.own(caller) { asked.append((.own, own, rule.filled(own.values))) }
        if let foreign = sort.foreign(caller) { asked.append((.foreign, nil, rule.filled(foreign.values))) }
        asked.append((.absent, nil, rule.filled(sort.absent)))
        asked.append((.malformed, nil, rule.filled(sort.malformed + sort.absent.dropFirst())))
        return asked
    }

    // MARK: What is right

    private func expected(_ rule: RouteRule, _ comer: Comer, _ object: Object, _ thing: Thing?) -> Expected {
        if let always = comer.always { return Expected(verdicts: always) }
        if rule.door == .machine, rule.proof != nil {
            return Expected(verdicts: [.noToken, .forbidden], statuses: rule.statuses["none"])
        }
        let may =
            rule.needs.isEmpty || rule.needs.contains { Need.holds($0, for: comer.caller, thing, in: whole) }
        guard may else { return Expected(verdicts: [.forbidden, .absent]) }
        // Signing out leads to the page for signing in, and so does much of what stands beside it.
        let goes: Set<Verdict> = rule.door == .visitor ? [.goes, .signIn] : [.goes]
        switch object {
        case .none: return Expected(verdicts: goes, statuses: rule.statuses["none"])
        case .own: return Expected(verdicts: goes, statuses: rule.statuses["own"])
        case .foreign, .absent:
            return Expected(verdicts: [.absent], statuses: rule.statuses["unseen"])
        case .malformed: return Expected(verdicts: goes.union([.absent]))
        }
    }
}

/// Which answers are right: by what they mean, or by their status where the table says one.
struct Expected: Sendable {
    let verdicts: Set<Verdict>
    var statuses: Set<Int>?

    func allows(_ answer: WebAnswer) -> Bool {
        statuses?.contains(answer.status) ?? verdicts.contains(Verdict(answer))
    }

    var text: String {
        statuses.map { $0.sorted().map(String.init).joined(separator: " or ") }
            ?? verdicts.map(\.rawValue).sorted().joined(separator: " or ")
    }
}
