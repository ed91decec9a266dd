public import Core

/// Reads a city pack, the folder that holds all that makes one city different from another.
public struct CityPack {
    /// Reads and checks a folder. Refuses it with everything that is wrong; warnings alone do not refuse it.
    public static func load(_ directory: String) throws(PackRefusal) -> LoadedPack {
        var reader = PackReader(folder: PackFolder(path: directory))
        guard let pack = reader.read() else { throw PackRefusal(complaints: reader.complaints.sorted) }
        return pack
    }

    /// Reads a folder as if this file stood in the place of its `limits.csv`; complaints name the file.
    public static func load(_ directory: String, limits: String) throws(PackRefusal) -> LoadedPack {
        try load(directory, replacing: ["limits.csv": limits])
    }

    /// Reads a folder as if other files stood in the place of some of its own; complaints name those.
    ///
    /// - Parameter replaced: The path of a file by the name of the one whose place it takes.
    public static func load(
        _ directory: String, replacing replaced: [String: String]
    ) throws(PackRefusal) -> LoadedPack {
        var reader = PackReader(folder: PackFolder(path: directory, replaced: replaced))
        if let pack = reader.read() { return pack }
        throw PackRefusal(
            complaints: reader.complaints.sorted.map { complaint in
                PackComplaint(
                    file: replaced[complaint.file] ?? complaint.file, line: complaint.line,
                    problem: complaint.problem, remedy: complaint.remedy, severity: complaint.severity)
            })
    }
}

/// A pack that was read and may be used.
public struct LoadedPack: Sendable {
    public let city: City
    /// The people the pack brings along, for a first run and for the demo.
    public let people: [PostRow]
    /// The file with sample texts, within the pack; nil where there is none.
    public let samples: String?
    /// Changes with every byte of the pack: `3-9f86d081884c7d65`, the version first. No proof against
    /// forgery.
    public let fingerprint: String
    public let directory: String
    /// What somebody should see to, though the pack may be used.
    public let warnings: [PackComplaint]
    /// How units are assessed: what the daily check looks for, the days of the month, the formulas.
    public let assessments: AssessmentRules
    /// The lines the register begins with, and who leads where two of them refuse.
    public let lines: LineRules
    /// When messages leave, what gathers them, what their letters are called.
    public let notices: NoticeRules
    /// What the city says to programs that speak Open311.
    public let open311: Open311Book
    /// What may be answered at once, before units edited it.
    public let knowledge: KnowledgeBook
    /// Where repairers set out from.
    public let stations: StationBook
    /// Where people speak, before the places were edited.
    public let speakPlaces: [SpeakPlace]
    /// Who sits where for questions of a field, before seats were edited.
    public let seats: [ExpertSeat]
    /// The words and measures by which answers are looked at.
    public let quality: QualityRules
    /// The chat groups, before they were edited.
    public let chatGroups: [ChatGroup]
    /// What counts as rising, and who chooses the topic of a month.
    public let topics: TopicRules
    /// How sure a suggestion must be to be followed by itself, and how that is audited.
    public let triage: TriageRules
    /// How the dispatch catalogue is changed, and what is thought of returns.
    public let ruleBook: RuleBook

    /// What would need attention at this moment: a calendar that ends soon.
    public func warnings(at now: Moment) -> [PackComplaint] {
        guard let warning = city.calendar.warning(now: now) else { return warnings }
        let complaint = PackComplaint(
            file: "calendar", line: 0, problem: "the working calendar ends on \(warning.coversUntil)",
            remedy: "Add \(warning.coversUntil.year + 1).csv as soon as the official list is out",
            severity: .warning)
        return warnings + [complaint]
    }
}

/// A person of the pack and their post. Several rows of one login are several posts of one person.
public struct PostRow: Hashable, Sendable {
    public let login: String
    public let name: LocalText
    public let post: Post
    /// The line of posts.csv.
    public let line: Int
}
