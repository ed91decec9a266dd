import CityPack
import Core
import Desk
import Directory
import Storage

/// Who works in the demo: people by role and place, so that every move is made by somebody who may make it.
struct DemoPeople: Sendable {
    private let actors: [Actor]
    private let byUnit: [UnitCode: [Int]]
    private let byRole: [String: [Int]]

    /// The people of the pack, as the directory knows them.
    init(of town: Town, _ directory: Directory) async throws {
        var people: [(id: Int64, posts: [Post])] = []
        for login in Set(town.pack.people.map(\.login)).sorted() {
            guard let person = try await directory.person(login: login) else { continue }
            people.append((person.id, person.posts.map(\.post)))
        }
        self.init(people)
    }

    init(_ people: [(id: Int64, posts: [Post])]) {
        actors = people.map { .officer(id: $0.id, posts: $0.posts) }
        var byUnit: [UnitCode: [Int]] = [:]
        var byRole: [String: [Int]] = [:]
        for (index, person) in people.enumerated() {
            for post in person.posts {
                byUnit[post.unit, default: []].append(index)
                byRole[post.role, default: []].append(index)
            }
        }
        self.byUnit = byUnit
        self.byRole = byRole
    }

    /// Those who could be asked to do something with a matter: its unit's people, and one of each role.
    func candidates(for matter: Matter, _ dice: inout Dice) -> [Actor] {
        var indices: [Int] = []
        let units = [matter.lead].compactMap(\.self) + matter.sharers
        for unit in units { indices += byUnit[unit] ?? [] }
        for role in byRole.keys.sorted() {
            let holders = (byRole[role] ?? []).filter { index in
                actors[index].posts.contains { $0.role == role && $0.area.contains(matter.area) }
            }
            if let index = dice.pick(holders) { indices.append(index) }
        }
        return indices.map { actors[$0] }
    }

    /// Who works in a unit.
    func of(_ unit: UnitCode) -> [Actor] { (byUnit[unit] ?? []).map { actors[$0] } }

    /// Units in which somebody works, in a fixed order.
    var units: [UnitCode] { byUnit.keys.sorted() }

    /// Who may make a move: the resident where it is theirs, or else the one of the smallest place.
    func somebody(for move: Move, on matter: Matter, in city: City, at now: Moment) -> Actor? {
        let isPossible = { (actor: Actor) in
            possibleMoves(on: matter, by: actor, in: city, at: now).contains { $0.name == move.name }
        }
        if move.by.contains(.resident), isPossible(.resident) { return .resident }
        let near = Set([matter.lead].compactMap(\.self) + matter.sharers)
        let holders = actors.compactMap { actor -> (actor: Actor, level: AreaLevel)? in
            let levels = actor.posts.filter { post in
                move.by.contains(.role(post.role))
                    && (near.contains(post.unit) || city.roles[post.role]?.sight == .area)
            }.map(\.area.level)
            return levels.max().map { (actor, $0) }
        }
        // Who joins two matters has to see both.
        let isWide = move.does.contains(.merge)
        return holders.sorted { isWide ? $0.level < $1.level : $0.level > $1.level }
            .first { isPossible($0.actor) }?.actor
    }

    /// Somebody with a post in a role, for taking calls.
    func anyone(in area: AreaCode, _ dice: inout Dice) -> Actor? {
        dice.pick(actors.filter { actor in actor.posts.contains { $0.area.contains(area) } })
    }
}

extension DemoPeople {
    /// Somebody who sees the whole city.
    func wide(in city: City) -> Actor? {
        actors.first { actor in
            city.scopes(of: actor.posts) == [.city] && actor.posts.contains { $0.unit == city.desk }
        }
    }
}
