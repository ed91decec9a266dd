import Core
import Courier
import Markup
import Storage
import Web

/// What the server shows at the desk, in its states.
enum Open311Specimens {
    static var all: [Specimen] {
        [
            panel("open311, filed by another system", updates: 2),
            panel("open311, nothing said since", updates: 0),
            panel(
                "open311, hostile words",
                name: "<script>alert(1)</script>" + String(repeating: "名", count: 300),
                updates: 1),
        ]
    }

    private static func panel(_ name: String, name key: String = "市民拍", updates: Int) -> Specimen {
        Specimen(name) { visit in
            let now = visit.now
            let rows = (0..<updates).compactMap { index in
                update(index, key, now + -Int64(index + 1) * 3_600_000)
            }
            let filing = try? filing(key, now)
            return Page(title: visit.words("open311.panel.title"), help: "destinations") {
                """
                <h1>\(visit.words("open311.panel.title"))</h1>
                \(filing.map {
                    FiledPanel(
                        filing: $0, key: Courier.Key(id: 1, name: key, scope: .open311, createdAt: now),
                        updates: rows, book: .plain, visit: visit
                    ).html
                })
                """
            }
        }
    }

    private static func filing(_ text: String, _ now: Moment) throws -> FilingRow {
        let attributes = #"[{"code":"POLE","values":["L-17"]},{"code":"NOTE","values":["a","b"]}]"#
        return try FilingRow(
            row: Row(
                columns: [
                    "matter_id", "number", "key_id", "content", "token", "service", "account_id", "device_id",
                    "media_url", "attributes", "filed_at",
                ],
                values: [
                    .integer(1), .text("QS2026112200001"), .integer(1), .blob([]), .text("t"), .text("0201"),
                    .text(text), .text("a1"), .text("https://img.example.org/1.jpg"), .text(attributes),
                    now.sqlValue,
                ]))
    }

    private static func update(_ index: Int, _ text: String, _ at: Moment) -> UpdateRow? {
        let states = ["CLOSED", "OPEN"]
        let deeds = ["kept", "added"]
        return try? UpdateRow(
            row: Row(
                columns: ["update_id", "content", "status", "said_at", "text", "media_url", "did"],
                values: [
                    .text("\(index)"), .blob([]), .text(states[index % 2]), at.sqlValue, .text(text), .null,
                    .text(deeds[index % 2]),
                ]))
    }
}
