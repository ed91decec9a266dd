import Core
import Desk
import Storage
import Testing

@Suite("Filing a concern") struct FilingTests {
    @Test("gives every matter a number of its own, however many come at once", arguments: TestEngine.present)
    func numbers(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for _ in 0..<500 { group.addTask { try await town.file() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(receipts.map(\.number)).count == 500)
            #expect(Set(receipts.map(\.id)).count == 500)
            #expect(receipts.allSatisfy { $0.number.hasPrefix("QS20260302") })
            #expect(try await town.count("SELECT count(*) FROM matters") == 500)
            #expect(try await town.complaints().isEmpty)
        }
    }

    @Test("never gives a number of another server", arguments: TestEngine.present)
    func twoServers(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let other = DeskTown(database: town.database)
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for index in 0..<100 {
                    group.addTask { try await (index.isMultiple(of: 2) ? town : other).file() }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(receipts.map(\.number)).count == 100)
        }
    }

    @Test("keeps every character of what was said", arguments: TestEngine.present)
    func characters(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let texts = [
                "قطع الماء عن حيّنا منذ يومين", "👨‍👩‍👧‍👦 家里四口人没水用", "\u{202E}上下\u{202C}", "𠮷野家门口",
                "a\u{0301}e",
                "'; DROP TABLE matters; --", "<script>alert(1)</script>", "第一行\n第二行\r\n第三行\t完",
            ]
            for text in texts {
                let receipt = try await town.file(DeskTown.filing(text))
                let kept = try await town.record(receipt.number).text
                #expect(Array(kept.utf8) == Array(text.utf8))
            }
        }
    }

    @Test("makes the first sentence the title and never cuts a character in two")
    func title() async throws {
        try await DeskTown.with(.sqlite) { town in
            let short = try await town.file(DeskTown.filing("路灯坏了。请修一下。"))
            #expect(try await town.record(short.number).title == "路灯坏了")
            let family = "👨‍👩‍👧‍👦"
            let long = try await town.file(DeskTown.filing(String(repeating: family, count: 100)))
            let title = try await town.record(long.number).title
            #expect(title == String(repeating: family, count: 59) + "…")
        }
    }

    @Test("starts the clock of its first stage and says when it is due", arguments: TestEngine.present)
    func clock(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            let receipt = try await town.file()
            let due = DeskTown.city.calendar.add(.workingHours(4 * DeskTown.hour), to: DeskTown.start)
            #expect(try await town.record(receipt.number).dueAt == due)
            #expect(try await town.count("SELECT count(*) FROM timers WHERE due_at = \(due)") == 1)
        }
    }

    @Test("leaves nothing behind when the store fails halfway", arguments: TestEngine.present)
    func allOrNothing(engine: TestEngine) async throws {
        try await DeskTown.with(engine) { town in
            try await town.run("DROP TABLE timers")
            #expect(await faultCode { try await town.file() } != nil)
            for table: SQL in ["matters", "events", "contacts", "outbox", "matter_search"] {
                #expect(try await town.count("SELECT count(*) FROM " + table) == 0)
            }
        }
    }
}

@Suite("A private link") struct PrivateLinkTests {
    private let town = FilingLinks()

    @Test("opens its own matter")
    func own() async throws {
        try await DeskTown.with(.sqlite) { town in
            let receipt = try await town.file()
            #expect(town.desk.number(ofLink: receipt.token) == receipt.number)
            #expect(town.desk.link(of: receipt.number) == DeskTown.address + "/track/" + receipt.token)
        }
    }

    @Test("opens nothing when a single bit of it is another")
    func bits() async throws {
        try await DeskTown.with(.sqlite) { town in
            let receipt = try await town.file()
            let bytes = Array(receipt.token.utf8)
            for index in bytes.indices {
                for bit in 0..<8 {
                    var changed = bytes
                    changed[index] ^= 1 << UInt8(bit)
                    let text = String(decoding: changed, as: UTF8.self)
                    #expect(town.desk.number(ofLink: text) == nil, "byte \(index), bit \(bit)")
                }
            }
        }
    }

    @Test("proves no other number")
    func others() async throws {
        try await DeskTown.with(.sqlite) { town in
            let (first, second) = (try await town.file(), try await town.file())
            let proof = first.token.dropFirst(first.number.count)
            #expect(town.desk.number(ofLink: second.number + proof) == nil)
            #expect(town.desk.number(ofLink: second.number) == nil)
            #expect(town.desk.number(ofLink: String(proof)) == nil)
            let elsewhere = Desk(
                database: town.database, city: DeskTown.city, secret: [UInt8](repeating: 8, count: 32),
                address: DeskTown.address)
            #expect(elsewhere.number(ofLink: first.token) == nil)
        }
    }

    @Test(
        "is no other text, however strange",
        arguments: [
            "", "-", "--", "\0", "QS2026030200001-", "-abcdefghijkmnpqrstuvwxyz23",
            String(repeating: "a", count: 10_240),
            String(repeating: "-", count: 80), "👨‍👩‍👧‍👦-👨‍👩‍👧‍👦",
        ])
    func strange(text: String) {
        #expect(town.desk.number(ofLink: text) == nil)
    }
}

/// A desk that never opens its database: links need none.
private struct FilingLinks {
    let desk = Desk(
        database: NoDatabase(), city: DeskTown.city, secret: DeskTown.secret, address: DeskTown.address)
}

private struct NoDatabase: Database {
    let dialect = Dialect.sqlite

    func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        throw Fault(.unreachable, "There is no database.", remedy: "None.")
    }

    func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        throw Fault(.unreachable, "There is no database.", remedy: "None.")
    }

    func close() async {}
}
