import Core
import Markup
import Web

/// What goes on beside a matter's way, for people at work: a panel for each place where something does, with
/// its state, its clocks, and the moves that belong to it. Where nothing does, nothing stands.
struct Beside {
    let telling: Telling
    let file: MatterFile
    /// What this officer may do now.
    let moves: [Move]
    var names: [Int64: String] = [:]
    /// The move that has its form elsewhere on the page.
    var main: Move?
    let story: BesideStory

    init(
        telling: Telling, file: MatterFile, moves: [Move], names: [Int64: String] = [:], main: Move? = nil
    ) {
        (self.telling, self.file, self.moves, self.names, self.main) = (telling, file, moves, names, main)
        story = BesideStory(file.events)
    }

    var words: Words { telling.words }
    var matter: Matter { file.matter }
    var side: SideWork { matter.side }
    var procedure: Procedure? { telling.city.procedures[matter.kind] }

    // MARK: Which places there are

    /// The places where something goes on, in the order of the page.
    var places: [BesidePlace] { BesidePlace.allCases.filter(isSeen) }

    /// Those where this officer is waited for.
    var waiting: [BesidePlace] {
        places.filter { place in
            moves.contains { BesidePlace($0) == place && ($0.isOwed || $0.isDecision) } || isCalled(at: place)
        }
    }

    private func isCalled(at place: BesidePlace) -> Bool {
        guard place == .leader, side.leadership?.calledAt != nil, side.leadership?.by == nil else {
            return false
        }
        return moves(at: place).contains { $0.isOne(of: [.contract]) }
    }

    private func isSeen(_ place: BesidePlace) -> Bool {
        switch place {
        case .decisions: !side.proposals.isEmpty || !story.decided.isEmpty || side.excluded
        case .joint: !side.parts.isEmpty
        case .supervision: side.supervision != nil || !story.supervised.isEmpty
        case .levels: !side.raised.isEmpty || !story.escalated.isEmpty
        case .leader: side.leadership != nil
        case .dispute: !side.parties.isEmpty || side.sessions > 0
        case .key: side.keyedAt != nil || story.keyed != nil
        case .way: side.promise != nil || (matter.isOpen && !WayDemand.all(of: matter).isEmpty)
        case .calls: hasCalls
        case .time: !side.extensions.isEmpty || !story.stands.isEmpty
        }
    }

    private var hasCalls: Bool {
        !story.attempts.isEmpty || side.check != nil || side.checkFailed || !story.contacts.isEmpty
            || clock(of: .contact) != nil
    }

    func moves(at place: BesidePlace) -> [Move] { moves.filter { BesidePlace($0) == place && $0 != main } }

    /// What may be begun where nothing goes on yet.
    var beginnings: [(place: BesidePlace, moves: [Move])] {
        let seen = places
        return BesidePlace.allCases.filter { !seen.contains($0) }
            .map { ($0, moves(at: $0)) }.filter { !$0.1.isEmpty }
    }

    // MARK: The page

    /// One mark for each place at the head of the page, leading down to it.
    var strip: HTML? {
        let (places, waiting) = (places, waiting)
        guard !places.isEmpty else { return nil }
        let marks: [HTML] = places.map { place in
            let tag = Tag(mark(place), tone: waiting.contains(place) ? .accent : tone(place))
            return """
                <a href="#beside-\(place.rawValue)">\(tag)</a>
                """
        }
        return """
            <nav class="cluster screen-only" aria-label="\(words("matters.side.strip"))">\(marks)</nav>
            """
    }

    func panels(_ places: [BesidePlace]) -> HTML { "\(places.map(panel))" }

    func panel(_ place: BesidePlace) -> HTML {
        let isWaiting = waiting.contains(place)
        let waits: HTML? = isWaiting ? Tag(words("matters.side.yours"), tone: .accent).html : nil
        return """
            <section class="panel stack" id="beside-\(place.rawValue)">
            <h2>\(words("matters.side.\(place.rawValue)")) \(waits)</h2>
            \(content(place))
            \(buttons(others(at: place)))
            </section>

            """
    }

