import Core
import Desk
import HTTPTypes
import Hummingbird
@testable import Matters
import NIOCore
import Storage
import Synchronization
import Testing
import Web

@Suite("What pages of the desk hear while they are open")
struct DeskLiveTests {
    private func file(_ town: TestTown, _ text: String = "路灯坏了", area: String = TownCity.village)
        async throws -> String
    {
        var filing = Filing(text: text, channel: .web)
        filing.area = TownCity.area(area)
        return try await town.desk.file(filing, by: .resident, at: town.now).number
    }

    private func officer(_ name: String) throws -> Officer { try #require(TownCity.people[name]) }

    private func post(_ town: TestTown) -> LivePost {
        LivePost(desk: town.desk, now: { town.now }, every: 0)
    }

    /// What an officer's page hears in a few looks.
    private func heard(
        _ town: TestTown, _ post: LivePost, by name: String, from last: String?, matter: Int64? = nil,
        looks: Int = 2, language: Language = .zh
    ) async throws -> String {
        let officer = try officer(name)
        let (place, isLost) = try await post.beginning(last)
        let scopes = town.desk.city.scopes(of: officer.posts)
        let visit = try Visit.specimen(town.server.book.words(language), now: town.now, officer: officer)
        let stream = LiveStream(
            post: post, ticket: await post.enter(officer.sessionID, watching: matter),
            telling: Telling(visit: visit, city: town.desk.city), officer: officer, scopes: scopes,
            stages: Set(scopes.flatMap { town.desk.stagesToWork(of: officer.posts, in: $0) }),
            names: { ids in TownCity.names.filter { ids.contains($0.key) } },
            pace: .init(pause: .milliseconds(1), looksPerSign: 2, looks: looks))
        let collector = Collector()
        var writer: any ResponseBodyWriter = collector
        try await stream.run(from: place, isLost: isLost, to: &writer)
        #expect(collector.isFinished, "the stream never ended")
        return collector.text
    }

    @Test("is what changed since they looked, once, with the place to go on from")
    func resume() async throws {
        try await TestTown.with { town in
            let post = post(town)
            let begun = try await town.desk.logEnd()
            let number = try await file(town, "村口<b>路灯</b>坏了")
            let first = try await heard(town, post, by: "clerk", from: begun.text)
            #expect(first.contains("event: changed"))
            #expect(first.contains("\"number\":\"\(number)\"") && first.contains("\"kind\":\"new\""))
            #expect(first.contains("\"mine\":true"))
            #expect(first.contains("<bdi>村口&lt;b&gt;路灯"), "a row that lets markup through")
            let end = try await town.desk.logEnd()
            #expect(first.contains("id: \(end.text)\n"))
            let again = try await heard(town, post, by: "clerk", from: end.text)
            #expect(!again.contains("event: changed") && again.contains(": 2\nid: \(end.text)"))
            let english = try await heard(town, post, by: "clerk", from: begun.text, language: .en)
            #expect(english.contains("Stage received"))
        }
    }

    @Test("is nothing of what lies outside their sight")
    func foreign() async throws {
        try await TestTown.with { town in
            let post = post(town)
            let begun = try await town.desk.logEnd().text
            let near = try await file(town)
            let far = try await file(town, "远处", area: "110102001")
            let afar = try await heard(town, post, by: "afar", from: begun)
            #expect(afar.contains(far) && !afar.contains(near))
            #expect(try await !heard(town, post, by: "roads", from: begun).contains("event: changed"))
            let clerk = try officer("clerk").actor
            let dispatcher = try officer("dispatcher").actor
            func move(_ name: String, _ inputs: [InputWord: String], _ actor: Actor) async throws {
                _ = try await town.desk.perform(
                    Order(name, inputs), on: .number(near), by: actor, at: town.now)
            }
            try await move("register", [.category: "lamp"], clerk)
            try await move("dispatch", [.unit: "ROADS"], dispatcher)
            let given = try await heard(town, post, by: "roads", from: begun)
            #expect(given.contains("\"kind\":\"new\"") && given.contains(near))
            let middle = try await town.desk.logEnd().text
            try await move("return", [.reason: "不归我们"], try officer("roads").actor)
            let gone = try await heard(town, post, by: "roads", from: middle)
            #expect(gone.contains("\"kind\":\"gone\"") && gone.contains(near) && !gone.contains("路灯"))
            #expect(try await !heard(town, post, by: "water", from: middle).contains(near))
        }
    }

    @Test("says when a limit ran out")
    func overdue() async throws {
        try await TestTown.with { town in
            let post = post(town)
            _ = try await file(town)
            let begun = try await town.desk.logEnd().text
            town.wait(8 * 3_600_000)
            try await town.ring()
            #expect(try await heard(town, post, by: "clerk", from: begun).contains("\"kind\":\"overdue\""))
        }
    }

    @Test(
        "begins anew where the place cannot be gone on from",
        arguments: ["nonsense", "9999999.9999999", "-5.-5", "1", "1.2.3", ""])
    func lost(_ last: String) async throws {
        try await TestTown.with { town in
            _ = try await file(town)
            let heard = try await heard(town, post(town), by: "clerk", from: last)
            #expect(heard.contains("event: reset") && !heard.contains("event: changed"))
        }
    }

    @Test("is a hint to load the page again where too much happened")
    func tooMuch() async throws {
        try await TestTown.with { town in
            let post = post(town)
            let begun = try await town.desk.logEnd().text
            _ = try await heard(town, post, by: "clerk", from: nil)
            let now = town.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0...LivePost.batch {
                    group.addTask {
                        let filing = Filing(text: "第 \(index) 件", channel: .web)
                        _ = try await town.desk.file(filing, by: .resident, at: now)
                    }
                }
                try await group.waitForAll()
            }
            let heard = try await heard(town, post, by: "clerk", from: begun)
            #expect(heard.contains("event: reset") && !heard.contains("event: changed"))
        }
    }

