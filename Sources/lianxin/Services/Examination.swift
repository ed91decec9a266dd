import CityPack
import Core
import Courier
import Directory
import Foundation
import Operation
import Storage
import Web

/// An installation looked over from outside, without a server: each part, one after the other.
struct Examination {
    let place: Place
    let settings: Configuration
    let reachesOut: Bool
    let now: Moment

    /// A part whose settings are wrong is left out: what would be looked at is not what was meant.
    func lines() async -> [HealthLine] {
        let hosts = SettingTrial.hosts(settings)
        let doubtful = settings.doubtful(after: hosts)
        func holds(_ needed: Setting...) -> Bool { doubtful.isDisjoint(with: needed) }
        var lines = [setting(settings.complaints + hosts)]
        if holds(.city) { lines.append(pack()) }
        if holds(.host, .port, .address, .demo) { lines.append(site()) }
        lines.append(limits())
        if holds(.files, .database) { lines.append(folder()) }
        if holds(.backup) { lines += backupFolder() }
        if holds(.database) {
            lines += permissions()
            lines += await database()
        }
        if reachesOut {
            if holds(.smtp, .mailFrom) { lines += mail() }
            if holds(.address) { lines += await web() }
        }
        return lines
    }

    private func setting(_ complaints: [SettingComplaint]) -> HealthLine {
        if let first = complaints.first(where: \.isError) {
            return HealthLine("settings", .fail, "wrong", ["what": first.sentence])
        }
        if let first = complaints.first {
            return HealthLine("settings", .warn, "doubtful", ["what": first.sentence])
        }
        return HealthLine("settings", .ok, "sound", ["file": settings.file ?? "–"])
    }

    private func pack() -> HealthLine {
        do {
            let pack = try CityPack.load(settings.text(.city))
            guard let first = pack.warnings.first else {
                return HealthLine("pack", .ok, "sound", ["city": pack.city.name.zh])
            }
            return HealthLine(
                "pack", .warn, "warned", ["count": String(pack.warnings.count), "what": "\(first)"])
        } catch {
            return HealthLine("pack", .fail, "broken", ["what": "\(error)"])
        }
    }

    private func site() -> HealthLine {
        let address = settings.siteAddress
        if settings.isOn(.demo) { return HealthLine("site", .warn, "demo", ["address": address]) }
        if !address.hasPrefix("https://") { return HealthLine("site", .warn, "plain", ["address": address]) }
        return HealthLine("site", .ok, "safe", ["address": address])
    }

    /// Every resident who listens and every connection to the database takes one.
    private func limits() -> HealthLine {
        let most = ProcessFigures.mostOpenFiles ?? 0
        let values = ["count": String(most)]
        return most < 4096
            ? HealthLine("limits", .warn, "few", values) : HealthLine("limits", .ok, "many", values)
    }

    private func folder() -> HealthLine {
        let path = place.filesFolder
        let values = ["folder": path]
        let files = FileManager.default
        if !files.fileExists(atPath: path) { return HealthLine("folder", .ok, "unmade", values) }
        return files.isWritableFile(atPath: path)
            ? HealthLine("folder", .ok, "writable", values) : HealthLine("folder", .fail, "locked", values)
    }

    /// The folder of the daily backup, where one is named.
    private func backupFolder() -> [HealthLine] {
        guard let path = settings[.backup] else { return [] }
        let values = ["folder": path]
        let files = FileManager.default
        // It is made with those above it that are missing.
        var there = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        while !files.fileExists(atPath: there.path, isDirectory: &isFolder), there.path != "/" {
            there.deleteLastPathComponent()
        }
        if !isFolder.boolValue || !files.isWritableFile(atPath: there.path) {
            return [HealthLine("backupFolder", .fail, "locked", values)]
        }
        return [
            files.fileExists(atPath: path)
                ? HealthLine("backupFolder", .ok, "writable", values)
                : HealthLine("backupFolder", .warn, "unmade", values)
        ]
    }

    /// The file holds residents' telephone numbers: only its owner should read it.
    private func permissions() -> [HealthLine] {
        guard let path = place.databasePath,
            let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
        else { return [] }
        let values = ["file": path, "mode": String(mode, radix: 8)]
        return [
            mode & 0o007 == 0
                ? HealthLine("permissions", .ok, "own", values)
                : HealthLine("permissions", .warn, "open", values)
        ]
    }

    // MARK: The database

