import Core
import Desk
import Markup
import Web

/// Every page of this slice in every state, with what people really write.
enum MattersSpecimens {
    static func all() -> [Specimen] {
        guard let city = SpecimenTown.city else { return [] }
        return publicPages(city) + trackPages(city) + minePages(city) + dossierPages(city) + undoPages(city)
            + besidePages(city) + listPages(city) + otherPages(city)
    }

    static let officer = Officer(
        personID: SpecimenTown.clerk, name: SpecimenTown.text(SpecimenLife.hostile, SpecimenLife.hostile),
        login: "specimen",
        posts: SpecimenTown.posts,
        powers: [.revealContact], sessionID: "specimen")

    private static let day: Int64 = 86_400_000
    static let long = String(repeating: "路灯不亮，晚上看不清。", count: 400).prefix(4000).description
    static let contact = ShownContact(name: "欧***", phone: "138****1234", email: "a***@example.com")

    /// Lives in every stage, by name.
    static func lives(_ city: City) -> [(name: String, life: SpecimenLife)] {
        let hostile = SpecimenLife.hostile
        guard let fresh = SpecimenLife(city, text: "村口垃圾没人清。\n请来看看", place: hostile, age: 5 * day),
            let worst = SpecimenLife(
                city, text: hostile + long.prefix(3900), place: hostile, age: 40 * day, urgency: .emergency)
        else { return [] }
        let sorted = fresh.after(
            "sort", [.category: "c1", .urgency: "urgent", .route: "common", .grade: "deep"])
        let working = sorted.after("give", [.unit: "H", .reason: hostile])
        let asking = working.after("tell", [.answer: hostile], by: SpecimenTown.handlers)
        let refused = asking.after("rate", [.solved: "no", .satisfied: "no", .why: hostile], by: nil)
        let done = asking.after("rate", [.solved: "yes", .satisfied: "yes"], by: nil)
        return [
            ("fresh", fresh), ("hostile", worst), ("sorted", sorted), ("working", working),
            ("asking", asking),
            ("sent back", refused), ("done", done),
            ("reopened", done.after("again", [.text: hostile], by: nil)),
            ("urged", working.after("urge", by: nil).after("add", [.text: hostile], by: nil)),
            ("returned", working.after("back", [.reason: hostile], by: SpecimenTown.handlers)),
            ("parked", sorted.after("park", [.explanation: hostile, .reviewOn: "2026-12-31"])),
            ("merged", sorted.after("join", [.matter: "PL2026112200018"])),
            ("withdrawn", fresh.after("leave", [.reason: hostile], by: nil)),
            ("noted", sorted.after("write", [.note: hostile]).after("show", [.reason: hostile])),
        ]
    }

    // MARK: Pages for residents

    private static func publicPages(_ city: City) -> [Specimen] {
        let hostile = FormAnswers([
            "text": SpecimenLife.hostile, "place": SpecimenLife.hostile, "name": SpecimenLife.hostile,
            "phone": SpecimenLife.hostile, "email": SpecimenLife.hostile, "area": SpecimenLife.hostile,
        ])
        let fields: [FilingRefusal] = [
            .tooLong(.text, limit: 4000), .invalid(.phone), .invalid(.email), .invalid(.area),
        ]
        return [
            Specimen("raise, empty") { visit in
                RaisePage(telling: Telling(visit: visit, city: city), once: "key").page
            },
            Specimen("raise, everything wrong") { visit in
                let errors = fields.flatMap { $0.fieldProblems(visit.words) }
                    .map { FieldError(field: $0.field, message: $0.detail) }
                return RaisePage(
                    telling: Telling(visit: visit, city: city), once: "key", answers: hostile, errors: errors,
                    status: 422
                ).page
            },
        ]
            + lives(city).prefix(2).compactMap { name, life in
                life.file().map { file in
                    Specimen("raised, \(name)") { visit in
                        RaisedPage(
                            telling: Telling(visit: visit, city: city), file: file, token: "PL1-abc",
                            link: "https://12345.example.org/track/PL1-abc"
                        ).page
                    }
                }
            }
    }

