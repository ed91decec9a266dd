import Core
import Desk
import Markup
import Web

extension MattersSpecimens {
    /// What goes on beside a matter's way, as the desk, the lead, an assistant and the resident see it; each
    /// move with its form, and the papers of an order.
    static func besidePages(_ city: City) -> [Specimen] {
        SpecimenLife.beside(city).flatMap { name, life -> [Specimen] in
            guard let file = life.file(contact) else { return [] }
            let viewers = [
                ("desk", SpecimenTown.posts), ("lead", SpecimenTown.handlers),
                ("assistant", SpecimenTown.branch("A1")),
            ]
            let pages = viewers.flatMap { who, posts in
                besidePages("beside, \(name), \(who)", file, posts, city)
            }
            let track = Specimen("track, beside, \(name)") { visit in
                let moves = possibleMoves(on: file.matter, by: .resident, in: city, at: SpecimenTown.now)
                return TrackPage(
                    telling: Telling(visit: visit, city: city), file: file, token: "BU1-abc",
                    link: "https://12345.example.org/track/BU1-abc", moves: moves, once: "key"
                ).page
            }
            return pages + [track] + notice(name, file, city)
        }
    }

    private static func besidePages(
        _ title: String, _ file: MatterFile, _ posts: [Post], _ city: City
    ) -> [Specimen] {
        let actor = Actor.officer(id: 9, posts: posts)
        let viewer = Officer(
            personID: 9, name: officer.name, login: "specimen", posts: posts, powers: [],
            sessionID: "specimen")
        let moves = possibleMoves(on: file.matter, by: actor, in: city, at: SpecimenTown.now)
        let page = Specimen("\(title)", officer: viewer) { visit in
            DossierPage(
                telling: Telling(visit: visit, city: city), file: file, moves: moves,
                names: [1: SpecimenLife.hostile, 2: "乙"]
            ).page
        }
        let forms = moves.filter { BesidePlace($0) != nil }.map { move in
            Specimen("\(title), \(move.name)", officer: viewer) { visit in
                MovePage(
                    telling: Telling(visit: visit, city: city), file: file, move: move,
                    answers: answers(move),
                    errors: errors(move, visit.words)
                ).page
            }
        }
        return [page] + forms
    }

    private static func notice(_ name: String, _ file: MatterFile, _ city: City) -> [Specimen] {
        guard file.matter.side.supervisions > 0 else { return [] }
        return [
            Specimen("supervision notice, \(name)", officer: officer) { visit in
                SupervisionNotice(telling: Telling(visit: visit, city: city), file: file)?.page
                    ?? Page(title: "") { "" }
            }
        ]
    }
}
