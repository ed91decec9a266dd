@testable import Attachments
import Core
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Testing
import Web

@Suite("A file that came with a matter")
struct FileRoutesTests {
    private func raised(_ town: FileTown, _ body: (WebClient, String, String, String) async throws -> Void)
        async throws
    {
        let resident = town.visitor()
        let id = try await resident.upload(name: "路灯 \"坏\".jpg")
        let link = try town.link(try await town.raise(resident, files: [id]))
        try await body(resident, link, try town.number(link), id)
    }

    @Test("is shown to the resident and to the office as a copy without its place, safe to look at")
    func shown() async throws {
        try await FileTown.with { town in
            try await raised(town) { resident, link, number, id in
                let clerk = town.town.browser("clerk")
                for (client, path) in [(resident, "\(link)/files/\(id)"), (clerk, "/attachments/\(id)")] {
                    for copy in ["", "?copy=view", "?copy=thumbnail"] {
                        let answer = try await client.get(path + copy)
                        #expect(answer.status == 200 && answer.headers[.contentType] == "image/jpeg")
                        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                        let policy = answer.headers[.contentSecurityPolicy]
                        #expect(policy == "default-src 'none'; sandbox; frame-ancestors 'none'")
                        #expect(answer.headers[.cacheControl]?.hasPrefix("private") == true)
                        #expect(answer.headers[.contentDisposition]?.hasPrefix("inline") == true)
                        #expect(answer.bytes.starts(with: [0xFF, 0xD8]))
                        #expect(!String(decoding: answer.bytes, as: UTF8.self).contains("39.9042N"))
                    }
                    let original = try await client.get(path + "?copy=original")
                    #expect(original.bytes == FileTown.photo)
                    let way = try #require(original.headers[.contentDisposition])
                    #expect(way.hasPrefix("attachment; filename=\"__ _.jpg\"") || way.hasPrefix("attachment"))
                    #expect(way.contains("filename*=UTF-8''%E8%B7%AF%E7%81%AF"))
                    #expect(try await client.get(path + "?copy=../x").status == 404)
                }
                #expect(clerk.log.lines.contains { $0.contains("original") && $0.contains(number) })
                #expect(try await resident.get(link).text.contains("\(link)/files/\(id)?copy=thumbnail"))
                #expect(
                    try await clerk.get("/matters/\(number)").text.contains(
                        "/attachments/\(id)?copy=thumbnail"))
            }
        }
    }

    @Test("is not there for anybody else: swapped ids, other links, other officers, nobody")
    func foreign() async throws {
        try await FileTown.with { town in
            try await raised(town) { resident, link, number, id in
                let other = town.visitor("b")
                let theirs = try town.link(try await town.raise(other, once: "other"))
                #expect(try await other.get("\(theirs)/files/\(id)").status == 404)
                #expect(try await other.get("\(link.dropLast())x/files/\(id)").status == 404)
                #expect(
                    try await resident.get("\(link)/files/\(id.reversed().map(String.init).joined())").status
                        == 404)
                #expect(try await town.town.browser("afar").get("/attachments/\(id)").status == 404)
                #expect(try await town.town.browser("roads").get("/attachments/\(id)").status == 404)
                #expect(try await town.town.browser("nobody").get("/attachments/\(id)").status == 404)
                let signIn = try await resident.get("/attachments/\(id)")
                #expect(signIn.status == 303 && signIn.location?.hasPrefix("/sign-in") == true)
                #expect(try await town.town.browser("clerk").get("/attachments/unknown").status == 404)
            }
        }
    }

    @Test("of the office is the office's until a move that is told, and its notes' for good")
    func internalFiles() async throws {
        try await FileTown.with { town in
            try await raised(town) { resident, link, number, _ in
                let clerk = town.town.browser("clerk")
                let hidden = try await clerk.upload(part: "after")
                let form = try await clerk.get("/matters/\(number)/moves/note")
                #expect(form.text.contains("type=\"file\"") && form.text.contains("multipart/form-data"))
                let sent = try await clerk.post(
                    "/matters/\(number)/moves/note",
                    [
                        "note": "内部照片", "files": hidden, "version": form.hidden("version") ?? "",
                        "csrf": form.hidden("csrf") ?? "",
                    ])
                #expect(sent.status == 303)
                #expect(try await clerk.get("/attachments/\(hidden)").status == 200)
                #expect(try await resident.get("\(link)/files/\(hidden)").status == 404)
                #expect(try await !resident.get(link).text.contains(hidden))
            }
        }
    }

    @Test("is given in ranges, as players ask for them")
    func ranges() async throws {
        try await FileTown.with { town in
            try await raised(town) { resident, link, _, id in
                let path = "\(link)/files/\(id)?copy=original"
                let (photo, count) = (FileTown.photo, FileTown.photo.count)
                func get(_ range: String, _ more: HTTPFields = [:]) async throws -> WebAnswer {
                    var fields = more
                    fields[.range] = range
                    return try await resident.get(path, headers: fields)
                }
                let middle = try await get("bytes=10-19")
                #expect(middle.status == 206 && middle.bytes == Array(photo[10..<20]))
                #expect(middle.headers[.contentRange] == "bytes 10-19/\(count)")
                #expect(try await get("bytes=10-").bytes == Array(photo[10...]))
                #expect(try await get("bytes=-5").bytes == Array(photo[(count - 5)...]))
                #expect(try await get("bytes=0-999999").bytes == photo)
                let outside = try await get("bytes=\(count)-")
                #expect(outside.status == 416 && outside.headers[.contentRange] == "bytes */\(count)")
                for odd in ["bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "pages=1-2", "bytes=-", "bytes=--5"] {
                    let answer = try await get(odd)
                    #expect(answer.status == 200 && answer.bytes == photo)
                }
                let tag = try #require(middle.headers[.eTag])
                #expect(try await get("bytes=0-1", [.ifRange: tag]).status == 206)
                #expect(try await get("bytes=0-1", [.ifRange: "\"other\""]).status == 200)
                #expect(try await resident.get(path, headers: [.ifNoneMatch: tag]).status == 304)
                let head = try await resident.send("HEAD", path)
                #expect(head.status == 200 && head.bytes.isEmpty)
            }
        }
    }

    @Test("that the folder lost is a fault with an incident, and no crash")
    func lost() async throws {
        try await FileTown.with { town in
            try await raised(town) { resident, link, _, id in
                try FileManager.default.removeItem(atPath: town.folder)
                #expect(try await resident.get("\(link)/files/\(id)").status == 503)
            }
        }
    }

    static let names: [(String, String)] = [
        ("a.jpg", "inline; filename=\"a.jpg\"; filename*=UTF-8''a.jpg"),
        (
            "a\"\r\nSet-Cookie: x",
            "inline; filename=\"a___Set-Cookie: x\"; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x"
        ),
        ("灯.jpg", "inline; filename=\"_.jpg\"; filename*=UTF-8''%E7%81%AF.jpg"),
    ]

    @Test("keeps any name inside its header", arguments: names)
    func disposition(name: String, header: String) {
        #expect(FileAnswer.disposition("inline", name) == header)
    }

    @Test("says dates as HTTP does")
    func dates() {
        #expect(HTTPDate.text(Moment(milliseconds: 784_111_777_000)) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(Moment(milliseconds: 0)) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }
}
