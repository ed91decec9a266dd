import CityPack
import Core
import Desk
import Directory
import Matters
import Storage
import Web

/// The slices of this program, one line each.
enum Features {
    static func all(_ town: Town, _ directory: Directory) -> [Feature] {
        [
            .matters(
                desk: town.desk, personNames: { ids in try await directory.names(of: ids).mapValues(\.zh) }),
            .directory(directory, home: "/matters/workbench"),
        ]
    }

    /// What follows the log beside the pages.
    static let followers: [Follower] = [Tallies.follower]
}
