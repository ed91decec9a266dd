import Core
import Web

/// Where somebody may open boxes and type slips in: in the areas of posts that take what residents bring, and
/// everybody who works in a town or village at their own place.
struct SlipSight: Sendable {
    let areas: [AreaCode]

    init(_ officer: Officer, in city: City) {
        let areas = officer.posts.filter { post in
            post.area.level >= .town || city.roles[post.role]?.powers.contains(.takeCalls) == true
        }.map(\.area)
        // The widest alone: what lies within another is seen already.
        self.areas = Set(areas).filter { area in
            !areas.contains { $0 != area && $0.contains(area) }
        }.sorted()
    }

    func sees(_ area: AreaCode) -> Bool { areas.contains { $0.contains(area) } }
    var isEmpty: Bool { areas.isEmpty }
}
