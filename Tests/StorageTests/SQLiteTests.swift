import Core
import Foundation
import Storage
import Testing

@testable import SQLiteStorage

@Suite("The SQLite file")
struct SQLiteTests {
    private static func count(_ database: any Database) async throws -> Int? {
        try await database.read { try $0.value(Int.self, "SELECT count(*) FROM things") }
    }

    private static func refusal(_ path: String) -> Fault? {
        do {
            _ = try SQLiteDatabase(path: path, readers: 1)
            return nil
        } catch {
            return error
        }
    }

    @Test("is refused with one sentence when it cannot be a database")
    func refused() async throws {
        try await TestEngine.sqlite.withPlace { place in
            let folder = URL(fileURLWithPath: place.address).deletingLastPathComponent()
            let letter = folder.appending(path: "letter.txt")
            try Data(repeating: 65, count: 5_000).write(to: letter)
            let refusals = [
                (folder.path, Fault.Code.configuration, folder.path),
                (folder.path + "/absent/x.sqlite", .configuration, folder.path + "/absent"),
                (letter.path, .corrupt, letter.path), ("", .configuration, "\"\""),
            ]
            for (path, code, words) in refusals {
                let fault = try #require(Self.refusal(path))
                #expect(fault.code == code)
                #expect(fault.message.contains(words) && !fault.remedy.isEmpty)
            }
            #expect(try Data(contentsOf: letter).count == 5_000)
        }
    }

    @Test(
        "is refused on a file system that several machines may write",
        arguments: [
            "nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "ceph",
        ])
    func network(kind: String) {
        let fault = #expect(throws: Fault.self) { try LocalDisk.check("/data/x.sqlite", fileSystem: kind) }
        #expect(fault?.code == .unsafeFileSystem && fault?.message.contains(kind) == true)
    }

    @Test(
        "is taken on a disk of this machine",
        arguments: ["ext4", "xfs", "btrfs", "overlay", "tmpfs", "zfs", "fuseblk", ""])
    func local(kind: String) throws {
        try LocalDisk.check("/data/x.sqlite", fileSystem: kind)
    }

    @Test("is looked for under the longest mount point above it")
    func mounts() {
        let mounts = """
            overlay / overlay rw 0 0
            server:/a /data nfs4 rw 0 0
            /dev/sdb1 /data/local ext4 rw 0 0
            //host/x /my\\040share cifs rw 0 0
            /dev/sdc1 /again ext4 rw 0 0
            me@host:/ /again fuse.sshfs rw 0 0
            """
        func kind(_ path: String) -> String { LocalDisk.fileSystem(of: path, mounts: mounts) }
        #expect(kind("/var/x.sqlite") == "overlay")
        #expect(kind("/data/x.sqlite") == "nfs4")
        #expect(kind("/data/local/x.sqlite") == "ext4")
        #expect(kind("/database/x.sqlite") == "overlay")
        #expect(kind("/my share/x.sqlite") == "cifs")
        #expect(kind("/again/x.sqlite") == "fuse.sshfs")
    }

