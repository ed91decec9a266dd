import Core
import Desk
import Markup
import Web

extension MattersSpecimens {
    /// What stands beside a matter, hostile and plentiful.
    static func beside(_ life: SpecimenLife) -> DossierBeside {
        let records = [life.record].compactMap(\.self)
        return DossierBeside(
            related: Desk.Related(sameContact: records, nearby: records + records, joined: records),
            seconds: 1_204, undoable: life.events.count > 1 ? life.events.last : nil)
    }

    /// A step that was taken back, why one is not, and a matter that was handed on.
    static func undoPages(_ city: City) -> [Specimen] {
        let refused = UndoRefusal.allCases.map { refusal in
            Specimen("undo refused, \(refusal.rawValue)", officer: officer) { visit in
                UndoRefusedPage(words: visit.words, number: "PL2026112200017", refusal: refusal).page
            }
        }
        let handed = Specimen("handed on", officer: officer) { visit in
            HandedPage(
                telling: Telling(visit: visit, city: city), number: "PL2026112200017",
                step: Desk.LastStep(
                    kind: "plea", move: SpecimenLife.hostile, at: SpecimenTown.now, version: 7)
            ).page
        }
        return refused + [handed] + takenBack(city)
    }

    private static func takenBack(_ city: City) -> [Specimen] {
        guard let fresh = SpecimenLife(city, text: SpecimenLife.hostile, place: nil, age: 86_400_000) else {
            return []
        }
        let sorted = fresh.after("sort", [.category: "c1", .urgency: "urgent"])
        guard let last = sorted.events.last, let record = sorted.record else { return [] }
        let undo = Event(
            sequence: last.sequence + 1, at: last.at, by: last.by, move: nil, from: last.to,
            to: last.from ?? last.to, facts: [.undone(sequence: last.sequence)])
        let story = sorted.events + [undo]
        guard let matter = Matter(story: story) else { return [] }
        let file = MatterFile(record: record, matter: matter, events: story, contact: contact)
        return [
            Specimen("matter, taken back", officer: officer) { visit in
                DossierPage(telling: Telling(visit: visit, city: city), file: file, moves: []).page
            },
            Specimen("track, taken back") { visit in
                TrackPage(
                    telling: Telling(visit: visit, city: city), file: file, token: "PL1-abc",
                    link: "https://lianxin.example/track/PL1-abc", moves: []
                ).page
            },
        ]
    }
}
