import Core
import Desk
import Foundation
import HTTPTypes
import Testing
import Web

@Suite("Sending a file in pieces")
struct UploadRoutesTests {
    @Test("goes on where it broke off and ends as an attachment of the concern")
    func resumed() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let token = try await resident.token()
            let photo = FileTown.photo
            let begun = try await resident.begin(photo.count, name: "路灯.jpg", token: token)
            #expect(begun.status == 201 && begun.header("Tus-Resumable") == "1.0.0")
            #expect(begun.header("Upload-Expires")?.hasSuffix("GMT") == true)
            let path = try #require(begun.location)
            let first = try await resident.append(Array(photo[..<100]), to: path, at: 0, token: token)
            #expect(first.status == 204 && first.header("Upload-Offset") == "100")
            let state = try await resident.send("HEAD", path, headers: .tus(token))
            #expect(state.status == 200 && state.header("Upload-Offset") == "100")
            #expect(state.header("Upload-Length") == String(photo.count))
            #expect(state.headers[.cacheControl] == "no-store")
            let early = try await town.raise(resident, files: [String(path.suffix(22))], once: "early")
            #expect(early.status == 422)
            let last = try await resident.append(Array(photo[100...]), to: path, at: 100, token: token)
            #expect(last.header("Upload-Offset") == String(photo.count))
            let link = try town.link(try await town.raise(resident, files: [String(path.suffix(22))]))
            let named = try await town.attachments(try town.number(link))
            #expect(named.map(\.attachment.name) == ["路灯.jpg"])
            #expect(named.first?.attachment.part == .raised && named.first?.isTold == true)
        }
    }

    @Test("says what it can do to whoever asks")
    func options() async throws {
        try await FileTown.with { town in
            let answer = try await town.visitor().send("OPTIONS", "/attachments/uploads")
            #expect(answer.status == 204 && answer.header("Tus-Version") == "1.0.0")
            #expect(answer.header("Tus-Extension") == "creation,termination,expiration")
            #expect(answer.header("Tus-Max-Size") == String(500 << 20))
        }
    }

    @Test("is refused when anything of the protocol is wrong, and says what")
    func refused() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let token = try await resident.token()
            let path = try #require(try await resident.begin(1000, token: token).location)
            func patch(_ headers: [String: String], _ bytes: [UInt8] = [1]) async throws -> Int {
                try await resident.send("PATCH", path, headers: .tus(token, headers), body: bytes).status
            }
            let type = "application/offset+octet-stream"
            #expect(try await patch(["Upload-Offset": "0", "Content-Type": "image/jpeg"]) == 415)
            #expect(try await patch(["Content-Type": type]) == 400)
            #expect(try await patch(["Upload-Offset": "-1", "Content-Type": type]) == 400)
            #expect(try await patch(["Upload-Offset": "1", "Content-Type": type]) == 409)
            #expect(try await patch(["Upload-Offset": "9223372036854775808", "Content-Type": type]) == 400)
            #expect(
                try await patch(["Upload-Offset": "0", "Content-Type": type, "Tus-Resumable": "0.2"]) == 412)
            let over = [UInt8](repeating: 1, count: 1001)
            #expect(try await patch(["Upload-Offset": "0", "Content-Type": type], over) == 413)
            let lie = ["Upload-Offset": "0", "Content-Type": type, "Content-Length": "2147483648"]
            #expect(try await patch(lie) == 413)
            #expect(try await resident.begin(0, token: token).status == 422)
            #expect(try await resident.begin(500 << 20, token: token).status == 201)
            #expect(try await resident.begin((500 << 20) + 1, token: token).status == 413)
            #expect(try await resident.begin(1 << 31, token: token).status == 413)
            let none = try await resident.send("POST", "/attachments/uploads", headers: .tus(token))
            #expect(none.status == 400)
            #expect(try await resident.send("HEAD", path + "x", headers: .tus(token)).status == 404)
        }
    }

    @Test("of a page called photo.jpg ends with a sentence, and the rest is not wanted")
    func wrongKind() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let token = try await resident.token()
            let page = Array("<html><script>alert(1)</script></html>".utf8)
            let path = try #require(try await resident.begin(page.count, token: token).location)
            let answer = try await resident.append(page, to: path, at: 0, token: token)
            #expect(answer.status == 415 && answer.text.contains("wrong_kind_of_file"))
            #expect(answer.text.contains("JPEG"))
            #expect(try await resident.send("HEAD", path, headers: .tus(token)).status == 404)
        }
    }

    @Test("is refused without our token, from another site, and for another's file")
    func forged() async throws {
        try await FileTown.with { town in
            let (resident, other) = (town.visitor("a"), town.visitor("b"))
            let token = try await resident.token()
            #expect(try await resident.begin(10, token: "").status == 403)
            #expect(try await resident.begin(10, token: try await other.token()).status == 403)
            var fields = HTTPFields.tus(token, ["Upload-Length": "10", "Sec-Fetch-Site": "cross-site"])
            #expect(try await resident.send("POST", "/attachments/uploads", headers: fields).status == 403)
            fields = .tus(token, ["Upload-Length": "10", "Sec-Fetch-Site": "same-origin"])
            #expect(try await resident.send("POST", "/attachments/uploads", headers: fields).status == 201)
            let id = try await resident.upload()
            let path = "/attachments/uploads/\(id)"
            let theirs = try await other.token()
            #expect(try await other.send("HEAD", path, headers: .tus(theirs)).status == 404)
            #expect(try await other.append([1], to: path, at: 0, token: theirs).status == 404)
            #expect(try await other.send("DELETE", path, headers: .tus(theirs)).status == 404)
            #expect(try await town.raise(other, files: [id]).status == 422)
            #expect(try await town.raise(resident, files: [id]).status == 303)
        }
    }

    @Test("is used once: a second concern cannot name the same file, nor eleven")
    func namedOnce() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let id = try await resident.upload()
            #expect(try await town.raise(resident, files: [id], once: "one").status == 303)
            let again = try await town.raise(resident, files: [id], once: "two")
            #expect(again.status == 422)
            // The same form twice is the same concern, and not a second use.
            #expect(try await town.raise(resident, files: [id], once: "one").status == 303)
            #expect(try await town.town.count() == 1)
            var many: [String] = []
            for _ in 0..<11 { many.append(try await resident.upload()) }
            #expect(try await town.raise(resident, files: many, once: "three").status == 422)
            #expect(try await town.raise(resident, files: Array(many[..<10]), once: "four").status == 303)
        }
    }

    @Test("can be taken back before anybody named it")
    func removed() async throws {
        try await FileTown.with { town in
            let resident = town.visitor()
            let token = try await resident.token()
            let path = try #require(try await resident.begin(1000, token: token).location)
            _ = try await resident.append(Array(FileTown.photo[..<10]), to: path, at: 0, token: token)
            #expect(try await resident.send("DELETE", path, headers: .tus(token)).status == 204)
            #expect(try await resident.send("HEAD", path, headers: .tus(token)).status == 404)
            let left = try FileManager.default.contentsOfDirectory(atPath: town.folder + "/uploads")
            #expect(left.isEmpty)
        }
    }
}