    @Test("that is full tells those who were not kept, and goes on when there is room")
    func full() async throws {
        try await TestEngine.sqlite.withPlace { place in
            let database = try place.open()
            try await database.write { connection in
                try connection.run("CREATE TABLE things (id BIGINT PRIMARY KEY, data BLOB)")
                _ = try connection.rows("PRAGMA max_page_count = 300")
            }
            let data = [UInt8](repeating: 1, count: 12_000)
            let codes = await withTaskGroup(of: (Int, Fault.Code?).self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let code = await faultCode {
                            try await database.write {
                                try $0.run("INSERT INTO things (id, data) VALUES (\(number), \(data))")
                            }
                        }
                        return (number, code)
                    }
                }
                return await group.reduce(into: [Int: Fault.Code?]()) { $0.updateValue($1.1, forKey: $1.0) }
            }
            let told = Set(codes.filter { $0.value == nil }.keys)
            #expect(!told.isEmpty && told.count < 300)
            #expect(codes.values.allSatisfy { $0 == nil || $0 == .full })
            func stored() async throws -> Set<Int> {
                Set(
                    try await database.read {
                        try $0.rows("SELECT id FROM things").map { try $0.get(at: 0, as: Int.self) }
                    })
            }
            #expect(try await stored() == told)
            try await database.write { connection in
                _ = try connection.rows("PRAGMA max_page_count = 100000")
                try connection.run("INSERT INTO things (id, data) VALUES (1000, \(data))")
            }
            #expect(try await stored() == told.union([1000]))
            await database.close()
        }
    }

    @Test("holds what was answered even if the program ends at that moment")
    func durable() async throws {
        try await TestEngine.sqlite.withPlace { place in
            let database = try place.open()
            try await database.write { try $0.run("CREATE TABLE things (id BIGINT PRIMARY KEY)") }
            for number in 1...20 {
                try await database.write { try $0.run("INSERT INTO things (id) VALUES (\(number))") }
            }
            // What lies on the disk now, without the farewell of an orderly end.
            for ending in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: place.address + ending, toPath: place.address + ".copy" + ending)
            }
            let copy = try SQLiteDatabase(path: place.address + ".copy", readers: 1)
            #expect(try await Self.count(copy) == 20)
            await copy.close()
            await database.close()
        }
    }

    @Test("is kept with full synchronisation in a write-ahead log, and foreign keys are looked after")
    func settings() async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let settings = try await database.write { connection in
                try ["journal_mode", "synchronous", "foreign_keys"].map {
                    try connection.rows(
                        $0 == "journal_mode"
                            ? "PRAGMA journal_mode"
                            : $0 == "synchronous" ? "PRAGMA synchronous" : "PRAGMA foreign_keys")[0].values[0]
                }
            }
            #expect(settings == [.text("wal"), .integer(2), .integer(1)])
        }
    }

    @Test("may be written by two programs in turn")
    func twoPrograms() async throws {
        try await TestEngine.sqlite.withPlace { place in
            let programs = [try place.open(), try place.open()]
            try await programs[0].write { try $0.run("CREATE TABLE things (id BIGINT PRIMARY KEY)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        _ = try await programs[number % 2].write {
                            try $0.run("INSERT INTO things (id) VALUES (\(number))")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Self.count(programs[0]) == 200)
            #expect(try await Self.count(programs[1]) == 200)
            for program in programs { await program.close() }
        }
    }

    @Test("may be memory alone")
    func memory() async throws {
        let database = try SQLiteDatabase(path: ":memory:")
        try await database.write { try $0.run("CREATE TABLE things (id BIGINT PRIMARY KEY)") }
        try await database.write { try $0.run("INSERT INTO things (id) VALUES (1)") }
        #expect(try await Self.count(database) == 1)
        #expect(await faultCode { try await database.read { try $0.run("DELETE FROM things") } } == .readOnly)
        #expect(try await Self.count(database) == 1)
        await database.close()
    }

    @Test(
        "gives each of SQLite's codes its meaning",
        arguments: [
            (CInt(13), Fault.Code.full), (8, .readOnly), (1032, .readOnly), (5, .busy), (517, .busy),
            (6, .busy),
            (11, .corrupt), (26, .corrupt), (19, .constraint), (2067, .constraint), (10, .other), (1, .other),
        ])
    func codes(code: CInt, meaning: Fault.Code) {
        let fault = Fault(sqlite: code, "words")
        #expect(fault.code == meaning)
        #expect(!fault.remedy.isEmpty)
    }

    @Test(
        "takes a failure of the disk for what the system says of it",
        arguments: [
            (EROFS, Fault.Code.readOnly), (EPERM, .readOnly), (EACCES, .readOnly), (ENOSPC, .full),
            (EDQUOT, .full), (EIO, .other), (0, .other),
        ])
    func system(number: CInt, meaning: Fault.Code) {
        // SQLITE_IOERR_WRITE and SQLITE_CANTOPEN.
        for code in [CInt(778), 14] {
            #expect(Fault(sqlite: code, "words", system: number).code == meaning)
        }
        // A rule of the database stays one, whatever the disk said before.
        #expect(Fault(sqlite: 19, "words", system: number).code == .constraint)
        #expect(Fault(sqlite: 11, "words", file: "/a/city.db").message.contains("/a/city.db"))
    }

    @Test("does not begin anew beside a journal that was left")
    func strangers() async throws {
        try await TestEngine.sqlite.withPlace { place in
            let path = place.address
            try Data("a journal".utf8).write(to: URL(fileURLWithPath: path + "-wal"))
            let fault = Self.refusal(path)
            #expect(fault?.code == .corrupt && fault?.message.contains(path + "-wal") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path + "-wal")) == Data("a journal".utf8))
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}

@Suite("A line of jobs")
struct JobQueueTests {
    @Test("refuses what is too much and what comes after closing, and hands out the rest in order")
    func bounds() {
        let line = JobQueue<Int>(limit: 3)
        #expect((1...4).map { line.offer($0) } == [.taken, .taken, .taken, .full])
        #expect(line.take(2) == [1, 2])
        #expect(line.offer(5) == .taken)
        line.close()
        #expect(line.offer(6) == .closed)
        #expect(line.take(9) == [3, 5])
        #expect(line.take(9) == nil)
    }
}

@Suite("A damaged SQLite file")
struct DamagedFileTests {
    /// A table of a thousand rows with an index, all of it in the file itself.
    private static func withFile(_ body: (String, Int) async throws -> Void) async throws {
        try await TestEngine.sqlite.withPlace { place in
            let database = try place.open()
            try await database.write { connection in
                try connection.run("CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT NOT NULL)")
                try connection.run("CREATE INDEX things_by_name ON things (name)")
                for number in 0..<1000 {
                    try connection.run(
                        "INSERT INTO things (id, name) VALUES (\(number), \("thing \(number)"))")
                }
            }
            #expect(try await database.read { try Integrity.complaints(in: $0) }.isEmpty)
            await database.close()
            let size = try #require(
                try FileManager.default.attributesOfItem(atPath: place.address)[.size] as? Int)
            try await body(place.address, size)
        }
    }

    @Test("is found damaged or reads as it was written, whichever page is torn")
    func torn() async throws {
        try await Self.withFile { path, size in
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            // The head of every page: order, cells and kind of the page stand there.
            for page in stride(from: 4096, to: size, by: 4096) {
                var torn = whole
                torn[page] ^= 0x0F
                let copy = URL(fileURLWithPath: path + ".torn")
                try torn.write(to: copy)
                var found: [String] = []
                var fault: Fault?
                do {
                    let database = try SQLiteDatabase(path: copy.path, readers: 1)
                    found = try await database.read { try Integrity.complaints(in: $0) }
                    await database.close()
                } catch let error as Fault {
                    fault = error
                }
                #expect(!found.isEmpty || fault?.code == .corrupt, "page \(page / 4096 + 1)")
                for ending in ["", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: copy.path + ending)
                }
            }
        }
    }
}
