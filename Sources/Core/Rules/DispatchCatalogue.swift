/// Who handles what, where and when (派单目录): category × area × days → unit, with a backstop for every
/// place.
public struct DispatchCatalogue: Sendable {
    /// One line of the catalogue.
    public struct Rule: Sendable, Hashable {
        /// A category's code, or nil for the backstop of a place.
        public let category: String?
        public let area: AreaCode
        public let unit: UnitCode
        /// Units that help (协办), in the order they stand in.
        public let assistants: [UnitCode]
        /// The first day on which it holds; nil for "always so far".
        public let from: CivilDate?
        /// The last day on which it holds, that day included; nil for "until further notice".
        public let until: CivilDate?
        /// How long the unit has for an ordinary matter of this class and place; nil for the limits of the
        /// kind and of limits.csv. Urgent matters keep their own, shorter times.
        public let limit: Span?
        /// What it rests on, in words: a decision, a list of duties, a ruling.
        public let source: String?

        public init(
            category: String?, area: AreaCode, unit: UnitCode, assistants: [UnitCode] = [],
            from: CivilDate? = nil, until: CivilDate? = nil, limit: Span? = nil, source: String? = nil
        ) {
            self.category = category
            self.area = area
            self.unit = unit
            self.assistants = assistants
            self.from = from
            self.until = until
            self.limit = limit
            self.source = source
        }

        /// What it is for, whenever it holds.
        public var cell: Cell { Cell(category: category, area: area) }

        /// Whether it holds on a day.
        public func isInForce(on day: CivilDate) -> Bool {
            from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
        }

        /// Whether both hold on some day.
        public func meets(_ other: Rule) -> Bool {
            let startsInTime = other.until.map { until in from.map { $0 <= until } ?? true } ?? true
            let endsInTime = until.map { until in other.from.map { $0 <= until } ?? true } ?? true
            return startsInTime && endsInTime
        }

        /// The same rule for other days.
        public func holding(from: CivilDate?, until: CivilDate?) -> Rule {
            Rule(
                category: category, area: area, unit: unit, assistants: assistants, from: from, until: until,
                limit: limit, source: source)
        }
    }

    /// A class at a place: what rules are for.
    public struct Cell: Hashable, Sendable, Codable {
        /// Nil for the backstop.
        public let category: String?
        public let area: AreaCode

        public init(category: String?, area: AreaCode) {
            self.category = category
            self.area = area
        }

        /// `0101@980101`, `*@9801`.
        public var text: String { "\(category ?? "*")@\(area)" }

        /// Reads `text`; nil for anything else.
        public init?(_ text: String) {
            guard let at = text.lastIndex(of: "@"), at != text.startIndex,
                let area = AreaCode(String(text[text.index(after: at)...]))
            else { return nil }
            let category = String(text[..<at])
            self.init(category: category == "*" ? nil : category, area: area)
        }
    }

    /// Which rule gives a matter to whom, and which ones would have been next.
    public struct Decision: Sendable, Hashable {
        /// The rule that holds. Its category and area say by what it matched.
        public let rule: Rule
        /// Those that hold as well but lost, the closest first: by a wider class or a larger area.
        public let lost: [Rule]

        public var unit: UnitCode { rule.unit }
        public var assistants: [UnitCode] { rule.assistants }
        /// Whether no rule for the class was found, only the place's backstop.
        public var isBackstop: Bool { rule.category == nil }
    }

    /// In the order in which they are written down.
    public let rules: [Rule]
    /// The day that is meant where none is given; nil reads undated questions as "from now on": of rules that
    /// follow each other the last.
    public let today: CivilDate?
    /// Of rules for the same cell the latest first.
    private let cells: [Cell: [Rule]]

    public init(_ rules: [Rule], today: CivilDate? = nil) {
        self.rules = rules
        self.today = today
        var cells: [Cell: [Rule]] = [:]
        // Of two that begin together the one that stands first.
        let sorted = rules.enumerated().sorted { one, other in
            (Self.start(other.element), one.offset) < (Self.start(one.element), other.offset)
        }
        for (_, rule) in sorted { cells[rule.cell, default: []].append(rule) }
        self.cells = cells
    }

