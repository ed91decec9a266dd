@testable import Callbacks
import Core
import Desk
import HTTPTypes
import Markup
import Storage
import Testing
import Web

@Suite("Calling back")
struct CallbacksTests {
    /// A town with the slice, and some matters that the roads answered and nobody rated for a week.
    private func with(_ count: Int = 1, _ body: (TestTown, [String]) async throws -> Void) async throws {
        try await TestTown.with(
            features: { desk in TestTown.slices(desk) + [.callbacks(CallDesk(desk: desk))] }
        ) { town in
            try await CallbackTables.make(in: town)
            var numbers: [String] = []
            for index in 1...count { numbers.append(try await answered("院墙倒了\(index)", in: town)) }
            town.wait(8 * 86_400_000)
            try await town.ring()
            try await body(town, numbers)
        }
    }

    private func answered(_ text: String, in town: TestTown) async throws -> String {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(TownCity.village)
        filing.contact = Filing.Contact(name: "测试甲", phone: "19900001234")
        let number = try await town.desk.file(filing, by: .resident, at: town.now).number
        for (move, inputs, name): (String, [InputWord: String], String) in [
            ("register", [.category: "lamp"], "dispatcher"), ("dispatch", [.unit: "ROADS"], "dispatcher"),
            ("answer", [.answer: "墙已砌好。"], "roads"),
        ] {
            town.wait(60_000)
            let actor = try #require(TownCity.people[name]).actor
            _ = try await town.desk.perform(Order(move, inputs), on: .number(number), by: actor, at: town.now)
        }
        return number
    }

    private func next(_ name: String, in town: TestTown) async throws -> String? {
        let answer = try await town.browser(name).post("/callbacks/next", [:], from: "/callbacks")
        return answer.headers[.location].flatMap { $0.split(separator: "/").last.map(String.init) }
    }

    @Test("gives a caller one matter, and another caller another one")
    func lease() async throws {
        try await with(2) { town, numbers in
            let calls = CallDesk(desk: town.desk)
            let caller = try #require(TownCity.people["caller"])
            async let one = calls.takeNext(for: 1, posts: caller.posts, at: town.now)
            async let two = calls.takeNext(for: 2, posts: caller.posts, at: town.now)
            let taken = try await [one, two].compactMap(\.self)
            #expect(Set(taken) == Set(numbers))
            #expect(try await calls.takeNext(for: 3, posts: caller.posts, at: town.now) == nil)
            // Ten minutes later it is anybody's again.
            let later = town.now + LeaseStore.length + 1
            #expect(try await calls.takeNext(for: 3, posts: caller.posts, at: later) != nil)
        }
    }