    /// The state alone, to be read beside the form of a move.
    func content(_ place: BesidePlace) -> HTML {
        switch place {
        case .decisions: decisions
        case .joint: joint
        case .supervision: supervision
        case .levels: levels
        case .leader: leader
        case .dispute: dispute
        case .key: key
        case .way: way
        case .calls: calls
        case .time: time
        }
    }

    /// The moves of a place that belong to no line of it.
    private func others(at place: BesidePlace) -> [Move] {
        moves(at: place).filter { !$0.isOne(of: Self.ofLines) }
    }

    /// What is done to one part, one proposal, one party, and stands beside it.
    static let ofLines: Set<EffectWord> = [.insistPart, .dropPart, .grant, .deny, .takePosition, .accept]

    // MARK: Parts of panels

    /// - Parameter about: What the move is made about, already chosen in its form.
    func buttons(_ moves: [Move], about: [InputWord: String] = [:]) -> HTML {
        guard !moves.isEmpty else { return .empty }
        let known = Dictionary(uniqueKeysWithValues: about.map { ($0.key.rawValue, $0.value) })
        let links: [HTML] = moves.map { move in
            let weight: Weight = move.isOwed || move.isOne(of: [.grant, .contract]) ? .primary : .secondary
            let asks = known.filter { name, _ in move.asks.contains { $0.word.rawValue == name } }
            let path = MattersPath.move(matter.number, move) + FormAnswers(asks).asQuery()
            return ButtonLink(words(move.text), to: path, weight: weight).html
        }
        return #"<p class="cluster screen-only">\#(links)</p>"#
    }

    func moves(_ effects: Set<EffectWord>) -> [Move] { moves.filter { $0.isOne(of: effects) && $0 != main } }

    func who(_ doer: Doer) -> String {
        switch doer {
        case .resident: words("matters.doer.resident")
        case .system: words("matters.doer.system")
        case .officer(let id, let unit):
            [names[id] ?? words("matters.doer.officer", ["id": String(id)]), telling.unit(unit)]
                .compactMap(\.self).joined(separator: " · ")
        }
    }

    /// `任务 · 张三 · 城管局 · 今天 09:30`, and below it what was written.
    func said(_ key: String, _ said: BesideStory.Said?) -> HTML? {
        said.map { said in
            let text: HTML? = said.text.map { #"<blockquote class="story" dir="auto">\#($0)</blockquote>"# }
            return """
                <p class="muted">\(words("matters.side.\(key)")) · <bdi>\(who(said.by))</bdi> · \
                \(telling.time(said.at))</p>\(text)
                """
        }
    }

    func unit(_ code: UnitCode) -> HTML { "<bdi>\(telling.unit(code))</bdi>" }

    func sentence(_ key: String, _ values: [String: any WordValue] = [:]) -> HTML {
        "<p>\(words("matters.side.\(key)", values))</p>"
    }

    func list(_ items: [HTML]) -> HTML? {
        guard !items.isEmpty else { return nil }
        let lines: [HTML] = items.map { item in
            """
            <li class="stack">\(item)</li>

            """
        }
        return #"<ul class="related">\#(lines)</ul>"#
    }

    // MARK: Clocks

    /// The clock of what goes on beside.
    func clock(of subject: TimeLimit.Subject, whose: String? = nil) -> Matter.Clock? {
        guard let limit = procedure?.limits.first(where: { $0.subject == subject }) else { return nil }
        return matter.clock(whose.map { "\(limit.name)@\($0)" } ?? limit.name)
    }

    /// Until when, with its colour, and why.
    func clockLine(of subject: TimeLimit.Subject, whose: String? = nil) -> HTML? {
        clock(of: subject, whose: whose).map { clock in
            """
            <div class="cluster"><span>\(telling.clock(clock, of: matter))</span> \
            \(DueView(telling, clock, of: file)?.html)</div>
            """
        }
    }

    /// The roles whose holders may make one of these moves, in words.
    func roles(_ effects: Set<EffectWord>) -> String? {
        var names: [String] = []
        for move in procedure?.moves(from: matter.stage) ?? [] where move.isOne(of: effects) {
            for case .role(let role) in move.by {
                let name = telling.city.roles[role].map { words($0.text) } ?? role
                if !names.contains(name) { names.append(name) }
            }
        }
        return names.isEmpty ? nil : names.joined(separator: words("matters.list.between"))
    }
}
