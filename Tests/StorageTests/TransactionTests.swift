import Core
import Dispatch
import Storage
import Testing

@Suite("A transaction")
struct TransactionTests {
    private struct Refused: Error, Equatable { let number: Int }

    private static func table(_ database: any Database) async throws {
        try await database.write { try $0.run("CREATE TABLE numbers (id BIGINT PRIMARY KEY)") }
    }

    private static func count(_ database: any Database) async throws -> Int {
        try await database.read { try $0.value(Int.self, "SELECT count(*) FROM numbers") ?? -1 }
    }

    @Test("leaves nothing when its closure throws", arguments: TestEngine.present)
    func rollback(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Self.table(database)
            await #expect(throws: Refused(number: 5)) {
                try await database.write { connection in
                    try connection.run("INSERT INTO numbers (id) VALUES (1)")
                    throw Refused(number: 5)
                }
            }
            #expect(try await Self.count(database) == 0)
        }
    }

    @Test("that throws among 500 at once takes none of the others with it", arguments: TestEngine.present)
    func crowd(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let database = try place.open()
            try await Self.table(database)
            let kept = await withTaskGroup(of: Int?.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        try? await database.write { connection in
                            try connection.run("INSERT INTO numbers (id) VALUES (\(number))")
                            if number % 7 == 0 { throw Refused(number: number) }
                            if number % 11 == 0 {
                                try connection.run("INSERT INTO numbers (id) VALUES (\(number))")
                            }
                            return number
                        }
                    }
                }
                return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
            }
            #expect(kept == Set((0..<500).filter { $0 % 7 != 0 && $0 % 11 != 0 }))
            await database.close()
            let again = try place.open()
            let stored = try await again.read {
                try $0.rows("SELECT id FROM numbers").map { try $0.get(at: 0, as: Int.self) }
            }
            await again.close()
            #expect(Set(stored) == kept)
        }
    }

    @Test("that reads sees one unchanging view", arguments: TestEngine.present)
    func snapshot(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Self.table(database)
            let looked = DispatchSemaphore(value: 0)
            let written = DispatchSemaphore(value: 0)
            async let counts = database.read { connection in
                let first = try connection.value(Int.self, "SELECT count(*) FROM numbers")
                looked.signal()
                written.wait()
                return [first, try connection.value(Int.self, "SELECT count(*) FROM numbers")]
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    looked.wait()
                    continuation.resume()
                }
            }
            try await database.write { try $0.run("INSERT INTO numbers (id) VALUES (1)") }
            written.signal()
            #expect(try await counts == [0, 0])
            #expect(try await Self.count(database) == 1)
        }
    }

    @Test("whose rule is checked only at the commit tells nobody of success", arguments: TestEngine.present)
    func deferred(engine: TestEngine) async throws {
        try await engine.withDatabase { database in
            try await Self.table(database)
            try await database.write {
                try $0.run(
                    """
                    CREATE TABLE links (id BIGINT PRIMARY KEY,
                        number BIGINT REFERENCES numbers (id) DEFERRABLE INITIALLY DEFERRED)
                    """)
            }
            let results = await withTaskGroup(of: (Int, Fault.Code?).self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let code = await faultCode {
                            try await database.write { connection in
                                try connection.run(
                                    "INSERT INTO links (id, number) VALUES (\(number), \(number))")
                                if number == 30 { return }
                                try connection.run("INSERT INTO numbers (id) VALUES (\(number))")
                            }
                        }
                        return (number, code)
                    }
                }
                return await group.reduce(into: [Int: Fault.Code]()) { $0[$1.0] = $1.1 }
            }
            #expect(results == [30: .constraint])
            let links = try await database.read { try $0.value(Int.self, "SELECT count(*) FROM links") }
            #expect(links == 59)
            #expect(try await Self.count(database) == 59)
        }
    }

    @Test(
        "that is asked for after closing is refused, and what was under way is kept",
        arguments: TestEngine.present)
    func closing(engine: TestEngine) async throws {
        try await engine.withPlace { place in
            let database = try place.open()
            try await Self.table(database)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        do {
                            try await database.write {
                                try $0.run("INSERT INTO numbers (id) VALUES (\(number))")
                            }
                            return true
                        } catch let fault as Fault where fault.code == .busy {
                            return false
                        }
                    }
                }
                await database.close()
                let told = try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                let again = try place.open()
                #expect(try await Self.count(again) == told)
                await again.close()
            }
            #expect(await faultCode { _ = try await Self.count(database) } == .busy)
        }
    }
}
