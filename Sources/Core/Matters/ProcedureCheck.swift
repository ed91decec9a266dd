/// Something in a procedure that would leave a matter stuck, lost or wrongly ended.
public struct ProcedureComplaint: Hashable, Sendable {
    public let subject: Subject
    /// Which of its properties, as the kind's file names it: `to`, `by`, `atExpiry`.
    public let property: String?
    public let aspect: Aspect
    public let problem: String
    public let remedy: String

    public enum Subject: Hashable, Sendable {
        case procedure
        case stage(String)
        case move(String)
        case limit(String)

        /// Empty, or the sort and the name: `move/finish`.
        public var path: String {
            switch self {
            case .procedure: ""
            case .stage(let name): "stage/\(name)"
            case .move(let name): "move/\(name)"
            case .limit(let name): "limit/\(name)"
            }
        }
    }

    /// What sort of mistake it is.
    public enum Aspect: Hashable, Sendable {
        /// A text is missing, a name or number is wrong.
        case wording
        /// It names something that does not exist.
        case reference
        /// Something is not asked, not guarded or given to the wrong hands.
        case rule
        /// A way is missing, or leads in a circle.
        case path
    }
}

/// What is wrong with a procedure; empty for one that may run.
///
/// `roles` are the roles that somebody may hold, `revealers` those of them with the power to see who raised
/// a matter, `templates` the names of the city's templates. The ways
/// through the procedure are only followed when every name it uses exists: what is said of them would be
/// wrong otherwise.
public func complaints(
    about procedure: Procedure, roles: Set<String>, revealers: Set<String>, templates: Set<String>
) -> [ProcedureComplaint] {
    var check = ProcedureCheck(
        procedure: procedure, roles: roles, revealers: revealers, templates: templates)
    check.checkWording()
    check.checkReferences()
    let allExists = !check.found.contains { $0.aspect == .reference }
    for stage in procedure.stages { check.checkHolder(of: stage) }
    for move in procedure.moves {
        check.checkInputs(of: move)
        check.checkHands(of: move)
        check.checkEnd(of: move)
        if move.automatic { check.checkAutomatic(move) }
    }
    for limit in procedure.limits { check.check(limit) }
    check.checkChecklist()
    check.checkJoining()
    if allExists { check.checkPaths() }
    return check.found
}

/// Collects the complaints about one procedure.
struct ProcedureCheck {
    let procedure: Procedure
    let roles: Set<String>
    let revealers: Set<String>
    let templates: Set<String>
    var found: [ProcedureComplaint] = []

    mutating func complain(
        _ subject: ProcedureComplaint.Subject, _ property: String?, _ aspect: ProcedureComplaint.Aspect,
        _ problem: String, _ remedy: String
    ) {
        found.append(
            ProcedureComplaint(
                subject: subject, property: property, aspect: aspect, problem: problem, remedy: remedy))
    }

    /// The outcome of the stage of that name.
    func outcome(of stage: String?) -> Outcome? { stage.flatMap { procedure.stage($0)?.closes } }

    var stageNames: String { procedure.stages.map(\.name).joined(separator: ", ") }

    // MARK: Wording

    mutating func checkWording() {
        check(procedure.name, of: .procedure, "name", "the kind \"\(procedure.kind)\"")
        let prefix = procedure.prefix.unicodeScalars
        if !(2...4).contains(prefix.count) || !prefix.allSatisfy({ ("A"..."Z").contains($0) }) {
            complain(
                .procedure, "prefix", .wording, "the prefix \"\(procedure.prefix)\" cannot begin a number",
                "Write two to four capital letters A to Z")
        }
        if procedure.version < 1 {
            complain(
                .procedure, "version", .wording, "the version is \(procedure.version)",
                "Count versions from 1")
        }
        for stage in procedure.stages {
            let what = "the stage \"\(stage.name)\""
            check(stage.text, of: .stage(stage.name), "name", what)
            check(stage.told, of: .stage(stage.name), "told", what)
        }
        for move in procedure.moves {
            let what = "the move \"\(move.name)\""
            check(move.text, of: .move(move.name), "name", what)
            if let told = move.told { check(told, of: .move(move.name), "told", what) }
        }
        for limit in procedure.limits {
            check(limit.text, of: .limit(limit.name), "name", "the limit \"\(limit.name)\"")
        }
        for name in doubled(procedure.stages.map(\.name)) { complainDoubled(.stage(name), "stage", name) }
        for name in doubled(procedure.moves.map(\.name)) { complainDoubled(.move(name), "move", name) }
        for name in doubled(procedure.limits.map(\.name)) { complainDoubled(.limit(name), "limit", name) }
    }

