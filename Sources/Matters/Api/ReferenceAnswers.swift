import Core
import Desk

/// The classes of matters.
struct CatalogueAnswer: Encodable, Sendable {
    let version: Int
    let categories: [CategoryAnswer]

    struct CategoryAnswer: Encodable, Sendable {
        let code: String
        let name: LocalText
        let parent: String?
        /// Whether a matter may be given it.
        let leaf: Bool
    }

    init(_ city: City) {
        version = city.version
        categories = city.catalogue.categories.map {
            CategoryAnswer(code: $0.code, name: $0.name, parent: $0.parent, leaf: $0.isLeaf)
        }
    }
}

struct UnitListAnswer: Encodable, Sendable {
    let version: Int
    let units: [UnitAnswer]

    struct UnitAnswer: Encodable, Sendable {
        let code: String
        let name: LocalText
        let area: String
        /// The unit above it.
        let parent: String?
    }

    init(_ city: City) {
        version = city.version
        units = city.units.values.sorted { $0.code < $1.code }.map {
            UnitAnswer(code: $0.code.text, name: $0.name, area: $0.area.text, parent: $0.parent?.text)
        }
    }
}

struct AreaListAnswer: Encodable, Sendable {
    let version: Int
    let areas: [AreaAnswer]

    struct AreaAnswer: Encodable, Sendable {
        let code: String
        let name: LocalText
        let level: String
        let position: PositionAnswer?
        /// How many areas lie directly in it.
        let children: Int
    }

    /// The areas directly in `parent`; the widest ones without.
    init(in parent: AreaCode?, of city: City) {
        version = city.version
        let codes = parent.map { city.areas.children(of: $0) } ?? city.areas.roots
        areas = codes.compactMap { city.areas[$0] }.map { area in
            AreaAnswer(
                code: area.code.text, name: area.name, level: "\(area.code.level)",
                position: area.position.map(PositionAnswer.init),
                children: city.areas.children(of: area.code).count)
        }
    }
}

/// Why units may send back.
struct ReturnReasonListAnswer: Encodable, Sendable {
    let version: Int
    let reasons: [ReasonAnswer]

    struct ReasonAnswer: Encodable, Sendable {
        let code: String
        let name: LocalText
        /// The first and the last day on which it can be chosen, `YYYY-MM-DD`; absent for "always".
        let from: String?
        let until: String?
    }

    init(_ city: City) {
        version = city.version
        reasons = city.returnReasons.map {
            ReasonAnswer(
                code: $0.code, name: $0.name, from: $0.from?.description, until: $0.until?.description)
        }
    }
}

struct KindListAnswer: Encodable, Sendable {
    let version: Int
    let kinds: [NamedAnswer]

    init(_ city: City) {
        version = city.version
        kinds = city.procedures.keys.sorted().map(city.kindAnswer)
    }
}

/// A kind of matter with its whole procedure.
struct KindAnswer: Encodable, Sendable {
    let name: String
    let text: LocalText
    let version: Int
    let prefix: String
    let stages: [StageAnswer]
    let moves: [MoveAnswer]
    let limits: [LimitAnswer]

    struct StageAnswer: Encodable, Sendable {
        let name: String
        let text: LocalText
        let told: LocalText
        let holder: String
        let closes: String?
    }

    struct MoveAnswer: Encodable, Sendable {
        let name: String
        let text: LocalText
        let told: LocalText?
        let from: [String]
        let to: String?
        /// Roles, `resident`, `system`.
        let by: [String]
        let asks: [AskAnswer]
        /// The words of its guards.
        let needs: [String]
        let automatic: Bool
    }

    struct LimitAnswer: Encodable, Sendable {
        let name: String
        let text: LocalText
        /// `2h` plain time, `8wh` working hours, `5wd` working days.
        let span: String
        let runs: [String]
        let pauses: [String]
    }

    init(_ procedure: Procedure, in city: City) {
        (name, text, version, prefix) = (procedure.kind, procedure.name, procedure.version, procedure.prefix)
        stages = procedure.stages.map {
            StageAnswer(
                name: $0.name, text: $0.text, told: $0.told, holder: $0.holder.rawValue,
                closes: $0.closes?.rawValue)
        }
        moves = procedure.moves.map { move in
            MoveAnswer(
                name: move.name, text: move.text, told: move.told, from: move.from, to: move.to,
                by: move.by.map(Self.word), asks: move.asks.map { AskAnswer($0, in: city, at: nil) },
                needs: move.needs.map(\.word.rawValue),
                automatic: move.automatic)
        }
        limits = procedure.limits.map {
            LimitAnswer(
                name: $0.name, text: $0.text, span: $0.span.description, runs: $0.runs, pauses: $0.pauses)
        }
    }

    private static func word(_ party: Party) -> String {
        switch party {
        case .resident: "resident"
        case .role(let name): name
        case .system: "system"
        }
    }
}
