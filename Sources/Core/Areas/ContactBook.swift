/// A role that serves residents where they live (网格员, 社区书记, 驻村干部): what stands on its contact card (M32).
public struct ServingRole: Hashable, Sendable {
    public let name: String
    public let text: LocalText
    /// The level of area it serves: every area of this level should have somebody.
    public let level: AreaLevel
    /// What residents may count on.
    public let promise: LocalText
    /// Basic policies in residents' favour, one a line.
    public let policies: [LocalText]
    /// Main procedures, one a line.
    public let procedures: [LocalText]

    public init(
        name: String, text: LocalText, level: AreaLevel, promise: LocalText, policies: [LocalText],
        procedures: [LocalText]
    ) {
        self.name = name
        self.text = text
        self.level = level
        self.promise = promise
        self.policies = policies
        self.procedures = procedures
    }
}

/// Somebody who serves an area.
public struct Contact: Hashable, Sendable {
    public let area: AreaCode
    public let role: String
    public let name: LocalText
    /// The telephone of the post, not of the person.
    public let phone: String
    /// Whether the name may be shown to everybody.
    public let isPublic: Bool
    /// Whether this is one of the town's top leaders, as key villages need (M32).
    public let isTopLeader: Bool
    public let since: CivilDate

    public init(
        area: AreaCode, role: String, name: LocalText, phone: String, isPublic: Bool, isTopLeader: Bool,
        since: CivilDate
    ) {
        self.area = area
        self.role = role
        self.name = name
        self.phone = phone
        self.isPublic = isPublic
        self.isTopLeader = isTopLeader
        self.since = since
    }
}

/// Who serves residents where (M18, M32), as the city pack's `cards.yaml` has it.
public struct ContactBook: Sendable {
    /// Counts up when cards must be printed anew.
    public let version: Int
    /// The day this version took effect.
    public let since: CivilDate?
    public let roles: [ServingRole]
    public let contacts: [Contact]
    /// Villages that a top leader has to take (后进村、重点村).
    public let keyVillages: Set<AreaCode>
    private let byArea: [AreaCode: [Contact]]
    private let roleByName: [String: ServingRole]

    public init(
        version: Int, since: CivilDate?, roles: [ServingRole], contacts: [Contact],
        keyVillages: Set<AreaCode>
    ) {
        self.version = version
        self.since = since
        self.roles = roles
        self.contacts = contacts
        self.keyVillages = keyVillages
        byArea = Dictionary(grouping: contacts, by: \.area)
        roleByName = Dictionary(roles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A city without contacts.
    public static let none = ContactBook(version: 0, since: nil, roles: [], contacts: [], keyVillages: [])

    public func role(_ name: String) -> ServingRole? { roleByName[name] }

    /// The contacts of exactly this area, in the order of the roles.
    public func contacts(of area: AreaCode) -> [Contact] {
        let found = byArea[area] ?? []
        return roles.flatMap { role in found.filter { $0.role == role.name } }
    }

    /// One step of the way up from a home: an area and who serves it.
    public struct Step: Hashable, Sendable {
        public let area: AreaCode
        public let contacts: [Contact]
        /// Roles of this level that nobody holds here; the next step stands in for them.
        public let vacant: [ServingRole]
    }

    /// From the smallest area up to the town: who serves each, and what is vacant. Levels without a role
    /// and without a contact are left out.
    public func line(from area: AreaCode, in areas: AreaTree) -> [Step] {
        AreaLevel.allCases.reversed().filter { $0 >= .town }.compactMap { level in
            guard let code = area.ancestor(at: level), areas[code] != nil else { return nil }
            let held = contacts(of: code)
            let vacant = roles.filter { role in
                role.level == level && !held.contains { $0.role == role.name }
            }
            return held.isEmpty && vacant.isEmpty ? nil : Step(area: code, contacts: held, vacant: vacant)
        }
    }

    /// Whom a resident turns to first: the closest contact that may be shown, and the vacant roles below
    /// it that it stands in for.
    public func first(for area: AreaCode, in areas: AreaTree) -> (contact: Contact, vacant: [ServingRole])? {
        var vacant: [ServingRole] = []
        for step in line(from: area, in: areas) {
            if let contact = step.contacts.first(where: \.isPublic) { return (contact, vacant) }
            vacant += step.vacant
        }
        return nil
    }
}

/// Where the net has holes (M18, M32): `Coverage(of: city.contacts, in: city.areas)`.
public struct Coverage: Hashable, Sendable {
    /// Areas of a role's level where nobody holds it, in the order of their codes, with the role's name.
    public let vacant: [Vacancy]
    /// Villages where no role of the village's level is held.
    public let villagesWithoutContact: [AreaCode]
    /// Key villages whose contact is not one of the top leaders.
    public let keyVillagesWithoutTopLeader: [AreaCode]

    /// A role that nobody holds in an area where it belongs.
    public struct Vacancy: Hashable, Sendable {
        public let area: AreaCode
        public let role: String
    }

    /// Looks at every area once. A town that has begun to name grid officers is asked for all of its grids;
    /// one that has none is asked for its villages only.
    public init(of book: ContactBook, in areas: AreaTree) {
        let held = Set(book.contacts.map { Vacancy(area: $0.area, role: $0.role) })
        let begun = Set(
            book.contacts.compactMap { contact in
                contact.area.ancestor(at: .town).map { Vacancy(area: $0, role: contact.role) }
            })
        var vacant: [Vacancy] = []
        for code in areas.codes {
            for role in book.roles where role.level == code.level {
                let place = Vacancy(area: code, role: role.name)
                let town = code.ancestor(at: .town).map { Vacancy(area: $0, role: role.name) }
                let isExpected = role.level <= .village || town.map(begun.contains) ?? false
                if isExpected, !held.contains(place) { vacant.append(place) }
            }
        }
        self.vacant = vacant
        let villages = areas.codes.filter { $0.level == .village }
        let hasVillageRole = book.roles.contains { $0.level == .village }
        villagesWithoutContact = hasVillageRole ? villages.filter { book.contacts(of: $0).isEmpty } : []
        keyVillagesWithoutTopLeader = book.keyVillages.sorted().filter { code in
            !book.contacts(of: code).contains(where: \.isTopLeader)
        }
    }
}