    @Test("keeps what the resident says word by word, and takes the next one")
    func opinion() async throws {
        try await with(2) { town, _ in
            let number = try #require(try await next("caller", in: town))
            let console = try await town.browser("caller").get("/callbacks/\(number)").text
            #expect(console.contains("墙已砌好。") && console.contains("院墙倒了") && !console.contains("19900001234"))
            let saved = try await town.browser("caller").post(
                "/callbacks/\(number)/moves/recordOpinion",
                ["solved": "yes", "satisfied": "yes", "why": "砌得很牢"], from: "/callbacks/\(number)")
            #expect(saved.status == 303)
            #expect(saved.headers[.location]?.hasPrefix("/callbacks/QS") == true)
            let state = try await town.state(of: number)
            #expect(state.matter?.outcome == .solved)
            #expect(
                state.events.flatMap(\.facts).contains(.rated(solved: true, satisfied: true, why: "砌得很牢")))
        }
    }

    @Test("sends it back by itself when the resident says no")
    func goesBack() async throws {
        try await with { town, numbers in
            _ = try await town.browser("caller").post(
                "/callbacks/\(numbers[0])/moves/recordOpinion", ["solved": "no", "satisfied": "yes"],
                from: "/callbacks/\(numbers[0])")
            let state = try await town.state(of: numbers[0])
            #expect(state.matter?.stage == "handling" && state.matter?.isOpen == true)
        }
    }

    @Test("keeps an attempt, and comes up again after four hours")
    func attempt() async throws {
        try await with { town, numbers in
            _ = try await town.browser("caller").post(
                "/callbacks/\(numbers[0])/moves/tryCall", ["attempt": "noAnswer"],
                from: "/callbacks/\(numbers[0])")
            #expect(try await town.state(of: numbers[0]).matter?.attempts.count == 1)
            #expect(try await next("caller", in: town) == "callbacks")
            town.wait(4 * 3_600_000)
            #expect(try await next("caller", in: town) == numbers[0])
            #expect(try await town.browser("caller").get("/callbacks/\(numbers[0])").text.contains("无人接听"))
        }
    }

    @Test("is never for whoever did the work, nor for strangers")
    func notOwn() async throws {
        try await with { town, numbers in
            let path = "/callbacks/\(numbers[0])"
            #expect(try await town.browser("roads").get("/callbacks").text.contains("没有要打的电话"))
            let before = try await town.state(of: numbers[0])
            let tried = try await town.browser("roads").post(
                "\(path)/moves/recordOpinion", ["solved": "yes", "satisfied": "yes"], from: path)
            #expect(tried.status == 303)
            #expect(try await town.browser("water").get(path).status == 404)
            #expect(try await town.browser("afar").get(path).status == 404)
            #expect(try await town.browser("caller").get("/callbacks/QS2026010100001").status == 404)
            #expect(try await town.state(of: numbers[0]) == before)
        }
    }

    @Test("gives the form back with its words when something is missing or too long")
    func missing() async throws {
        try await with { town, numbers in
            let path = "/callbacks/\(numbers[0])"
            let empty = try await town.browser("caller").post(
                "\(path)/moves/recordOpinion", ["solved": "yes", "why": "还没说完"], from: path)
            #expect(empty.status == 422 && empty.text.contains("还没说完"))
            let long = try await town.browser("caller").post(
                "\(path)/moves/recordOpinion",
                ["solved": "yes", "satisfied": "yes", "why": String(repeating: "长", count: 300_000)],
                from: path)
            #expect(long.status == 422 || long.status == 413)
            #expect(try await town.state(of: numbers[0]).matter?.opinion == nil)
        }
    }

    @Test("counts how calls went, by day")
    func figures() async throws {
        try await with(2) { town, numbers in
            _ = try await town.browser("caller").post(
                "/callbacks/\(numbers[0])/moves/tryCall", ["attempt": "switchedOff"],
                from: "/callbacks/\(numbers[0])")
            _ = try await town.browser("caller").post(
                "/callbacks/\(numbers[1])/moves/recordOpinion", ["solved": "yes", "satisfied": "no"],
                from: "/callbacks/\(numbers[1])")
            _ = try await FollowerRunner.settled(
                [CallFigures.follower(city: TownCity.city)], on: town.desk.database)
            let day = TownCity.city.calendar.date(of: town.now)
            let figures = try await CallDesk(desk: town.desk).figures(from: day, through: day)
            #expect(figures.tries == 2 && figures.opinions == 1 && figures["content"] == 0)
            #expect(figures["attempt:switchedOff"] == 1)
        }
    }

    @Test("opens its lists for everybody at work, and its queue for programs with the right scope")
    func lists() async throws {
        try await with { town, numbers in
            for path in ["/callbacks", "/callbacks/visits", "/callbacks/reviews"] {
                #expect(try await town.browser("caller").get(path).status == 200, "\(path)")
            }
            let answer = try await town.officer("caller").get("/api/v1/callbacks")
            #expect(answer.status == 200 && answer.text.contains(numbers[0]))
            #expect(try await town.officer("caller+moves:write").get("/api/v1/callbacks").status == 403)
        }
    }

    @Test("takes an opinion once: a second save finds nothing to ask any more")
    func once() async throws {
        try await with { town, numbers in
            let path = "/callbacks/\(numbers[0])"
            let said = ["solved": "yes", "satisfied": "yes", "why": "很牢"]
            _ = try await town.browser("caller").post("\(path)/moves/recordOpinion", said, from: path)
            let before = try await town.state(of: numbers[0])
            let again = try await town.browser("caller").post(
                "\(path)/moves/recordOpinion", ["solved": "no", "satisfied": "no"], from: path)
            #expect(again.status == 303)
            #expect(try await town.browser("caller").get(path).text.contains("现在没有要您回访的"))
            #expect(try await town.state(of: numbers[0]) == before)
        }
    }

    @Test("stands in pages that are whole in every state and both languages", arguments: Language.allCases)
    func specimens(_ language: Language) throws {
        let book = WordBook([
            .web,
            WordFiles(
                owner: "Callbacks", zh: Callbacks.PackageResources.zh_words,
                en: Callbacks.PackageResources.en_words),
        ])
        #expect(book.complaints == [])
        let complaints = try CallbacksSpecimens.all.flatMap { try $0.complaints(book.words(language)) }
        #expect(complaints == [])
        for specimen in CallbacksSpecimens.all {
            let text = try specimen.document(book.words(language)).text
            #expect(!text.contains("<script>alert"), "\(specimen.name)")
        }
    }

    @Test("shows, on paper, lives that really were lived")
    func lives() throws {
        let now = Moment(milliseconds: 1_795_311_000_000)
        var steps: [String: [String?]] = [:]
        for (name, life) in CallbacksSpecimens.lives(now) {
            let life = try #require(life, "\(name)")
            #expect(life.refused == [], "\(name)")
            let found = CallSteps(
                possibleMoves(
                    on: life.matter, by: .officer(id: 1, posts: [SpecimenCalls.caller]),
                    in: SpecimenCalls.city, at: now))
            steps[name] = [found.opinion, found.attempt, found.giveUp].map { $0?.name }
        }
        #expect(steps["call"] == ["hear", "call", nil])
        #expect(steps["call, third try"] == ["hear", "call", "giveUp"])
        #expect(steps["check"] == ["recheck", "tryCheck", "dropCheck"])
        #expect(steps["call, over"] == [nil, nil, nil])
    }
}
