import Core
import Markup
import Web

/// Where in the administration one is, and the way to its other rooms.
struct AdministrationTabs: Component {
    /// The rooms; the raw value ends the address and the key of the words.
    enum Room: String, CaseIterable {
        case overview, areas, units, posts, pack, audit, verification
    }

    let visit: Visit
    let room: Room

    /// Rooms whose pages change nothing and may be read by those who watch.
    private static let forAuditors: [Room] = [.audit, .verification]

    var html: HTML {
        let words = visit.words
        let may = visit.officer?.may(.manageAccounts) ?? false
        let rooms = may ? Room.allCases : Self.forAuditors
        return Tabs(
            label: words("administration.title"),
            rooms.map { room in
                .init(
                    words("administration.\(room.rawValue).title"), to: Self.path(room),
                    current: room == self.room)
            }
        ).html
    }

    static func path(_ room: Room) -> String {
        room == .overview ? "/administration" : "/administration/\(room.rawValue)"
    }
}

extension Visit {
    /// The names of an area and those around it, the widest first, the province and city left out.
    func path(to code: AreaCode, in areas: AreaTree) -> String { words.area(code, in: areas) }
}

/// A figure with what it means and where it leads.
struct FigureCard: Component {
    let name: String
    let figure: String
    var note: String = ""
    var link: (text: String, path: String)?
    var tone: Tag.Tone = .plain
    /// A word for the tone, so that colour is never all there is.
    var state: String?

    var html: HTML {
        let mark: HTML? = state.map { Tag($0, tone: tone).html }
        let detail: HTML? = note.isEmpty ? nil : "<p class=\"hint\">\(note)</p>"
        let way: HTML? = link.map { "<p>\(Link($0.text, to: $0.path))</p>" }
        return """
            <section class="panel gauge"><h2>\(name)</h2><p class="count">\(figure)</p>\
            \(mark)\(detail)\(way)</section>
            """
    }
}
