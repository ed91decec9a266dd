import Core
import Desk
import Markup
import Web

/// Tells what is owed in the reader's words.
struct DutyTelling: CityTelling {
    let visit: Visit
    let city: City

    var words: Words { visit.words }
    var now: Moment { visit.now }

    func scope(_ scope: Scope) -> String {
        switch scope {
        case .city: words("duties.scope.city", ["name": words(city.name)])
        case .area(let code): area(code)
        case .unit(let code): unit(code)
        }
    }

    /// What is owed, in a few words.
    func what(_ item: DutyItem) -> String {
        switch item.what {
        case .duty(let what): words("duties.what.\(what.rawValue)")
        case .stage(let stage):
            city.procedures[item.kind]?.stage(stage).map { words($0.text) } ?? stage
        case .matter: kind(item.kind)
        }
    }

    /// Until when, with a shape, a word and a colour.
    func clock(_ item: DutyItem) -> HTML {
        guard let due = item.due else { return #"<span class="muted">\#(words("duties.noDate"))</span>"# }
        let near = words.near(due, now: now)
        let state: Clock.State
        if due <= now {
            state = .late
        } else {
            let whole = max(due - item.since, 1)
            state = Double(now - item.since) >= 0.8 * Double(whole) ? .soon : .calm
        }
        let key = state == .late ? "late" : state == .soon ? "soon" : "until"
        return Clock(state, stateText: words("duties.clock.\(key)"), text: near, dateTime: due.iso).html
    }

    /// What presses on it and what is known of it beside.
    func marks(_ item: DutyItem) -> HTML {
        var marks: [HTML] = []
        if item.urgency != .ordinary {
            marks.append(
                Tag(
                    words("duties.urgency.\(item.urgency.rawValue)"),
                    tone: item.urgency == .urgent ? .warn : .bad
                ).html)
        }
        if let level = item.level { marks.append(Tag(words("duties.level.\(level.name)"), tone: .bad).html) }
        if let sharpness = item.sharpness {
            marks.append(Tag(words("duties.sharpness", ["level": sharpness]), tone: .warn).html)
        }
        if item.urges > 0 { marks.append(Tag(words.plural("duties.urged", item.urges), tone: .warn).html) }
        if item.isOwn { marks.append(Tag(words("duties.own"), tone: .accent).html) }
        return "\(marks.map { " \($0)" as HTML })"
    }

    /// The reason or the day that belongs to it, under its title.
    func beside(_ item: DutyItem) -> HTML {
        var lines: [HTML] = []
        if let day = item.day { lines.append("\(words("duties.day", ["day": day]))") }
        if let note = item.note { lines.append("<bdi>\(note)</bdi>") }
        if let ready = item.notBefore, ready > now {
            lines.append("\(words("duties.notBefore", ["time": words.near(ready, now: now)]))")
        }
        let told: [HTML] = lines.map { #"<br><span class="muted">\#($0)</span>"# }
        return "\(told)"
    }

    /// The matter, as the head of a row.
    func matter(_ item: DutyItem) -> HTML {
        """
        <a href="\(DutiesPath.matter(item.number))"><bdi>\(item.title)</bdi></a>\(marks(item))\
        <br><span class="muted">\(item.number) · \(area(item.area))</span>\(beside(item))
        """
    }

    /// Rows of a table: matter, what is owed, by whom, since, until.
    func table(_ items: [DutyItem], caption: String, hidden: Bool, withUnit: Bool) -> HTML {
        var columns: [Table.Column] = [
            .init(words("duties.column.matter")), .init(words("duties.column.what")),
        ]
        if withUnit { columns.append(.init(words("duties.column.unit"))) }
        columns += [.init(words("duties.column.since")), .init(words("duties.column.due"))]
        let rows = items.map { item in
            var row: [HTML] = [matter(item), "\(what(item))"]
            if withUnit { row.append("\(unit(item.unit) ?? "–")") }
            return row + [
                Time(words.near(item.since, now: now), dateTime: item.since.iso).html, clock(item),
            ]
        }
        return Table(caption: caption, captionHidden: hidden, columns: columns, rows: rows).html
    }
}
