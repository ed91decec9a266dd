import Core
import Web

/// Which groups somebody works with: their own as steward, those of the areas of posts that take what
/// residents bring, and those around the place where somebody of a town, village or grid works, so that all
/// five parties see the same (M15).
struct ChatSight: Sendable {
    let areas: [AreaCode]
    let login: String

    init(_ officer: Officer, in city: City) {
        login = officer.login
        let areas = officer.posts.filter { post in
            post.area.level >= .town || city.roles[post.role]?.powers.contains(.takeCalls) == true
        }.map(\.area)
        self.areas = Set(areas).filter { area in
            !areas.contains { $0 != area && $0.contains(area) }
        }.sorted()
    }

    func sees(_ group: ChatGroup) -> Bool {
        group.steward == login || areas.contains { $0.contains(group.area) }
    }
}
