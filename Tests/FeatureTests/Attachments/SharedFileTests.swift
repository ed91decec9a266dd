@testable import Attachments
import Core
import Desk
import HTTPTypes
import Testing
import Web

@Suite("A file of a common answer")
struct SharedFileTests {
    private func make(
        _ town: FileTown, _ move: String, _ inputs: [InputWord: String], on number: String, by login: String
    )
        async throws
    {
        _ = try await town.town.desk.perform(
            Order(move, inputs), on: .number(number),
            by: try #require(TownCity.people[login]).actor, at: town.town.now)
    }

    private func answer(_ town: FileTown, _ number: String, files: String) async throws {
        let unit = town.town.browser("water")
        let form = try await unit.get("/matters/\(number)/moves/answer")
        let sent = try await unit.post(
            "/matters/\(number)/moves/answer",
            [
                "answer": "水管已经修好，照片附后。", "files": files, "version": form.hidden("version") ?? "",
                "csrf": form.hidden("csrf") ?? "",
            ])
        #expect(sent.status == 303, "\(sent.text.prefix(2000))")
    }

    @Test("is read by everybody who was given the answer, and nothing else of the other matter is")
    func shared() async throws {
        try await FileTown.with { town in
            let (first, second, third) = (town.visitor("a"), town.visitor("b"), town.visitor("c"))
            let photo = try await first.upload(part: "raised")
            let main = try town.link(try await town.raise(first, files: [photo], once: "main"))
            let own = try town.link(try await town.raise(second, once: "own"))
            let alone = try town.link(try await town.raise(third, once: "alone"))
            let (mainNumber, ownNumber) = (try town.number(main), try town.number(own))
            try await make(town, "register", [.category: "water"], on: mainNumber, by: "clerk")
            try await make(town, "dispatch", [.unit: "WATER"], on: mainNumber, by: "dispatcher")
            try await make(town, "join", [.matter: mainNumber], on: ownNumber, by: "dispatcher")
            let proof = try await town.town.browser("water").upload(part: "after")
            try await answer(town, mainNumber, files: proof)
            #expect(try await second.get("\(own)/files/\(proof)").status == 404, "not answered yet")
            try await town.town.ring()

            let page = try await second.get(own).text
            #expect(page.contains("\(own)/files/\(proof)") && !page.contains(photo))
            let file = try await second.get("\(own)/files/\(proof)")
            #expect(file.status == 200 && file.headers[.contentType] == "image/jpeg")
            #expect(try await second.get("\(own)/files/\(proof)?copy=original").status == 404)
            #expect(try await second.get("\(own)/files/\(photo)").status == 404, "another resident's")
            #expect(try await third.get("\(alone)/files/\(proof)").status == 404, "not of this answer")
            #expect(try await first.get("\(main)/files/\(proof)").status == 200)

            // What is answered again to the first alone is not for the others.
            town.town.wait(60_000)
            try await rateNo(town, first, main)
            let later = try await town.town.browser("water").upload(part: "after")
            try await answer(town, mainNumber, files: later)
            try await town.town.ring()
            #expect(try await first.get("\(main)/files/\(later)").status == 200)
            #expect(try await second.get("\(own)/files/\(later)").status == 404)
            #expect(try await second.get("\(own)/files/\(proof)").status == 200)
        }
    }

    private func rateNo(_ town: FileTown, _ client: WebClient, _ link: String) async throws {
        let page = try await client.get(link)
        let said = try await client.post(
            "\(link)/rate",
            [
                "csrf": page.hidden("csrf") ?? "", "version": page.hidden("version") ?? "",
                "once": String(repeating: "n", count: 32), "solved": "no", "satisfied": "no",
            ])
        #expect(said.status == 303)
    }
}
