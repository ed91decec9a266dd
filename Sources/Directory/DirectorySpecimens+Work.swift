import Core
import Language
import Markup
import Web

/// Handing over, lists of people, and the tokens of the city.
extension DirectorySpecimens {
    private static let long = String(repeating: "长名Long", count: 50)
    private static let bad = LocalText(zh: hostile + long, en: hostile + long)

    var work: [Specimen] { handingOver + importing + cityTokens }

    private var handingOver: [Specimen] {
        [
            Specimen("hand over work", officer: officer) { visit in
                let held = person(name: Self.hostile + Self.long, now: visit.now)
                let example = HeldElsewhere.Example(text: Self.hostile, path: "/matters/QS1")
                return HandOverWorkPage(
                    visit: visit, person: held, organisation: organisation,
                    holdings: Holdings(posts: held.posts.map { ($0, true) }, sessions: 2, tokens: 1),
                    elsewhere: [HeldElsewhere(name: Self.bad, count: 3, examples: [example])]
                ).page
            },
            Specimen("hand over work, nothing held, refused", officer: officer) { visit in
                var page = HandOverWorkPage(
                    visit: visit, person: person(posts: false, now: visit.now), organisation: organisation,
                    holdings: Holdings(posts: [], sessions: 0, tokens: 0), elsewhere: [])
                page.errors = [
                    DirectoryRefusal.noReason.fieldError(visit.words),
                    DirectoryRefusal.notYet.fieldError(visit.words),
                    DirectoryRefusal.lastAdministrator.fieldError(visit.words),
                ]
                page.status = 422
                return page.page
            },
            Specimen("hand over work, refused fields", officer: officer) { visit in
                let held = person(now: visit.now)
                var page = HandOverWorkPage(
                    visit: visit, person: held, organisation: organisation,
                    holdings: Holdings(posts: held.posts.map { ($0, false) }, sessions: 0, tokens: 0),
                    elsewhere: [], successor: Self.hostile, day: "x")
                page.errors = [
                    DirectoryRefusal.badSuccessor.fieldError(visit.words),
                    DirectoryRefusal.badDay.fieldError(visit.words),
                ]
                return page.page
            },
        ]
    }

    private var importing: [Specimen] {
        let flaws = PeopleList.Flaw.allCases
        let outcomes: [PeopleList.Outcome] = [
            .newPerson, .newPost, .renamed, .nothing, .inactive, .refused(flaws),
        ]
        let rows = outcomes.enumerated().map { index, outcome in
            PeopleList.Row(
                line: index + 2, login: Self.hostile, name: Self.long, outcome: outcome, post: nil)
        }
        return [
            Specimen("import a list", officer: officer) { PeopleImportPage(visit: $0).page },
            Specimen("import a list, empty", officer: officer) { visit in
                PeopleImportPage(
                    visit: visit,
                    errors: [FieldError(field: "list", message: visit.words("directory.import.empty"))]
                ).page
            },
            Specimen("import a list, without columns", officer: officer) { visit in
                PeopleImportPage(
                    visit: visit, text: Self.hostile,
                    list: PeopleList(rows: [], missing: PeopleList.Column.allCases)
                ).page
            },
            Specimen("import a list, report", officer: officer) { visit in
                PeopleImportPage(
                    visit: visit, text: Self.hostile, list: PeopleList(rows: rows, missing: []),
                    encoding: .gb18030,
                    errors: [DirectoryRefusal.noReason.fieldError(visit.words)]
                ).page
            },
            Specimen("import a list, nothing to do", officer: officer) { visit in
                PeopleImportPage(visit: visit, text: "x", list: PeopleList(rows: [], missing: [])).page
            },
            Specimen("import a list, done", officer: officer) { visit in
                PeopleImportPage(visit: visit, done: PeopleImported()).page
            },
        ]
    }

    private var cityTokens: [Specimen] {
        [
            Specimen("tokens of the city, none", officer: officer) { visit in
                CityTokensPage(visit: visit, tokens: [], owners: [:]).page
            },
            Specimen("tokens of the city", officer: officer) { visit in
                CityTokensPage(
                    visit: visit, tokens: tokens(visit.now), owners: [7: Self.bad],
                    older: "/directory/tokens?after=x",
                    errors: [
                        FieldError(
                            field: "reason-1", message: DirectoryRefusal.noReason.sentence(visit.words))
                    ], status: 422
                ).page
            },
        ]
    }
}