    /// The same rules, read as of another day where none is given.
    public func asOf(_ day: CivilDate?) -> DispatchCatalogue {
        DispatchCatalogue(rules: rules, today: day, cells: cells)
    }

    private init(rules: [Rule], today: CivilDate?, cells: [Cell: [Rule]]) {
        self.rules = rules
        self.today = today
        self.cells = cells
    }

    /// All rules for a class at a place, the latest first.
    public func rules(of cell: Cell) -> [Rule] { cells[cell] ?? [] }

    /// Days from 1970 to the first day of force.
    private static func start(_ rule: Rule) -> Int { rule.from?.daysSince1970 ?? Int.min }

    // MARK: Looking up

    /// The unit for a category at a place: the closest category first, then the smallest area, then the
    /// backstop. Read as of `today`.
    public func unit(for category: String, at area: AreaCode, in catalogue: Catalogue) -> UnitCode? {
        first(category, area, catalogue) { inForce($0, today) }?.unit
    }

    /// As of a day.
    public func unit(
        for category: String, at area: AreaCode, on day: CivilDate, in catalogue: Catalogue
    ) -> UnitCode? {
        first(category, area, catalogue) { inForce($0, day) }?.unit
    }

    /// Which rule holds on a day, and why: nil where nothing reaches the place. `day` nil stands for `today`.
    ///
    /// The time it takes grows with the depth of both trees, never with the number of rules.
    public func decision(
        for category: String?, at area: AreaCode, on day: CivilDate? = nil, in catalogue: Catalogue
    ) -> Decision? {
        var found: [Rule] = []
        visit(category, area, catalogue) { cell in
            if let rule = inForce(cell, day ?? today) { found.append(rule) }
            return true
        }
        return found.first.map { Decision(rule: $0, lost: Array(found.dropFirst())) }
    }

    private func first(
        _ category: String, _ area: AreaCode, _ catalogue: Catalogue, _ find: (Cell) -> Rule?
    ) -> Rule? {
        var found: Rule?
        visit(category, area, catalogue) { cell in
            found = find(cell)
            return found == nil
        }
        return found
    }

    /// The cells that reach a place, the closest first, until `body` says that it has enough.
    private func visit(
        _ category: String?, _ area: AreaCode, _ catalogue: Catalogue, _ body: (Cell) -> Bool
    ) {
        let areas = AreaLevel.allCases.reversed().compactMap { area.ancestor(at: $0) }
        let lineage = category.map { catalogue.lineage(of: $0) } ?? []
        for category in lineage.map({ Optional($0.code) }) + [nil] {
            for area in areas where !body(Cell(category: category, area: area)) { return }
        }
    }

    /// Of the rules for a cell, the latest that began and has not ended; without a day the last one that has
    /// no end.
    private func inForce(_ cell: Cell, _ day: CivilDate?) -> Rule? {
        guard let same = cells[cell] else { return nil }
        guard let day else { return same.first { $0.until == nil } ?? same.first }
        let days = day.daysSince1970
        var (low, high) = (0, same.count)
        // Invariant: those before `low` begin after the day, those from `high` on do not.
        while low < high {
            let middle = (low + high) / 2
            if Self.start(same[middle]) > days { low = middle + 1 } else { high = middle }
        }
        return same[low...].first { $0.isInForce(on: day) }
    }
}

extension DispatchCatalogue {
    /// The time limits that rules bring along, for the whole limit of each kind that units handle. They stand
    /// behind those of limits.csv.
    public func limits(for procedures: [Procedure]) -> [LimitRule] {
        let timed = rules.filter { $0.limit != nil }
        if timed.isEmpty { return [] }
        let kinds = procedures.filter { procedure in procedure.moves.contains { $0.does.contains(.dispatch) }
        }
        return kinds.sorted { $0.kind < $1.kind }.flatMap { kind -> [LimitRule] in
            guard let whole = kind.limits.first else { return [] }
            return timed.compactMap { rule in
                rule.limit.map {
                    LimitRule(
                        kind: kind.kind, limit: whole.name, category: rule.category, urgency: .ordinary,
                        area: rule.area, span: $0, from: rule.from, until: rule.until, source: rule.source)
                }
            }
        }
    }
}
