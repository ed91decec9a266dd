import ArgumentParser
import CityPack
import Core
import Desk
import Directory
import Foundation
import Knowledge
import Storage
import Web

@testable import lianxin

/// The demo city's site as the program itself puts it together, on a database that is there.
struct DemoSite {
    let town: lianxin.Town
    let directory: Directory
    let server: WebServer

    /// The repository's folder.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// - Parameter words: What the command line says of the database and the city.
    init(_ words: [String], database: any Database) async throws {
        town = try await lianxin.Town(Place.parse(words), database: database)
        directory = try await town.directory(demo: true)
        try await town.knowledge.take(town.pack.knowledge, at: Surroundings.live.now())
        let settings = try WebSettings(
            baseURL: "http://127.0.0.1:8080", secret: Array(repeating: 7, count: 32), trustProxy: true,
            demo: true, visitorFormsPerMinute: nil)
        server = WebServer(
            features: Features.all(town, directory), gatekeeper: directory, surroundings: .live,
            settings: settings)
    }
}
