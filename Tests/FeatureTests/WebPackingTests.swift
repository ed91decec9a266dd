import HTTPTypes
import Markup
import Testing
import Web

@Suite("What goes out packed")
struct WebPackingTests {
    private static let gzip: HTTPFields = [.acceptEncoding: "gzip, br"]

    @Test("is a page, and unpacked it is the same page")
    func page() async throws {
        let client = try WebClient(WebSite.server())
        _ = try await client.get("/note")
        let plain = try await client.get("/note")
        let packed = try await client.get("/note", headers: Self.gzip)
        #expect(plain.headers[.contentEncoding] == nil)
        #expect(packed.headers[.contentEncoding] == "gzip")
        #expect(packed.bytes.count < plain.bytes.count / 2)
        #expect(packed.headers[.contentLength] == String(packed.bytes.count))
        for answer in [plain, packed] {
            #expect(answer.headers[.vary]?.contains("Accept-Encoding") == true)
            #expect(answer.headers[.vary]?.contains("Cookie") == true)
        }
        let again = String(decoding: try Unpacked.gzip(packed.bytes), as: UTF8.self)
        // The mask of the token is new each time; everything else is the same.
        let mask = #/name="csrf" value="[^"]*"/#
        #expect(again.replacing(mask, with: "") == plain.text.replacing(mask, with: ""))
    }

    @Test(
        "is so only for a browser that unpacks it",
        arguments: [
            ("", false), ("gzip", true), ("br", false), ("gzip;q=0", false), ("*", true), ("*;q=0", false),
            ("deflate, GZIP;q=0.5", true), ("identity, *;q=0.1", true), ("gzip;q=0, *", false),
        ])
    func accepted(field: String, packed: Bool) async throws {
        let client = try WebClient(WebSite.server())
        let answer = try await client.get("/note", headers: [.acceptEncoding: field])
        #expect((answer.headers[.contentEncoding] == "gzip") == packed)
    }

    @Test(
        "is never a file to keep, a picture, a stream, what is packed already or small, or has a version",
        arguments: ["/kept", "/picture", "/stream", "/packed", "/versioned", "/small"])
    func asItIs(path: String) async throws {
        let client = try WebClient(WebSite.server())
        #expect(try await client.get("/long", headers: Self.gzip).headers[.contentEncoding] == "gzip")
        let plain = try await client.get(path)
        let answer = try await client.get(path, headers: Self.gzip)
        #expect(answer.status == 200)
        #expect(answer.bytes == plain.bytes)
        #expect(answer.headers[.contentEncoding] == plain.headers[.contentEncoding])
    }

    @Test("is JSON, and a problem, when they are long")
    func json() async throws {
        let client = try WebClient(WebSite.server())
        let answer = try await client.get("/openapi.json", headers: Self.gzip)
        #expect(answer.headers[.contentEncoding] == "gzip")
        #expect(try Unpacked.gzip(answer.bytes).first == UInt8(ascii: "{"))
    }

