import Core

/// Holds what is in use against the pack that is to come. Pure.
struct PackComparison {
    let old: City?
    let new: City

    func findings(_ use: PackUse, _ holders: [PackDryRun.Holder]) -> [PackDryRun.Finding] {
        let found = stages(use) + limits(use) + units(use) + areas(use) + categories(use) + posts(holders)
        let ranked = found.enumerated().sorted { left, right in
            (left.element.severity == .blocking ? 0 : 1, left.offset)
                < (right.element.severity == .blocking ? 0 : 1, right.offset)
        }
        return ranked.map(\.element)
    }

    private func stages(_ use: PackUse) -> [PackDryRun.Finding] {
        use.stages.compactMap { row in
            if new.procedures[row.kind]?.stage(row.stage) != nil { return nil }
            return row.isOpen
                ? .init(severity: .blocking, lack: .stage(kind: row.kind, stage: row.stage), count: row.count)
                : .init(
                    severity: .warning, lack: .endedStage(kind: row.kind, stage: row.stage), count: row.count)
        }
    }

    private func limits(_ use: PackUse) -> [PackDryRun.Finding] {
        use.limits.compactMap { row in
            if new.procedures[row.kind]?.limit(row.limit) != nil { return nil }
            return .init(
                severity: .warning, lack: .limit(kind: row.kind, limit: row.limit), count: row.count)
        }
    }

    private func units(_ use: PackUse) -> [PackDryRun.Finding] {
        let open = Set(use.units.filter(\.isOpen).map(\.unit))
        return use.units.compactMap { row in
            if new.units[row.unit] != nil || !row.isOpen && open.contains(row.unit) { return nil }
            return row.isOpen
                ? .init(severity: .blocking, lack: .unit(row.unit), count: row.count)
                : .init(severity: .warning, lack: .endedUnit(row.unit), count: row.count)
        }
    }

    private func areas(_ use: PackUse) -> [PackDryRun.Finding] {
        use.areas.compactMap { row in
            if new.areas[row.area] != nil { return nil }
            let isLost = row.isOpen && new.areas.path(to: row.area).isEmpty
            return isLost
                ? .init(severity: .blocking, lack: .place(row.area), count: row.count)
                : .init(severity: .warning, lack: .area(row.area), count: row.count)
        }
    }

    private func categories(_ use: PackUse) -> [PackDryRun.Finding] {
        use.categories.compactMap { row in
            guard let category = new.catalogue[row.category] else {
                return .init(severity: .blocking, lack: .category(row.category), count: row.count)
            }
            // Its matters stay where they are, but nobody can be given the same again.
            return category.isLeaf
                ? nil : .init(severity: .warning, lack: .category(row.category), count: row.count)
        }
    }

    private func posts(_ holders: [PackDryRun.Holder]) -> [PackDryRun.Finding] {
        var counts: [Post: Int] = [:]
        for post in holders.flatMap(\.posts) where !isKnown(post) { counts[post, default: 0] += 1 }
        return counts.map { post, count in
            PackDryRun.Finding(severity: .warning, lack: .post(post), count: count)
        }.sorted { $0.description < $1.description }
    }

    /// The role of administrators is always there, whatever a pack says.
    private func isKnown(_ post: Post) -> Bool {
        let role = new.roles[post.role] != nil || old?.roles[post.role] == nil
        return role && new.units[post.unit] != nil && new.areas[post.area] != nil
    }

    func clocks(at now: Moment) -> [PackDryRun.ClockChange] {
        guard let old else { return [] }
        return new.procedures.values.sorted { $0.kind < $1.kind }.flatMap { procedure in
            procedure.limits.flatMap { limit -> [PackDryRun.ClockChange] in
                guard let before = old.procedures[procedure.kind]?.limit(limit.name) else { return [] }
                return Urgency.allCases.compactMap { urgency in
                    let kind = procedure.kind
                    let terms = LimitTerms(category: nil, urgency: urgency, grade: nil, area: new.area)
                    let was = old.calendar.add(
                        old.span(of: before, kind: kind, terms: terms, at: now), to: now)
                    let will = new.calendar.add(
                        new.span(of: limit, kind: kind, terms: terms, at: now), to: now)
                    if was == will { return nil }
                    return PackDryRun.ClockChange(
                        kind: procedure.kind, limit: limit.name, name: limit.text, urgency: urgency, old: was,
                        new: will)
                }
            }
        }
    }

    func redirections(_ given: [PackUse.Given]) -> [PackDryRun.Redirection] {
        guard let old else { return [] }
        return given.compactMap { row in
            let was = old.dispatch.unit(for: row.category, at: row.area, in: old.catalogue)
            let will = new.dispatch.unit(for: row.category, at: row.area, in: new.catalogue)
            if was == will { return nil }
            return PackDryRun.Redirection(
                category: row.category, area: row.area, old: was, new: will, count: row.count)
        }.sorted { ($1.count, $0.category, $0.area) < ($0.count, $1.category, $1.area) }
    }

    func losses(of holders: [PackDryRun.Holder]) -> [PackDryRun.Loss] {
        guard let old else { return [] }
        return holders.compactMap { holder in
            let (before, after) = (old.powers(of: holder.posts), new.powers(of: holder.posts))
            let powers = before.subtracting(after).sorted { $0.rawValue < $1.rawValue }
            let left = new.scopes(of: holder.posts)
            let scopes = old.scopes(of: holder.posts).filter { scope in
                !left.contains { $0.covers(scope, in: new) }
            }
            if powers.isEmpty, scopes.isEmpty { return nil }
            return PackDryRun.Loss(person: holder.id, name: holder.name, powers: powers, scopes: scopes)
        }
    }
}

extension City {
    fileprivate func powers(of posts: [Post]) -> Set<Role.Power> {
        posts.reduce(into: []) { $0.formUnion(roles[$1.role]?.powers ?? []) }
    }
}

extension Scope {
    /// Whether whoever sees this sees all of the other.
    fileprivate func covers(_ other: Scope, in city: City) -> Bool {
        switch (self, other) {
        case (.city, _): true
        case (.area(let wide), .area(let narrow)): wide.contains(narrow)
        case (.unit(let one), .unit(let two)): one == two
        case (.area, .city), (.area, .unit), (.unit, .city), (.unit, .area): false
        }
    }
}

/// What the database uses of a city, counted.
struct PackUse: Sendable {
    var stages: [(kind: String, stage: String, isOpen: Bool, count: Int)] = []
    var limits: [(kind: String, limit: String, count: Int)] = []
    var units: [(unit: UnitCode, isOpen: Bool, count: Int)] = []
    var areas: [(area: AreaCode, isOpen: Bool, count: Int)] = []
    var categories: [(category: String, count: Int)] = []
    var given: [Given] = []

    /// Matters of a category in an area, of the time that is looked back on.
    struct Given: Sendable {
        let category: String
        let area: AreaCode
        let count: Int
    }
}
