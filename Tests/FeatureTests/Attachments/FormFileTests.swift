import Core
import Desk
import Foundation
import HTTPTypes
import Testing
import Web

@Suite("A form with files, without a script")
struct FormFileTests {
    private func fields(_ client: WebClient, once: String = "one") async throws -> [(
        head: String, body: [UInt8]
    )] {
        [
            field("csrf", try await client.token()), field("once", once), field("text", "村口的路灯坏了"),
            field("area", TownCity.village),
        ]
    }

    @Test("brings them to the concern, with the fields around them")
    func brings() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let large = FileTown.photo + [UInt8](repeating: 0x2D, count: 700_000) + Array("\r\n--".utf8)
            let sent = try await resident.multipart(
                "/raise",
                try await fields(resident) + [
                    file("一.jpg", FileTown.photo), file("..\\..\\二.jpg", large), file("", []),
                    field("place", "村口"),
                ])
            #expect(sent.status == 303)
            let number = try town.number(try town.link(sent))
            let files = try await town.attachments(number).map(\.attachment)
            #expect(files.map(\.name) == ["一.jpg", "二.jpg"])
            #expect(files.map(\.bytes) == [Int64(FileTown.photo.count), Int64(large.count)])
            let record = try await town.town.desk.dossier(.number(number), for: .resident)?.record
            #expect(record?.place == "村口" && record?.text == "村口的路灯坏了")
        }
    }

    @Test("is refused as a whole when a file is none that is taken, is empty, or comes before our token")
    func refused() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let fields = try await fields(resident)
            let page = file("a.jpg", Array("<html><script>1</script>".utf8))
            #expect(try await resident.multipart("/raise", fields + [page]).status == 415)
            #expect(try await resident.multipart("/raise", fields + [file("a.jpg", [])]).status == 422)
            let early = [file("a.jpg", FileTown.photo)] + fields
            #expect(try await resident.multipart("/raise", early).status == 403)
            let forged = [field("csrf", "x")] + fields.dropFirst() + [file("a.jpg", FileTown.photo)]
            #expect(try await resident.multipart("/raise", forged).status == 403)
            #expect(try await resident.multipart("/raise", Array(fields.dropFirst())).status == 403)
            #expect(try await town.town.count() == 0)
            let left = (try? FileManager.default.contentsOfDirectory(atPath: town.folder + "/uploads")) ?? []
            #expect(left.isEmpty)
        }
    }

    @Test("comes back with its words and its other files when one of its files is not taken")
    func comesBack() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let sent = try await resident.multipart(
                "/raise",
                try await fields(resident) + [
                    file("a.jpg", FileTown.photo), file("b.jpg", Array("<html>".utf8)), field("place", "村口"),
                ])
            #expect(sent.status == 415)
            #expect(sent.text.contains("村口的路灯坏了") && sent.text.contains("value=\"村口\""))
            #expect(sent.text.contains("a.jpg") && sent.text.contains("error-summary"))
            #expect(try await town.town.count() == 0)
        }
    }

    @Test("that makes no sense is refused and read no further")
    func malformed() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let fields = try await fields(resident)
            func status(_ parts: [(head: String, body: [UInt8])], type: String? = nil, end: String = "--\r\n")
                async throws -> Int
            {
                try await resident.multipart(
                    "/raise", parts, type: type ?? "multipart/form-data; boundary=----lx", end: end
                ).status
            }
            #expect(try await status(fields, type: "multipart/form-data") == 400)
            #expect(try await status(fields, type: "multipart/form-data; boundary=") == 400)
            let long = String(repeating: "x", count: 71)
            #expect(try await status(fields, type: "multipart/form-data; boundary=\(long)") == 400)
            #expect(try await status(fields, end: "") == 400)
            #expect(try await status([("X-Never-Ending: " + String(repeating: "a", count: 9000), [])]) == 400)
            #expect(try await status([("No-Disposition: here", [])]) == 400)
            #expect(try await status(Array(repeating: field("a", "b"), count: 10_000)) == 400)
            #expect(
                try await status(fields + [("Content-Disposition: form-data; name=\"text\"", [0xC3, 0x28])])
                    == 400)
            #expect(try await status(fields + [field("text", "a\0b")]) == 400)
            let much = field("note", String(repeating: "a", count: 1_048_577))
            #expect(try await status(fields + [much]) == 413)
            let token = field("csrf", try await resident.token())
            #expect(try await status([token], end: "xx") == 400)
            #expect(try await town.town.count() == 0)
        }
    }

    @Test("that is not one of ours takes none: a site without files says which type it takes")
    func withoutFiles() async throws {
        try await TestTown.with { town in
            let resident = town.visitor()
            let answer = try await resident.multipart("/raise", [field("csrf", "x")])
            #expect(answer.status == 415)
        }
    }

    @Test("lets a resident add files to their matter afterwards, and refuses them where a move asks for none")
    func move() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let link = try town.link(try await town.raise(resident))
            let form = try await resident.get("\(link)/add")
            #expect(form.text.contains("multipart/form-data") && form.text.contains("type=\"file\""))
            func parts(_ form: WebAnswer, _ more: [(head: String, body: [UInt8])]) -> [(
                head: String, body: [UInt8]
            )] {
                [field("csrf", form.hidden("csrf") ?? ""), field("version", form.hidden("version") ?? "")]
                    + more
            }
            let sent = try await resident.multipart(
                "\(link)/add", parts(form, [field("text", "补一张"), file("a.jpg", FileTown.photo)]))
            #expect(sent.status == 303)
            let number = try town.number(link)
            #expect(try await town.attachments(number).map(\.move) == ["add"])
            let withdraw = try await resident.get("\(link)/withdraw")
            let refused = try await resident.multipart(
                "\(link)/withdraw", parts(withdraw, [file("b.jpg", FileTown.photo)]))
            #expect(refused.status == 422)
            #expect(try await town.attachments(number).count == 1)
        }
    }
}
