import Core
import HTTPTypes
import Testing

@Suite("A date that cannot be")
struct BadDateTests {
    private static let dates = [
        "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "10000-01-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z",
        "2026-01-32T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00", "2026-01-01", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+25:00",
        "-2026-01-01T00:00:00Z", "+2026-01-01T00:00:00Z", "1795311000000", "1795311000", "NaN", "-1", "now",
        "2026年1月1日", "２０２６-01-01T00:00:00Z", "01/02/2026", "2026-W10-1", "2026-060",
    ]

    @Test("row 20: dates that cannot be are refused, each with its field")
    func filing() async throws {
        try await TestTown.with { town in
            for date in Self.dates {
                let answer = try await town.officer("clerk").json(
                    "POST", "/api/v1/matters", body: body(["text": "x", "raisedAt": date]))
                #expect(answer.status == 422, "\(date): \(answer.text)")
                #expect(answer.fields == ["raisedAt"], "\(date): \(answer.text)")
            }
            for number in ["1795311000000", "-1", "1e400", "true", "[]"] {
                let answer = try await town.officer("clerk").json(
                    "POST", "/api/v1/matters", body: #"{"text":"x","raisedAt":\#(number)}"#)
                #expect(answer.status == 422, "\(number): \(answer.text)")
                #expect(answer.fields == ["raisedAt"], "\(number): \(answer.text)")
            }
            #expect(try await town.count() == 0)
        }
    }

    @Test("row 20: a list is not asked for between dates that cannot be, nor backwards")
    func lists() async throws {
        try await TestTown.with { town in
            let clerk = town.officer("clerk")
            for date in Self.dates where !date.hasPrefix("0001") && !date.hasPrefix("9999") {
                for name in ["raisedFrom", "raisedTo"] {
                    let answer = try await clerk.json(
                        "GET", "/api/v1/matters?\(name)=\(WebClient.encode(date))")
                    #expect(answer.status == 400, "\(name)=\(date): \(answer.text)")
                    #expect(answer.fields == [name], "\(date)")
                }
            }
            let backwards = try await clerk.json(
                "GET", "/api/v1/matters?raisedFrom=2026-03-02T00:00:00Z&raisedTo=2026-03-01T00:00:00Z")
            #expect(backwards.status == 400)
        }
    }

    @Test("row 20: the last day of February is one in leap years, and any zone is read")
    func good() async throws {
        try await TestTown.with { town in
            for date in ["2024-02-29T12:00:00Z", "2026-03-01T23:59:59+14:00", "2026-03-01T08:00:00.123456Z"] {
                let answer = try await town.officer("clerk").json(
                    "POST", "/api/v1/matters", body: body(["text": "x", "raisedAt": date]))
                #expect(answer.status == 201, "\(date): \(answer.text)")
            }
        }
    }
}
