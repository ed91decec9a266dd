import Administration
import CityPack
import Core
import Foundation
import Storage
import Web

extension Town {
    /// Lets the city pack come into force, or refuses it while something in use would vanish with it. The
    /// same pack as before passes without being noted.
    func admit(as command: String) async throws {
        let host = ProcessInfo.processInfo.hostName
        try await PackLedger(database).admit(pack, by: "\(command) @ \(host)", at: Surroundings.live.now())
    }

    /// What the administration works with.
    var administration: Administration {
        Administration(
            desk: desk, content: PackContent(pack), folder: pack.directory, shapes: shapes,
            followers: Features.followers(self).map(\.name))
    }
}
