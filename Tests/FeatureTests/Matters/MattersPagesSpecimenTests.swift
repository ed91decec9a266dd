import Core
import Markup
@testable import Matters
import Testing
import Web

@Suite("The pages of the loop, on paper")
struct MattersPagesSpecimenTests {
    private static let book = WordBook([
        .web,
        WordFiles(
            owner: "Matters", zh: Matters.PackageResources.zh_words, en: Matters.PackageResources.en_words),
    ])

    @Test(
        "are well made and have all their words, in every state and both languages",
        arguments: Language.allCases)
    func wellMade(_ language: Language) throws {
        let specimens = MattersSpecimens.all()
        #expect(specimens.count > 150)
        let words = MattersPagesSpecimenTests.book.words(language)
        let complaints = try specimens.flatMap { try $0.complaints(words) }
        #expect(complaints == [], "\(complaints.count)")
    }

    @Test("never let what people write become markup")
    func hostile() throws {
        let words = MattersPagesSpecimenTests.book.words(.zh)
        for specimen in MattersSpecimens.all() {
            let text = try specimen.document(words).text
            #expect(!text.contains("<script>alert"), "\(specimen.name)")
        }
    }

    @Test("have every sentence in both languages")
    func words() {
        #expect(MattersPagesSpecimenTests.book.complaints == [])
    }

    @Test("show lives that really were lived")
    func lives() throws {
        let city = try #require(SpecimenTown.city)
        let stages = Dictionary(
            MattersSpecimens.lives(city).map { ($0.name, $0.life.matter.stage) }, uniquingKeysWith: { $1 })
        #expect(stages["asking"] == "asking")
        #expect(stages["sent back"] == "working")
        #expect(stages["done"] == "done")
        #expect(stages["reopened"] == "sorted")
        #expect(stages["parked"] == "parked")
        #expect(stages["merged"] == "same")
        #expect(stages["withdrawn"] == "gone")
        #expect(stages["returned"] == "sorted")
    }

    @Test("show all that can go on beside, in lives of which no step was refused")
    func beside() throws {
        let city = try #require(SpecimenTown.city)
        var seen: Set<BesidePlace> = []
        for (name, life) in SpecimenLife.beside(city) {
            #expect(life.refused == [], "\(name)")
            let file = try #require(life.file())
            let visit = try Visit.specimen(MattersPagesSpecimenTests.book.words(.zh))
            seen.formUnion(Beside(telling: Telling(visit: visit, city: city), file: file, moves: []).places)
        }
        #expect(seen == Set(BesidePlace.allCases))
    }

    @Test("have words for everything the vocabulary can say", arguments: Language.allCases)
    func vocabulary(_ language: Language) {
        let words = MattersPagesSpecimenTests.book.words(language)
        var keys = GuardWord.allCases.map { "matters.refusal.gate.\($0.rawValue)" }
        keys += Outcome.allCases.flatMap {
            ["matters.refusal.loop.\($0.rawValue)", "matters.outcome.\($0.rawValue)"]
        }
        keys += InputWord.allCases.flatMap { ["matters.input.\($0.rawValue)", "matters.ask.\($0.rawValue)"] }
        keys += Channel.allCases.map { "matters.channel.\($0.rawValue)" }
        keys += Audience.allCases.map { "matters.audience.\($0.rawValue)" }
        keys += CallBackResult.allCases.map { "matters.attempt.\($0.rawValue)" }
        keys += Route.allCases.map { "matters.route.\($0.rawValue)" }
        keys += Grade.allCases.map { "matters.grade.\($0.rawValue)" }
        keys += Urgency.allCases.map { "matters.urgency.\($0.rawValue)" }
        keys += Route.allCases.map { "matters.route.short.\($0.rawValue)" }
        keys += Grade.allCases.map { "matters.grade.short.\($0.rawValue)" }
        keys += ProposalKind.allCases.map { "matters.proposal.\($0.rawValue)" }
        keys += SupervisionLevel.allCases.map { "matters.level.\($0.name)" }
        keys += ContactWay.allCases.map { "matters.way.\($0.rawValue)" }
        keys += PartyKind.allCases.map { "matters.partyKind.\($0.rawValue)" }
        keys += SessionKind.allCases.map { "matters.session.\($0.rawValue)" }
        keys += WayDemand.allCases.map { "matters.side.way.\($0.rawValue)" }
        keys += BesidePlace.allCases.map { "matters.side.\($0.rawValue)" }
        keys += AreaLevel.allCases.map { "matters.level.\($0)" }
        #expect(keys.filter { !words.holds($0) } == [])
    }
}