    /// What similar matters let one expect of every specimen that is open.
    private static let expectation = Expectation(
        p50: SpecimenTown.now + 3 * 86_400_000, p90: SpecimenTown.now + 12 * 86_400_000, count: 128,
        group: SimilarGroup(.all, .ordinary))

    private static func trackPages(_ city: City) -> [Specimen] {
        lives(city).flatMap { name, life -> [Specimen] in
            guard let file = life.file() else { return [] }
            let moves = possibleMoves(on: life.matter, by: .resident, in: city, at: SpecimenTown.now)
            let page = Specimen("track, \(name)") { visit in
                TrackPage(
                    telling: Telling(visit: visit, city: city), file: file, token: "PL1-abc",
                    link: "https://12345.example.org/track/PL1-abc", moves: moves, once: "key",
                    livesOn: LocalText(zh: "办理中", en: "Being handled"), expectation: expectation
                ).page
            }
            let forms = moves.flatMap { move in
                [
                    Specimen("track, \(name), \(move.name)") { visit in
                        TrackMovePage(
                            telling: Telling(visit: visit, city: city), file: file, token: "PL1-abc",
                            move: move,
                            answers: answers(move), errors: errors(move, visit.words)
                        ).page
                    },
                    Specimen("track, \(name), \(move.name) refused") { visit in
                        TrackPage(
                            telling: Telling(visit: visit, city: city), file: file, token: "PL1-abc",
                            link: "https://12345.example.org/track/PL1-abc", moves: moves, once: "key",
                            tried: .init(
                                move: move, answers: answers(move), errors: errors(move, visit.words))
                        ).page
                    },
                    stale(name, file, move, .resident, city),
                ]
            }
            return [page] + forms
        }
    }

    // MARK: Pages of one matter

    private static func dossierPages(_ city: City) -> [Specimen] {
        lives(city).flatMap { name, life -> [Specimen] in
            guard let file = life.file(contact) else { return [] }
            return [SpecimenTown.posts, SpecimenTown.handlers].enumerated().flatMap {
                index, posts -> [Specimen] in
                let actor = Actor.officer(id: 9, posts: posts)
                let moves = possibleMoves(on: life.matter, by: actor, in: city, at: SpecimenTown.now)
                let title = "matter, \(name), \(index == 0 ? "desk" : "unit")"
                let page = Specimen(title, officer: officer) { visit in
                    DossierPage(
                        telling: Telling(visit: visit, city: city), file: file, moves: moves,
                        names: [1: SpecimenLife.hostile], revealed: index == 0 ? contact : nil,
                        beside: beside(life)
                    ).page
                }
                let forms = moves.flatMap { move in
                    [
                        Specimen("\(title), \(move.name)", officer: officer) { visit in
                            MovePage(
                                telling: Telling(visit: visit, city: city), file: file, move: move,
                                answers: answers(move),
                                errors: errors(move, visit.words)
                            ).page
                        },
                        stale(title, file, move, .office, city),
                    ]
                }
                return [page] + forms
            }
        }
    }

    private static func stale(
        _ name: String, _ file: MatterFile, _ move: Move, _ audience: Story.Audience, _ city: City
    ) -> Specimen {
        Specimen("\(name), \(move.name) too late", officer: audience == .office ? officer : nil) { visit in
            StalePage(
                telling: Telling(visit: visit, city: city), file: file, move: move, seen: 1,
                answers: answers(move),
                audience: audience, isPossible: move.asks.count.isMultiple(of: 2), action: "/somewhere",
                back: "/"
            ).page
        }
    }

    /// Hostile answers to everything a move asks.
    static func answers(_ move: Move) -> FormAnswers {
        FormAnswers(
            Dictionary(
                move.asks.map { ($0.word.rawValue, SpecimenLife.hostile) },
                uniquingKeysWith: { first, _ in first }))
    }

    static func errors(_ move: Move, _ words: Words) -> [FieldError] {
        move.asks.map { ask in
            FieldError(field: ask.word.rawValue, message: Refusal.missing(ask.word).sentence(words))
        }
    }
}
