import Core
import Storage
import Testing

@Suite("A connection")
struct ConnectionTests {
    private static let table: SQL =
        "CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT, weight DOUBLE PRECISION)"

    @Test("refuses text with a NUL character, and keeps nothing of it", arguments: TestEngine.present)
    func nul(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.run(Self.table) }
            let code = await faultCode {
                try await database.write {
                    try $0.run("INSERT INTO things (id, name) VALUES (1, \("a\u{0}b"))")
                }
            }
            #expect(code == .other)
            let count = try await database.read { try $0.value(Int.self, "SELECT count(*) FROM things") }
            #expect(count == 0)
        }
    }

    @Test("brings back every kind of value as it was", arguments: TestEngine.present)
    func roundTrip(engine: TestEngine) async throws {
        let bytes = Storage.Dialect(rawValue: engine.rawValue)?.schema("{blob}") == "BLOB" ? "BLOB" : "BYTEA"
        let texts = [
            "", "井盖坏了", "😀👨‍👩‍👧‍👦", "𠀀𪚥", "'; DROP TABLE things; --", "a\nb\tc\\", "$1 ? {id}", "e\u{301}",
        ]
        let numbers = [Int64.min, -1, 0, 1, .max]
        let reals = [0.0, -0.1, 1e300, .leastNonzeroMagnitude, Double.pi, .infinity]
        let blobs: [[UInt8]] = [[], [0], [0, 255, 92, 120, 39], Array(repeating: 7, count: 70_000)]
        try await engine.withDatabase { database in
            try await database.write { connection in
                try connection.run(
                    bytes == "BLOB"
                        ? "CREATE TABLE v (id BIGINT, i BIGINT, r DOUBLE PRECISION, t TEXT, b BLOB)"
                        : "CREATE TABLE v (id BIGINT, i BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA)")
                for (id, value) in numbers.enumerated() {
                    try connection.run("INSERT INTO v (id, i) VALUES (\(id), \(value))")
                }
                for (id, value) in reals.enumerated() {
                    try connection.run("INSERT INTO v (id, r) VALUES (\(id), \(value))")
                }
                for (id, value) in texts.enumerated() {
                    try connection.run("INSERT INTO v (id, t) VALUES (\(id), \(value))")
                }
                for (id, value) in blobs.enumerated() {
                    try connection.run("INSERT INTO v (id, b) VALUES (\(id), \(value))")
                }
                let none: String? = nil
                try connection.run(
                    "INSERT INTO v (id, i, r, t, b) VALUES (-1, \(none), \(none), \(none), \(none))")
            }
            try await database.read { connection in
                let i = try connection.rows("SELECT i FROM v WHERE i IS NOT NULL ORDER BY id").map {
                    try $0.get("i", as: Int64.self)
                }
                let r = try connection.rows("SELECT r FROM v WHERE r IS NOT NULL ORDER BY id").map {
                    try $0.get("r", as: Double.self)
                }
                let t = try connection.rows("SELECT t FROM v WHERE t IS NOT NULL ORDER BY id").map {
                    try $0.get("t", as: String.self)
                }
                let b = try connection.rows("SELECT b FROM v WHERE b IS NOT NULL ORDER BY id").map {
                    try $0.get("b", as: [UInt8].self)
                }
                #expect(i == numbers)
                #expect(r == reals)
                #expect(t.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
                #expect(b == blobs)
                let nothing = try #require(try connection.first("SELECT i, r, t, b FROM v WHERE id = -1"))
                #expect(nothing.values == [.null, .null, .null, .null])
            }
        }
    }

    @Test("binds hostile text instead of running it", arguments: TestEngine.present)
    func hostile(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.run(Self.table) }
            let words = ["x'); DROP TABLE things; --", "\" OR 1=1", "\\'; DELETE FROM things; --", "%_%"]
            try await database.write { connection in
                for (id, word) in words.enumerated() {
                    try connection.run("INSERT INTO things (id, name) VALUES (\(id), \(word))")
                }
            }
            for (id, word) in words.enumerated() {
                let found = try await database.read {
                    try $0.rows("SELECT id FROM things WHERE name = \(word)").map {
                        try $0.get("id", as: Int.self)
                    }
                }
                #expect(found == [id])
            }
        }
    }

    @Test("takes lists, parts of statements and literal limits", arguments: TestEngine.present)
    func parts(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { connection in
                try connection.run(Self.table)
                let rows: [SQL] = (1...20).map { "(\($0), \("n\($0 % 3)"), \(Double($0)))" }
                let added = try connection.run(
                    "INSERT INTO things (id, name, weight) VALUES \(SQL.join(rows, by: ", "))")
                #expect(added == 20)
            }
            try await database.read { connection throws in
                func ids(_ sql: SQL) throws -> [Int] { try connection.rows(sql).map { try $0.get(at: 0) } }
                #expect(
                    try ids("SELECT id FROM things WHERE id IN (\(list: [3, 5, 99])) ORDER BY id") == [3, 5])
                #expect(try ids("SELECT id FROM things WHERE id IN (\(list: [Int]()))") == [])
                let conditions: [SQL] = ["name = \("n0")", "weight > \(9.0)"]
                let both = SQL.join(conditions, by: " AND ")
                #expect(
                    try ids("SELECT id FROM things WHERE \(both) ORDER BY id LIMIT \(literal: 2)") == [
                        12, 15,
                    ])
                #expect(try ids("SELECT id FROM things WHERE 1 = 1\(SQL.none) ORDER BY id LIMIT 1") == [1])
                #expect(
                    try ids(
                        "SELECT id FROM things WHERE (name, id) > (\("n1"), \(16)) ORDER BY name, id LIMIT 2")
                        == [19, 2])
                #expect(try connection.value(Int.self, "SELECT sum(id) FROM things") == 210)
            }
        }
    }

    @Test("returns what a statement wrote and how many rows it changed", arguments: TestEngine.present)
    func returning(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { connection in
                try connection.run(Self.table)
                let id: Int64? = try connection.value(
                    "INSERT INTO things (id, name) VALUES (\(7), \("一")) RETURNING id")
                #expect(id == 7)
                let upsert: SQL = """
                    INSERT INTO things (id, name) VALUES (\(7), \("二"))
                    ON CONFLICT (id) DO UPDATE SET name = excluded.name
                    """
                #expect(try connection.run(upsert) == 1)
                #expect(try connection.value(String.self, "SELECT name FROM things") == "二")
                #expect(
                    try connection.run("INSERT INTO things (id) VALUES (\(7)) ON CONFLICT DO NOTHING") == 0)
                #expect(try connection.run("DELETE FROM things WHERE id = \(8)") == 0)
                #expect(try connection.run("SELECT id FROM things") == 0)
            }
        }
    }

    @Test("says which rule refused a row", arguments: TestEngine.present)
    func constraints(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { connection in
                try connection.run(
                    "CREATE TABLE parents (id BIGINT PRIMARY KEY, age BIGINT NOT NULL CHECK (age > 0))")
                try connection.run(
                    "CREATE TABLE children (id BIGINT PRIMARY KEY, parent BIGINT REFERENCES parents (id))"
                )
                try connection.run("INSERT INTO parents (id, age) VALUES (1, 40)")
            }
            let refused: [SQL] = [
                "INSERT INTO parents (id, age) VALUES (1, 41)", "INSERT INTO parents (id, age) VALUES (2, 0)",
                "INSERT INTO parents (id) VALUES (2)", "INSERT INTO children (id, parent) VALUES (1, 9)",
                "DELETE FROM things_that_are_not",
            ]
            var codes: [Fault.Code?] = []
            for statement in refused {
                codes.append(await faultCode { try await database.write { try $0.run(statement) } })
            }
            #expect(codes == [.constraint, .constraint, .constraint, .constraint, .other])
        }
    }

    @Test("does not write while it reads", arguments: TestEngine.present)
    func reading(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.run(Self.table) }
            let code = await faultCode {
                try await database.read { try $0.run("INSERT INTO things (id) VALUES (1)") }
            }
            #expect(code == .readOnly)
            #expect(try await database.read { try $0.value(Int.self, "SELECT count(*) FROM things") } == 0)
        }
    }

    @Test("hands over a long answer row by row and may be asked meanwhile", arguments: TestEngine.present)
    func streaming(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await database.write { connection in
                try connection.run(Self.table)
                for start in stride(from: 0, to: 3_000, by: 100) {
                    let rows: [SQL] = (start..<start + 100).map { "(\($0), \("n"))" }
                    try connection.run("INSERT INTO things (id, name) VALUES \(SQL.join(rows, by: ", "))")
                }
            }
            struct Enough: Error {}
            try await database.read { connection in
                var seen = 0
                try connection.forEach("SELECT id FROM things WHERE name = \("n") ORDER BY id") { row in
                    let id: Int = try row.get("id")
                    #expect(id == seen)
                    if seen % 500 == 0 {
                        #expect(
                            try connection.value(Int.self, "SELECT id FROM things WHERE id = \(id)") == id)
                        var inner = 0
                        try connection.forEach("SELECT id FROM things WHERE name = \("n") ORDER BY id") { _ in
                            inner += 1
                        }
                        #expect(inner == 3_000)
                    }
                    seen += 1
                }
                #expect(seen == 3_000)
                #expect(throws: Enough.self) {
                    try connection.forEach("SELECT id FROM things") { _ in throw Enough() }
                }
                #expect(try connection.value(Int.self, "SELECT count(*) FROM things") == 3_000)
            }
        }
    }

    @Test("goes on after more different statements than it keeps", arguments: TestEngine.present)
    func manyStatements(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let sum = try await database.read { connection in
                var sum = 0
                for number in 1...1_200 {
                    sum +=
                        try connection.value(Int.self, "SELECT \(literal: number) + CAST(\(1) AS INTEGER)")
                        ?? 0
                }
                return sum
            }
            #expect(sum == 1_200 * 1_201 / 2 + 1_200)
        }
    }

    @Test(
        "reports a column that is absent or of another kind instead of stopping",
        arguments: TestEngine.present)
    func wrongColumn(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let row = try await database.read { try $0.first("SELECT 'x' AS word, 1 AS number") }
            let answer = try #require(row)
            #expect(throws: Fault.self) { try answer.get("absent", as: Int.self) }
            #expect(throws: Fault.self) { try answer.get("word", as: Int.self) }
            #expect(throws: Fault.self) { try answer.get(at: 2, as: Int.self) }
            #expect(try answer.get("number", as: Bool.self))
        }
    }

    @Test("learns the kind of NULL from the column, in one row and in several", arguments: TestEngine.present)
    func nulls(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            let nobody: Int? = nil
            let nameless: String? = nil
            let count = try await database.write { connection in
                try connection.run(Self.table)
                try connection.run(
                    "INSERT INTO things VALUES (1, \(nameless), \(nobody)), (2, \("b"), \(nobody))"
                )
                try connection.run("UPDATE things SET weight = \(nobody), name = \(nameless) WHERE id = \(2)")
                return try connection.value(
                    Int.self, "SELECT count(*) FROM things WHERE name IS NULL AND weight IS NULL")
            }
            #expect(count == 2)
        }
    }
}