    private mutating func check(
        _ text: LocalText, of subject: ProcedureComplaint.Subject, _ property: String, _ what: String
    ) {
        for language in Language.allCases where text[language].allSatisfy(\.isWhitespace) {
            complain(
                subject, property, .wording, "\(what) has no \"\(property)\" in \(language.rawValue)",
                "Write it in both languages: {zh: …, en: …}")
        }
    }

    private mutating func complainDoubled(
        _ subject: ProcedureComplaint.Subject, _ noun: String, _ name: String
    ) {
        complain(subject, nil, .wording, "there are two \(noun)s named \"\(name)\"", "Rename one of them")
    }

    // MARK: References

    mutating func checkReferences() {
        for move in procedure.moves { checkReferences(of: move) }
        for limit in procedure.limits {
            for (property, names) in [("runs", limit.runs), ("pauses", limit.pauses)] {
                for name in names where procedure.stage(name) == nil {
                    complain(
                        .limit(limit.name), property, .reference,
                        "the limit \"\(limit.name)\" \(property) in \"\(name)\", which is no stage",
                        "Write stages of this kind: \(stageNames)")
                }
            }
            for (property, name) in [("atWarning", limit.atWarning), ("atExpiry", limit.atExpiry)] {
                guard let name, procedure.move(name) == nil else { continue }
                complain(
                    .limit(limit.name), property, .reference,
                    "the limit \"\(limit.name)\" has \(property) \"\(name)\", which is no move: the timer "
                        + "leads nowhere",
                    "Name a move that the system may make in every stage of `runs`")
            }
        }
    }

    private mutating func checkReferences(of move: Move) {
        let subject = ProcedureComplaint.Subject.move(move.name)
        for name in move.from where procedure.stage(name) == nil {
            complain(
                subject, "from", .reference,
                "the move \"\(move.name)\" starts in \"\(name)\", which is no stage",
                "Write one of: \(stageNames)")
        }
        if let to = move.to, procedure.stage(to) == nil {
            complain(
                subject, "to", .reference, "the move \"\(move.name)\" leads to \"\(to)\", which is no stage",
                "Write one of: \(stageNames)")
        }
        for case .role(let role) in move.by where !roles.contains(role) {
            complain(
                subject, "by", .reference, "the move \"\(move.name)\" is by \"\(role)\", which is no role",
                "Write one of: resident, system, \(roles.sorted().joined(separator: ", "))")
        }
        for case .anotherPerson(let other) in move.needs where procedure.move(other) == nil {
            complain(
                subject, "needs", .reference,
                "the move \"\(move.name)\" needs another person than of \"\(other)\", which is no move",
                "Name a move of this kind")
        }
        for case .tell(_, let template) in move.does where !templates.contains(template) {
            complain(
                subject, "does", .reference,
                "the move \"\(move.name)\" tells \"\(template)\", which is no template",
                "Add it to templates.yaml, or write one of: \(templates.sorted().joined(separator: ", "))")
        }
    }
}

/// The values that stand more than once, each named once, in order.
func doubled<Value: Hashable & Comparable>(_ values: [Value]) -> [Value] {
    Dictionary(grouping: values) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
}
