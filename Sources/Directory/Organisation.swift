public import Core
import Web

/// What the directory needs to know of a city: its roles with their powers, its units and areas by name.
public struct Organisation: Sendable {
    let roles: [String: Role]
    let units: [UnitCode: Unit]
    let areas: AreaTree
    /// The post of the first administrator: the city's own desk and area.
    let firstPost: Post
    /// What the moves of the city let a holder of each role do, in the words of its buttons.
    let moves: [String: [LocalText]]

    /// The role that always manages accounts, whatever a city pack says: without it a pack with no such role
    /// would lock everybody out.
    public static let administrator = "administrator"

    public init(
        roles: [Role], units: [Unit], areas: AreaTree, area: AreaCode, desk: UnitCode,
        moves: [String: [LocalText]] = [:]
    ) {
        let byName = Dictionary(roles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.roles = byName
        self.units = Dictionary(units.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        self.areas = areas
        self.moves = moves
        let own = byName.values.filter { $0.powers.contains(.manageAccounts) }.map(\.name)
        let role = own.contains(Self.administrator) ? Self.administrator : own.min() ?? Self.administrator
        firstPost = Post(role: role, unit: desk, area: area)
    }

    public init(_ city: City) {
        var moves: [String: [LocalText]] = [:]
        for procedure in city.procedures.values.sorted(by: { $0.kind < $1.kind }) {
            for move in procedure.moves where !move.automatic {
                for case .role(let role) in move.by where moves[role]?.contains(move.text) != true {
                    moves[role, default: []].append(move.text)
                }
            }
        }
        self.init(
            roles: Array(city.roles.values), units: Array(city.units.values), areas: city.areas,
            area: city.area, desk: city.desk, moves: moves)
    }

    /// What the posts allow beside moves.
    func powers(of posts: [Post]) -> Set<Role.Power> {
        var powers: Set<Role.Power> = []
        for post in posts {
            powers.formUnion(roles[post.role]?.powers ?? [])
            if post.role == Self.administrator { powers.insert(.manageAccounts) }
        }
        return powers
    }

    /// The roles whose holders manage accounts.
    var administrators: [String] {
        let own = roles.values.filter { $0.powers.contains(.manageAccounts) }.map(\.name)
        return Set(own + [Self.administrator]).sorted()
    }

    /// Every role that can be given.
    var roleNames: [String] { Set(roles.keys).union([firstPost.role]).sorted() }

    /// Whether role, unit and area are all ones of this city.
    func knows(_ post: Post) -> Bool {
        roleNames.contains(post.role) && units[post.unit] != nil && areas[post.area] != nil
    }

    func role(_ name: String, _ words: Words) -> String {
        if let role = roles[name] { return words(role.text) }
        return name == Self.administrator ? words("directory.administrator") : name
    }

    func unit(_ code: UnitCode, _ words: Words) -> String {
        units[code].map { words($0.name) } ?? code.text
    }

    /// The area with those around it, the widest first: 涟新市 青禾县.
    func area(_ code: AreaCode, _ words: Words) -> String {
        let path = areas.path(to: code).map { words($0.name) }
        guard !path.isEmpty else { return code.text }
        return words.language == .zh ? path.joined() : path.reversed().joined(separator: ", ")
    }

    /// A post in one line.
    func line(_ post: Post, _ words: Words) -> String {
        words(
            "directory.post.line",
            ["role": role(post.role, words), "unit": unit(post.unit, words), "area": area(post.area, words)])
    }
}