    @Test("is every stylesheet and script, each form with a tag of its own")
    func assets() async throws {
        let client = try WebClient(WebSite.server())
        for path in client.assetPaths {
            let plain = try await client.get(path)
            let packed = try await client.get(path, headers: Self.gzip)
            #expect(plain.headers[.cacheControl] == "public, max-age=31536000, immutable")
            guard packed.headers[.contentEncoding] == "gzip" else {
                #expect(plain.bytes.count < 1000, "\(path)")
                continue
            }
            #expect(try Unpacked.gzip(packed.bytes) == plain.bytes, "\(path)")
            #expect(packed.headers[.vary] == "Accept-Encoding")
            let tags = try (#require(plain.headers[.eTag]), #require(packed.headers[.eTag]))
            #expect(tags.0 != tags.1)
            let same = try await client.get(path, headers: [.acceptEncoding: "gzip", .ifNoneMatch: tags.1])
            #expect(same.status == 304 && same.bytes.isEmpty)
            let other = try await client.get(path, headers: [.acceptEncoding: "gzip", .ifNoneMatch: tags.0])
            #expect(other.status == 200)
        }
    }

    @Test("is an empty answer to HEAD, with the length of the page that GET would send as it is")
    func head() async throws {
        let answer = try await WebClient(WebSite.server()).send("HEAD", "/note", headers: Self.gzip)
        #expect(answer.status == 200 && answer.bytes.isEmpty)
        #expect(answer.headers[.contentEncoding] == nil)
    }
}

@Suite("The first page of a browser")
struct WebFirstPageTests {
    @Test("carries its stylesheet, allowed by its hash and by nothing wider")
    func first() async throws {
        let client = try WebClient(WebSite.server())
        let first = try await client.get("/note")
        let style = try #require(first.text.split(separator: "<style>").dropFirst().first)
            .split(separator: "</style>")[0]
        let policy = try #require(first.headers[.contentSecurityPolicy])
        #expect(policy.contains("style-src 'self' 'sha256-"))
        #expect(!policy.contains("unsafe"))
        #expect(first.text.contains(#"<link rel="prefetch" as="style""#))
        #expect(!first.text.contains(#"rel="stylesheet""#))
        #expect(Structure.complaints(ofBytes: first.bytes) == [])
        let second = try await client.get("/note")
        let path = try #require(
            second.text.split(separator: #"<link rel="stylesheet" href=""#).dropFirst().first
        )
        .prefix { $0 != "\"" }
        #expect(try await client.get(String(path)).text == style)
        #expect(!second.text.contains("<style>"))
        #expect(second.headers[.contentSecurityPolicy]?.contains("sha256") == false)
    }

    @Test("is less than 150 KB with all that it asks for")
    func weight() async throws {
        let client = try WebClient(WebSite.server())
        let page = try await client.get("/note", headers: [.acceptEncoding: "gzip"])
        var sum = page.bytes.count
        let text = String(decoding: try Unpacked.gzip(page.bytes), as: UTF8.self)
        let paths = Set(
            text.split(separator: "\"").filter { $0.hasPrefix("/assets/") && !$0.contains("leaflet") }
                .map { String($0.prefix { $0 != "#" }) })
        #expect(paths.count >= 4)
        for path in paths {
            sum += try await client.get(path, headers: [.acceptEncoding: "gzip"]).bytes.count
        }
        #expect(sum < 60_000, "\(sum) bytes")
    }

    @Test("lets pages use camera, microphone and place, workers and pictures of their own, and one tile host")
    func permissions() async throws {
        let answer = try await WebClient(WebSite.server()).get("/note")
        #expect(
            answer.headers[HTTPField.Name("Permissions-Policy")!]
                == "camera=(self), microphone=(self), geolocation=(self), payment=()")
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        for part in [
            "worker-src 'self'", "manifest-src 'self'", "media-src 'self' blob:", "script-src 'self';",
            "img-src 'self' data: blob:;",
        ] {
            #expect(policy.contains(part), "\(part)")
        }
        let settings = try WebSettings(
            baseURL: "http://x", secret: Array(repeating: 3, count: 32),
            tileHost: "https://tiles.example.org:8443")
        let tiled = try await WebClient(WebSite.server(settings)).get("/note")
        #expect(
            tiled.headers[.contentSecurityPolicy]?
                .contains("img-src 'self' data: blob: https://tiles.example.org:8443;") == true)
    }

    @Test(
        "takes no tile host that is more than a host",
        arguments: [
            "tiles.example.org", "http://tiles.example.org", "https://", "https://a.example/x",
            "https://a; script-src *", "https://a 'unsafe-inline'", "https://*",
        ])
    func tileHost(host: String) {
        #expect(throws: (any Error).self) {
            try WebSettings(
                baseURL: "http://x", secret: Array(repeating: 3, count: 32), tileHost: host)
        }
    }
}