    private func database() async -> [HealthLine] {
        let database: any Database
        do {
            database = try place.connect(creating: false, connections: 2)
        } catch {
            return [HealthLine("connection", .fail, "closed", ["what": sentence(of: error)])]
        }
        var lines: [HealthLine] = []
        do {
            lines += try await engine(database)
            lines.append(await schema(database))
            if lines.last?.state == .ok { lines += try await contents(database) }
        } catch {
            lines.append(HealthLine("connection", .fail, "closed", ["what": sentence(of: error)]))
        }
        await database.close()
        return lines
    }

    private func sentence(of error: any Error) -> String { (error as? Fault)?.message ?? "\(error)" }

    private func engine(_ database: any Database) async throws -> [HealthLine] {
        let (version, form, damage, time) = try await database.read { connection in
            let store = DoctorStore(connection: connection)
            return (try store.version(), try store.form(), try store.damage(), try store.time())
        }
        let engine = database.dialect == .postgres ? "PostgreSQL" : "SQLite"
        let isRight = ["wal", "utf8"].contains(form.lowercased())
        var lines = [
            HealthLine(
                "connection", isRight ? .ok : .warn, isRight ? "open" : "odd",
                ["engine": engine, "version": version, "form": form])
        ]
        lines.append(
            damage.map { HealthLine("integrity", .fail, "damaged", ["what": $0]) }
                ?? HealthLine("integrity", .ok, "whole"))
        if let time {
            let apart = abs(time - Surroundings.live.now().milliseconds) / 1000
            lines.append(
                HealthLine(
                    "clock", apart > 5 ? .warn : .ok, apart > 5 ? "apart" : "agrees",
                    ["seconds": String(apart)]))
        }
        return lines
    }

    private func schema(_ database: any Database) async -> HealthLine {
        do {
            try await Migrator(Place.migrations).check(database)
            return HealthLine("schema", .ok, "fits", ["count": String(Place.migrations.count)])
        } catch {
            return HealthLine("schema", .fail, "differs", ["what": "\(error)"])
        }
    }

    private func contents(_ database: any Database) async throws -> [HealthLine] {
        let (newest, people) = try await database.read { connection in
            let store = DoctorStore(connection: connection)
            return (try store.newestEvent(), try store.peopleWithPassword())
        }
        var lines: [HealthLine] = []
        if let newest, newest > now + 60_000 {
            lines.append(
                HealthLine("clock", .warn, "behind", ["seconds": String((newest - now) / 1000)]))
        }
        lines.append(try await accounts(database, people: people))
        // The followers that a whole town has are known only with its desks; their bookmarks are here.
        let desk = OperationDesk(database: database, facts: place.facts(at: now))
        lines += await desk.health(at: now).filter { $0.name != "beats" && $0.name != "followers" }
        let lateness = try await desk.followersInBooks(at: now)
        lines.append(lateness)
        if !lines.contains(where: { $0.name == "backup" }) {
            lines.append(
                settings[.backup] == nil
                    ? HealthLine("backup", .warn, "unknown")
                    : HealthLine("backup", .warn, "awaited", ["at": settings.text(.backupAt)]))
        }
        return lines
    }

    /// Who can sign in, and whether others could in their place.
    private func accounts(_ database: any Database, people: Int) async throws -> HealthLine {
        if people == 0 { return HealthLine("accounts", .warn, "none") }
        // A pack that is broken was told above.
        if let pack = try? CityPack.load(settings.text(.city)) {
            let directory = Directory(database: database, city: pack.city, surroundings: .live, demo: false)
            let weakness = try await directory.weakness(now: now)
            if !weakness.guessable.isEmpty {
                let logins = weakness.guessable.joined(separator: ", ")
                return HealthLine("accounts", .warn, "guessable", ["logins": logins])
            }
            if weakness.unchanged > 0 {
                return HealthLine("accounts", .warn, "given", ["count": String(weakness.unchanged)])
            }
        }
        return HealthLine("accounts", .ok, "some", ["count": String(people)])
    }

    // MARK: Outside

    private func mail() -> [HealthLine] {
        guard let server = settings.mailServer else { return [] }
        let place = "\(server.host):\(server.port)"
        return [
            PortProbe.answers(server.host, server.port)
                ? HealthLine("mail", .ok, "reached", ["address": place])
                : HealthLine("mail", .warn, "unreached", ["address": place])
        ]
    }

    private func web() async -> [HealthLine] {
        guard settings[.address] != nil else { return [] }
        let url = settings.siteAddress + "/healthz"
        let transport = Transport(openTo: .including(Reach.loopback))
        do throws(TransportRefusal) {
            _ = try await transport.perform(WebRequest(url: url), keeping: .whole(65_536), within: 10)
            return [HealthLine("web", .ok, "reached", ["address": url])]
        } catch {
            return [HealthLine("web", .warn, "unreached", ["address": url, "what": error.code])]
        }
    }
}
