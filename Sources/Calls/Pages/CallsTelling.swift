import Core
import Desk
import Language
import Markup
import Web

/// Tells calls in the reader's words.
struct CallsTelling: CityTelling {
    let visit: Visit
    let city: City
    /// The names of people at work, by their ids.
    var names: [Int64: LocalText] = [:]

    var words: Words { visit.words }
    var now: Moment { visit.now }

    func time(_ moment: Moment) -> HTML { Time(words.near(moment, now: now), dateTime: moment.iso).html }

    func name(_ person: Int64?) -> String {
        person.map { names[$0].map { words($0) } ?? "\($0)" } ?? words("calls.nobody")
    }

    /// Who took a call, by the name counters use.
    func taker(_ taker: String?) -> String {
        guard let taker else { return words("calls.nobody") }
        if let person = CallsDesk.person(taker) { return name(person) }
        let agent = taker.dropFirst(2)
        return agent.isEmpty ? words("calls.nobody") : String(agent)
    }

    /// A number as others may see it.
    func masked(_ number: String?) -> String {
        guard let number else { return words("calls.hiddenNumber") }
        return PhoneNumber(number)?.masked ?? "****"
    }

    /// Seconds or minutes, short: `8 s`, `2:05`.
    func short(_ milliseconds: Int64?) -> String {
        guard let milliseconds else { return "–" }
        let seconds = milliseconds / 1000
        if seconds < 100 { return words("calls.seconds", ["count": seconds]) }
        return "\(seconds / 60):\(padded(seconds % 60))"
    }

    func date(_ day: Int) -> String { CivilDate(daysSince1970: day).description }

    func tabs(_ current: CallsPath.Tab, backs: Int? = nil) -> HTML {
        var shown: [CallsPath.Tab] = [.home, .backs, .list]
        if visit.officer?.may(.figures) == true { shown.append(.figures) }
        if visit.officer?.may(.manageChannels) == true { shown.append(.seats) }
        if visit.officer?.may(.takeCalls) != true {
            shown.removeAll { $0 == .backs || $0 == .list && visit.officer?.may(.figures) != true }
        }
        return Tabs(
            label: words("calls.menu"),
            shown.map { tab in
                .init(
                    words("calls.tab.\(tab.rawValue)"), to: tab.path,
                    count: tab == .backs ? backs.flatMap { $0 > 0 ? words.number(Int64($0)) : nil } : nil,
                    current: tab == current)
            }
        ).html
    }

    /// A matter as a line: its title, number, place and state.
    func matter(_ record: MatterRecord) -> HTML {
        let facts = [
            record.number, area(record.area), stage(record.stage, of: record.kind),
            words.near(record.raisedAt, now: now),
        ]
        return """
            <a href="/matters/\(record.number)"><bdi>\(record.title)</bdi></a>\
            <br><span class="muted">\(facts.joined(separator: " · "))</span>
            """
    }

    func state(_ call: Call) -> HTML {
        let tone: Tag.Tone =
            switch call.state {
            case .ringing: .warn
            case .talking: .accent
            case .over: .plain
            case .abandoned: .bad
            }
        return Tag(words("calls.state.\(call.state.rawValue)"), tone: tone).html
    }

    func result(_ result: CallResult) -> String { words("calls.result.\(result.rawValue)") }

    /// The classes to choose from, by their groups.
    var categoryGroups: [Select.Group] {
        var groups: [(parent: String?, choices: [Choice])] = []
        for leaf in city.catalogue.leaves {
            let choice = Choice(value: leaf.code, label: words(leaf.name))
            if let index = groups.firstIndex(where: { $0.parent == leaf.parent }) {
                groups[index].choices.append(choice)
            } else {
                groups.append((leaf.parent, [choice]))
            }
        }
        return groups.map { Select.Group($0.parent.map { category($0) } ?? "", $0.choices) }
    }

    /// Towns with their villages, as far as a list can be read.
    var areaGroups: [Select.Group] {
        let codes = city.areas.codes
        let namesVillages = codes.count { $0.level <= .village } <= 1000
        return codes.filter { $0.level == .town }.map { town in
            let villages = namesVillages ? city.areas.children(of: town).filter { $0.level == .village } : []
            let whole = Choice(value: town.text, label: words("calls.wholeArea", ["name": area(town)]))
            let parts = villages.map { code in
                Choice(value: code.text, label: city.areas[code].map { words($0.name) } ?? code.text)
            }
            return Select.Group(area(town), [whole] + parts)
        }
    }
}

extension CallsTelling {
    /// Whether a text message can reach the number.
    func isMobile(_ number: String) -> Bool { PhoneNumber(number)?.isMobile ?? false }
}
