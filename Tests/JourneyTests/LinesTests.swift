import Foundation
import Testing

/// The system of another line: it signs what it sends.
private struct OtherLine: Sendable {
    let secret: String

    /// Signs by Standard Webhooks and posts; prints the status and the answer.
    private static let script = """
        import base64, hashlib, hmac, sys, time, urllib.error, urllib.request
        url, secret, message, body = sys.argv[1:]
        stamp = str(int(time.time()))
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{message}.{stamp}.{body}".encode()
        signature = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        request = urllib.request.Request(url, body.encode(), {
            "content-type": "application/json", "webhook-id": message, "webhook-timestamp": stamp,
            "webhook-signature": signature})
        try:
            answer = urllib.request.urlopen(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        print(answer.status, answer.read().decode())
        """

    func post(_ path: String, _ body: String, message: String, on server: Server) async throws -> (
        status: Int, body: JSON
    ) {
        let url = "\(server.base)\(path)"
        let end = try await Program.tool([Program.python, "-c", Self.script, url, secret, message, body])
        let parts = end.output.split(separator: " ", maxSplits: 1)
        guard let status = parts.first.flatMap({ Int($0) }), parts.count == 2 else {
            throw Missing("no answer: \(end.output)")
        }
        return (status, try JSONDecoder().decode(JSON.self, from: Data(parts[1].utf8)))
    }
}

extension Journeys {
    @Test(
        "of a matter that the police hand over, and that nobody accepts in time",
        arguments: JourneyEngine.present)
    func incoming(engine: JourneyEngine) async throws {
        try await engine.withPlace { place in
            try #require(try await place.run("init").code == 0)
            let made = try await place.run("token", "create", "110", "--scope", "lines")
            try #require(made.code == 0, "\(made.errors)")
            let secret = made.output.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("whsec_") }
            let line = OtherLine(secret: String(try #require(secret)))
            let body = #"{"id": "JJ-1", "text": "楼下太吵", "reason": "非警务", "area": "980101001"}"#
            let status = try await Server.with(place) { server in
                var numbers: Set<String> = []
                for message in ["m1", "m1", "m2"] {
                    let answer = try await line.post("/lines/incoming", body, message: message, on: server)
                    #expect(answer.status == 200)
                    numbers.insert(answer.body["number"].string ?? "")
                }
                #expect(numbers.count == 1 && numbers.first?.isEmpty == false)
                let stranger = OtherLine(
                    secret: "whsec_" + Data(repeating: 1, count: 32).base64EncodedString())
                let refused = try await stranger.post("/lines/incoming", body, message: "m3", on: server)
                #expect(refused.status == 401)
                let page = try await server.client().get("/lines/numbers")
                #expect(page.status == 200 && page.text.contains("110"))
                let answer = try await line.post("/lines/incoming", body, message: "m4", on: server)
                #expect(answer.body["state"].string == "sent")
                return try #require(answer.body["status"].string.flatMap { URL(string: $0)?.path })
            }
            // The time runs out while the server is stopped: the next one finds it.
            try await place.sql("UPDATE lines_transfers SET accept_by = 1000")
            try await Server.with(place) { server in
                var state: String?
                for _ in 0..<600 where state != "returned" {
                    try await Task.sleep(for: .milliseconds(100))
                    state = try await server.client().get(status).json["state"].string
                }
                #expect(state == "returned")
            }
            #expect(try await place.sql("SELECT count(*) FROM matters") == "1")
        }
    }
}
