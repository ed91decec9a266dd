import Core
import Desk
import Files
import Foundation
import HTTPTypes
@testable import Attachments
import Matters
import Testing
import Web

/// A town whose matters take files, in a folder that is gone afterwards.
struct FileTown {
    let town: TestTown
    let folder: String

    static func with(_ body: (FileTown) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lx-town-files-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestTown.with(
            features: { desk in
                let shelf = TestTown.shelf(of: desk, folder: folder.path)
                return [
                    .matters(desk: desk, shelf: shelf, names: { _ in [:] }),
                    .attachments(desk: desk, shelf: shelf),
                ]
            }
        ) { town in try await body(FileTown(town: town, folder: folder.path)) }
    }

    /// Somebody without an account, with a browser of their own.
    func visitor(_ name: Character = "a") -> WebClient {
        let client = town.visitor()
        client.setCookie("__Host-lx_v", String(repeating: name, count: 22))
        return client
    }

    /// A photo of 8 × 8 points, with a note of where it was taken.
    static let photo: [UInt8] = {
        let plain = [UInt8](Data(base64Encoded: base64) ?? Data())
        let place = Array("Exif\0\0GPS 39.9042N".utf8)
        return Array(plain[..<2]) + [0xFF, 0xE1, 0, UInt8(place.count + 2)] + place + plain[2...]
    }()

    private static let base64 = [
        "/9j/4AAQSkZJRgABAQEAYABgAAD//gA7Q1JFQVRPUjogZ2QtanBlZyB2MS4wICh1c2luZyBJSkcgSlBFRyB2NjIpLC",
        "BxdWFsaXR5ID0gNDAK/9sAQwAUDg8SDw0UEhASFxUUGB4yIR4cHB49LC4kMklATEtHQEZFUFpzYlBVbVZFRmSIZW13",
        "e4GCgU5gjZeMfZZzfoF8/9sAQwEVFxceGh47ISE7fFNGU3x8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fH",
        "x8fHx8fHx8fHx8fHx8fHx8/8AAEQgACAAIAwEiAAIRAQMRAf/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkK",
        "C//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJS",
        "YnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeo",
        "qaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/EAB8BAAMBAQEBAQEBAQEAAA",
        "AAAAABAgMEBQYHCAkKC//EALURAAIBAgQEAwQHBQQEAAECdwABAgMRBAUhMQYSQVEHYXETIjKBCBRCkaGxwQkjM1Lw",
        "FWJy0QoWJDThJfEXGBkaJicoKSo1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKDhIWGh4iJip",
        "KTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+v/aAAwD",
        "AQACEQMRAD8Ao0UUVieef//Z",
    ].joined()

    /// Raises a concern with files that were sent before.
    func raise(_ client: WebClient, files: [String] = [], once: String = "one") async throws -> WebAnswer {
        try await client.post(
            "/raise",
            [
                "text": "村口的路灯坏了", "area": TownCity.village, "once": once,
                "files": files.joined(separator: " "),
            ], from: "/")
    }

    /// The private link behind an answer to a concern.
    func link(_ answer: WebAnswer) throws -> String {
        try #require(answer.location).replacing("/raised/", with: "/track/")
    }

    func number(_ link: String) throws -> String {
        try #require(town.desk.number(ofLink: link.replacing("/track/", with: "")))
    }

    func attachments(_ number: String) async throws -> [AttachmentRecord] {
        try #require(try await town.desk.dossier(.number(number), for: .resident)).attachments
    }
}

extension HTTPFields {
    /// The headers of a request of tus 1.0.
    static func tus(_ token: String, _ more: [String: String] = [:]) -> HTTPFields {
        var fields: HTTPFields = [.accept: "application/json"]
        for (name, value) in ["Tus-Resumable": "1.0.0", "X-CSRF": token].merging(
            more, uniquingKeysWith: { $1 })
        {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }
}

extension WebAnswer {
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

extension WebClient {
    func token() async throws -> String { try #require(try await get("/raise").hidden("csrf")) }

    /// Begins an upload.
    func begin(_ bytes: Int, name: String = "a.jpg", part: String = "raised", token: String) async throws
        -> WebAnswer
    {
        let name = Data(name.utf8).base64EncodedString()
        let part = Data(part.utf8).base64EncodedString()
        return try await send(
            "POST", "/attachments/uploads",
            headers: .tus(
                token, ["Upload-Length": String(bytes), "Upload-Metadata": "filename \(name),part \(part)"]))
    }

    func append(_ bytes: [UInt8], to path: String, at offset: Int, token: String) async throws -> WebAnswer {
        try await send(
            "PATCH", path,
            headers: .tus(
                token,
                ["Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream"]),
            body: bytes)
    }

    /// Sends a whole file.
    /// - Returns: Its id.
    func upload(_ bytes: [UInt8] = FileTown.photo, name: String = "a.jpg", part: String = "raised")
        async throws
        -> String
    {
        let token = try await token()
        let path = try #require(try await begin(bytes.count, name: name, part: part, token: token).location)
        #expect(try await append(bytes, to: path, at: 0, token: token).status == 204)
        return String(path.split(separator: "/").last ?? "")
    }

    /// Sends a form in parts, as browsers do.
    func multipart(
        _ path: String, _ parts: [(head: String, body: [UInt8])], boundary: String = "----lx",
        type: String = "multipart/form-data; boundary=----lx", end: String = "--\r\n"
    ) async throws -> WebAnswer {
        var body: [UInt8] = []
        for part in parts {
            body += Array("--\(boundary)\r\n\(part.head)\r\n\r\n".utf8) + part.body + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)\(end)".utf8)
        return try await send("POST", path, headers: [.contentType: type], body: body)
    }
}

/// One field of a form in parts.
func field(_ name: String, _ value: String) -> (head: String, body: [UInt8]) {
    ("Content-Disposition: form-data; name=\"\(name)\"", Array(value.utf8))
}

func file(_ name: String, _ bytes: [UInt8], field: String = "files") -> (head: String, body: [UInt8]) {
    (
        "Content-Disposition: form-data; name=\"\(field)\"; filename=\"\(name)\"\r\nContent-Type: image/jpeg",
        bytes
    )
}
