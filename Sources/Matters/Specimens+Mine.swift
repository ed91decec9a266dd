import Core
import Desk
import Markup
import Web

/// "My matters" and the pages without a network, in their states.
extension MattersSpecimens {
    static func minePages(_ city: City) -> [Specimen] {
        let records = lives(city).compactMap { $0.life.file()?.record }
        return [
            Specimen("mine, empty") { visit in MinePage(telling: Telling(visit: visit, city: city)).page },
            Specimen("mine, wrong contact") { visit in
                let error = FieldError(field: "contact", message: visit.words("matters.mine.badContact"))
                return MinePage(
                    telling: Telling(visit: visit, city: city), contact: SpecimenLife.hostile, errors: [error]
                ).page
            },
            code("mine, code", city, nil, wrong: false),
            code("mine, code of the demo", city, "012345", wrong: false),
            code("mine, wrong code", city, nil, wrong: true),
            list("mine, no matters", city, [], waiting: 0, older: nil),
            list("mine, many matters", city, records, waiting: 2, older: "next"),
            Specimen("raise, without a network") { visit in
                RaisePage(telling: Telling(visit: visit, city: city), once: "", isKept: true).page
            },
            Specimen("raise, from the code of a place") { visit in
                let place = city.areas.codes.last?.text ?? ""
                return RaisePage(
                    telling: Telling(visit: visit, city: city), once: "key",
                    answers: FormAnswers(["area": place])
                ).page
            },
        ]
    }

    private static func code(_ name: String, _ city: City, _ shown: String?, wrong: Bool) -> Specimen {
        Specimen(name) { visit in
            let telling = Telling(visit: visit, city: city)
            guard let contact = MineContact("long.address@example.org") else {
                return MinePage(telling: telling).page
            }
            let error = FieldError(field: "code", message: visit.words("matters.mine.badCode"))
            return MineCodePage(
                telling: telling, contact: contact, shown: shown, errors: wrong ? [error] : []
            ).page
        }
    }

    private static func list(
        _ name: String, _ city: City, _ records: [MatterRecord], waiting: Int, older: String?
    ) -> Specimen {
        Specimen(name) { visit in
            let telling = Telling(visit: visit, city: city)
            guard let contact = MineContact("13800001234") else { return MinePage(telling: telling).page }
            return MineListPage(
                telling: telling, contact: contact, token: "1-abc",
                link: "https://12345.example.org/mine/1-abc",
                items: records.map { .init(record: $0, token: "PL1-abc") }, waiting: waiting, older: older,
                isFirst: older == nil
            ).page
        }
    }
}