    @Test("comes to four pages of a session; the oldest gives way, and nothing of it remains")
    func streams() async throws {
        try await TestTown.with { town in
            let post = post(town)
            let end = try await town.desk.logEnd()
            var tickets: [LivePost.Ticket] = []
            for _ in 0..<5 { tickets.append(await post.enter("s", watching: nil)) }
            #expect(await post.count == LivePost.streamsPerSession)
            guard case .replaced = try await post.answer(tickets[0], after: end) else {
                Issue.record("the oldest still listens")
                return
            }
            guard case .news = try await post.answer(tickets[4], after: end) else {
                Issue.record("the newest does not listen")
                return
            }
            #expect(await post.count == 4)
            _ = await post.enter("other", watching: nil)
            #expect(await post.count == 5)
            for ticket in tickets { await post.leave(ticket) }
            #expect(await post.count == 1)
        }
    }

    @Test("is refused to strangers, to people without a post, and for what is not theirs")
    func refused() async throws {
        try await TestTown.with { town in
            let far = try await file(town, "远处", area: "110102001")
            #expect(try await town.visitor().get("/matters/live").status == 303)
            #expect(try await town.browser("nobody").get("/matters/live").status == 404)
            let roads = town.browser("roads")
            #expect(try await roads.get("/matters/live?scope=city").status == 404)
            #expect(try await roads.get("/matters/live?matter=\(far)").status == 404)
            #expect(try await roads.get("/matters/live?matter=%27%20OR%201").status == 404)
        }
    }

    @Test("tells who else is at a matter, and who is writing, until they leave or are silent")
    func presence() async throws {
        try await TestTown.with { town in
            let post = post(town)
            let number = try await file(town)
            let clerk = try officer("clerk")
            let matter = try #require(
                try await town.desk.dossier(.number(number), for: clerk.actor)
            ).record.id
            func seen(_ language: Language = .zh) async throws -> String {
                try await heard(
                    town, post, by: "clerk", from: nil, matter: matter, language: language)
            }
            #expect(try await seen().contains("event: presence\ndata: []"))
            let dispatcher = town.browser("dispatcher")
            let page = try await dispatcher.get("/matters/workbench")
            let csrf = try #require(
                try await dispatcher.get("/matters/\(number)").hidden("csrf") ?? page.hidden("csrf"))
            let path = "/matters/\(number)/presence"
            #expect(try await dispatcher.post(path, ["csrf": csrf]).status == 204)
            #expect(try await seen().contains("也在看这件"))
            #expect(try await dispatcher.post(path, ["csrf": csrf, "writing": "yes"]).status == 204)
            #expect(try await seen().contains("正在填写"))
            #expect(try await seen(.en).contains("is writing"))
            // Nobody is told of themselves.
            let own = town.browser("clerk")
            let theirs = try #require(try await own.get("/matters/\(number)").hidden("csrf"))
            #expect(try await own.post(path, ["csrf": theirs]).status == 204)
            #expect(try await !seen().contains("测试1"))
            #expect(try await dispatcher.post(path, ["csrf": csrf, "leave": "yes"]).status == 204)
            #expect(try await seen().contains("event: presence\ndata: []"))
            _ = try await dispatcher.post(path, ["csrf": csrf, "writing": "yes"])
            town.wait(46_000)
            #expect(try await seen().contains("event: presence\ndata: []"))
        }
    }

    @Test("takes no sign from whom the matter is hidden, nor without the form's token")
    func noPresence() async throws {
        try await TestTown.with { town in
            let far = try await file(town, "远处", area: "110102001")
            let afar = town.browser("afar")
            let path = "/matters/\(far)/presence"
            #expect(try await afar.post(path, ["csrf": "forged"]).status == 403)
            let roads = town.browser("roads")
            let csrf = try #require(try await roads.get("/matters/new").hidden("csrf"))
            #expect(try await roads.post(path, ["csrf": csrf]).status == 404)
            #expect(try await roads.post("/matters/QS0/presence", ["csrf": csrf]).status == 404)
            let rows = try await town.desk.database.read {
                try $0.value(Int.self, "SELECT count(*) FROM presence")
            }
            #expect(rows == 0)
        }
    }
}

/// Collects a stream. Lock: the writer is handed from task to task.
private final class Collector: ResponseBodyWriter, Sendable {
    private let state = Mutex<(bytes: [UInt8], isFinished: Bool)>(([], false))
    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }
    var isFinished: Bool { state.withLock { $0.isFinished } }

    func write(_ buffer: ByteBuffer) async throws {
        state.withLock { $0.bytes += buffer.readableBytesView }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws { state.withLock { $0.isFinished = true } }
}
