import Core
import Markup
import Web

/// What goes on beside a matter's way, for whoever raised it: who helps, what was decided about the time, who
/// presses, who looks after it, what comes later. Units by name, people by their post; never what colleagues
/// write to each other, never who the parties to a dispute are.
struct TrackBeside: Component {
    let telling: Telling
    let file: MatterFile

    private var words: Words { telling.words }
    private var matter: Matter { file.matter }
    private var side: SideWork { matter.side }
    private var procedure: Procedure? { telling.city.procedures[matter.kind] }

    var html: HTML {
        let sentences = matter.isOpen ? now + later : later
        guard !sentences.isEmpty else { return .empty }
        let items: [HTML] = sentences.map { "<li>\($0)</li>" }
        return """
            <h3>\(words("matters.track.beside"))</h3>
            <ul>\(items)</ul>
            """
    }

    private var now: [String] {
        helpers + [raised, extended, suspended, supervised, promised, led, agreed].compactMap(\.self)
    }

    private func tell(_ key: String, _ values: [String: any WordValue] = [:]) -> String {
        words("matters.track.beside.\(key)", values)
    }

    private func name(_ unit: UnitCode) -> String { telling.unit(unit) }

    private var helpers: [String] {
        let helping = side.parts.filter { $0.state != .refused }.map { name($0.unit) }
        return helping.isEmpty
            ? [] : [tell("helpers", ["units": helping.joined(separator: words("matters.list.between"))])]
    }

    private var raised: String? {
        side.raised.last.map { tell($0.takenAt == nil ? "raised" : "taken", ["unit": name($0.unit)]) }
    }

    private var extended: String? {
        side.extensions.last.map { tell("extended", ["from": $0.from, "to": $0.to]) }
    }

    /// Why it stands still, and when somebody looks at it again.
    private var suspended: String? {
        guard let day = matter.reviewOn else { return nil }
        let reason = BesideStory(file.events).stands.last { $0.day == day }?.said.text
        guard let reason else { return nil }
        return tell("suspended", ["reason": reason, "day": day])
    }

    private var supervised: String? {
        guard let order = side.supervision else { return nil }
        let unit = name(order.unit)
        let limit = procedure?.limits.first { $0.subject == .supervision }
        if order.answeredAt != nil { return tell("supervisedAnswered", ["unit": unit]) }
        if let due = limit.flatMap({ matter.clock($0.name) })?.due {
            return tell("supervisedUntil", ["unit": unit, "due": due])
        }
        return tell("supervised", ["unit": unit])
    }

    private var promised: String? { side.promise.map { tell("promised", ["day": $0.until]) } }

    /// The leader by unit and post.
    private var led: String? {
        guard let led = side.leadership, led.by != nil else { return nil }
        let event = file.events.standing.last { event in
            event.facts.contains { if case .leader(.contracted) = $0 { true } else { false } }
        }
        guard let event, case .officer(_, let unit) = event.by else { return nil }
        let roles = event.move.flatMap { procedure?.move($0) }?.by.compactMap { party in
            if case .role(let role) = party { telling.city.roles[role].map { words($0.text) } } else { nil }
        }
        // Where several posts may, the story does not keep which it was.
        let post = roles.flatMap { $0.count == 1 ? $0.first : nil } ?? tell("leader")
        return tell("led", ["unit": name(unit), "post": post, "day": led.until ?? ""])
    }

    private var agreed: String? {
        side.agreedAt == nil ? nil : tell(side.isAcceptedByAll ? "agreedByAll" : "agreed")
    }

    /// Also where it ended: what was promised for afterwards.
    private var later: [String] {
        guard let check = side.check, !check.sampled else { return [] }
        return [tell("check", ["day": check.on])]
    }
}

/// What urging does, what it did, and when it can be done again.
struct UrgeEffect: Component {
    let telling: Telling
    let file: MatterFile
    /// What the resident may do now.
    let moves: [Move]

    private var words: Words { telling.words }
    private var matter: Matter { file.matter }

    /// Nothing where nobody can urge.
    var html: HTML { sentences.isEmpty ? .empty : "<p>\(sentences.joined(separator: " "))</p>" }

    var sentences: [String] {
        let procedure = telling.city.procedures[matter.kind]
        guard let move = procedure?.moves(from: matter.stage).first(where: { $0.does.contains(.urge) }),
            move.by.contains(.resident)
        else { return [] }
        var sentences =
            matter.urges > 0
            ? [words.plural("matters.track.urged", matter.urges)]
            : [words("matters.track.urgeEffect", ["move": words(move.text)])]
        sentences += [told, rule(procedure)].compactMap(\.self)
        if !moves.contains(move), let last = matter.lastMoves[move.name]?.at {
            for case .notWithin(let hours) in move.needs {
                let again = last + Int64(hours) * 3_600_000
                if again > telling.now {
                    sentences.append(
                        words("matters.track.urgeAgain", ["time": words.near(again, now: telling.now)]))
                }
            }
        }
        return sentences
    }

    /// When the unit was told of the last one.
    private var told: String? {
        let urge = file.events.standing.last {
            $0.facts.contains { if case .urged = $0 { true } else { false } }
        }
        guard let urge else { return nil }
        for case .told(let audience, _) in urge.facts {
            let unit = audience == .lead ? matter.lead : audience == .desk ? telling.city.desk : nil
            if let unit {
                let name: String = telling.unit(unit)
                let time = words.near(urge.at, now: telling.now)
                return words("matters.track.urgeTold", ["unit": name, "time": time])
            }
        }
        return nil
    }

    /// After how many the rule of this kind puts it under supervision, if one does.
    private func rule(_ procedure: Procedure?) -> String? {
        if matter.side.supervision != nil { return words("matters.track.urgePressed") }
        for move in procedure?.moves ?? [] where move.does.contains(.supervise) {
            guard move.automatic || move.by.contains(.system), move.from.contains(matter.stage) else {
                continue
            }
            for case .urgesAtLeast(let count) in move.needs where count > matter.urges {
                return words("matters.track.urgeRule", ["count": count])
            }
        }
        return nil
    }
}
