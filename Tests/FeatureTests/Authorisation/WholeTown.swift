import ArgumentParser
import CityPack
import Core
import Desk
import Directory
import Foundation
import HTTPTypes
import Knowledge
import Storage
import Web

@testable import lianxin

/// The demo city as the program itself puts it together: every slice, every route, rows in every list.
/// Whatever is asked of it is taken back (`TriedDatabase`), so that no question changes the
/// next one's answer.
final class WholeTown: Sendable {
    let town: lianxin.Town
    let directory: Directory
    let server: WebServer
    let database: TriedDatabase
    private let folder: URL

    /// One for all tests: it takes seconds to make.
    static let shared = Task { try await WholeTown() }

    static let root = DemoSite.root

    /// - Parameter place: an empty database; nil for a file of its own.
    init(in place: DatabasePlace? = nil) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lx-whole-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = DatabasePlace(engine: .sqlite, address: folder.appending(path: "town.sqlite").path)
        let place = place ?? file
        let words = [
            "--database", place.engine == .sqlite ? "sqlite:\(place.address)" : place.address,
            "--files", folder.appending(path: "files").path, "--city",
            Self.root.appending(path: "Cities/demo").path,
        ]
        let demo = try DemoCommand.parse(words + ["--matters", "150"])
        try await demo.run()
        database = TriedDatabase(try place.open())
        let site = try await DemoSite(words, database: database)
        (town, directory, server) = (site.town, site.directory, site.server)
    }

    /// The demo has nothing of something that is asked for here.
    struct Missing: Error, CustomStringConvertible {
        let what: String
        var description: String { "The demo city has no \(what)." }
    }

    /// The pack's people.
    var people: [(login: String, post: Post)] { town.pack.people.map { ($0.login, $0.post) } }

    var city: City { town.pack.city }

    /// One of the site's own files.
    var asset: String {
        server.routes.first { $0.path.hasPrefix("/assets/") }?.path ?? "/assets/none"
    }

    /// Rows of the town's tables, as texts.
    func rows(_ sql: SQL) async throws -> [[String: String]] {
        try await database.read { connection in
            try connection.rows(sql).map { row in
                var texts: [String: String] = [:]
                for (name, value) in zip(row.columns, row.values) {
                    switch value {
                    case .integer(let number): texts[name] = String(number)
                    case .text(let text): texts[name] = text
                    case .real(let number): texts[name] = String(number)
                    case .blob, .null: break
                    }
                }
                return texts
            }
        }
    }
}
