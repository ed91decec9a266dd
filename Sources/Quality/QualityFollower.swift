import Core
import Desk
import Language
import Storage

/// Some events on their way through the checks. Each answer is looked at with its whole story, so that the
/// same log gives the same findings, however it is cut.
struct QualityBatch {
    let city: City
    let judge: QualityJudge
    let connection: any Connection
    private let findings: FindingStore
    private let answers: AnswerStore
    private var background: SignatureBackground
    private var hasLearned = false
    /// The stories of the matters of these events, up to the last of them.
    private var stories: [Int64: [LoggedEvent]] = [:]

    init(_ city: City, _ judge: QualityJudge, _ connection: any Connection) throws {
        (self.city, self.judge, self.connection) = (city, judge, connection)
        findings = FindingStore(connection: connection)
        answers = AnswerStore(connection: connection)
        background = try answers.background()
    }

    mutating func take(_ events: [LoggedEvent]) throws {
        stories = try EventLog.stories(through: events, in: connection)
        for logged in events { try take(logged.matterID, Event(logged)) }
        if hasLearned { try answers.keep(background) }
    }

    private mutating func take(_ matter: Int64, _ event: Event) throws {
        for fact in event.facts {
            switch fact {
            case .raised(let raised):
                let text = SignatureText(title: raised.title, text: raised.text)
                if background.show(text) { hasLearned = true }
            case .answered: try answered(matter, event)
            case .undone(let sequence): try undone(matter, sequence)
            case .closed(.solved), .closed(.unreachable): try closed(matter, event)
            default: break
            }
        }
        if event.facts.contains(where: \.touchesPromises) { try promises(of: matter, after: event) }
    }

    private func story(of matter: Int64, through sequence: Int) throws -> [Event] {
        try stories[matter, default: []].prefix { $0.sequence <= sequence }.map { try Event($0) }
    }

    private func day(_ moment: Moment) -> Int { city.calendar.date(of: moment).daysSince1970 }

    private func keep(_ finding: QualityFinding, _ matter: Int64, _ scene: AnswerScene) throws {
        try findings.keep(
            FindingStore.New(
                matter: matter, sequence: scene.sequence, unit: scene.unit, area: scene.area, at: scene.at,
                day: day(scene.at), finding: finding))
    }

    // MARK: Answers

    private func answered(_ matter: Int64, _ event: Event) throws {
        let story = try story(of: matter, through: event.sequence)
        guard let scene = AnswerScene(story: story, sequence: event.sequence, in: city) else { return }
        try findings.count("answers", of: scene.unit, on: day(scene.at), by: 1)
        let found = judge.findings(
            scene, resident: try answers.resident(of: matter), against: background)
        for finding in found { try keep(finding, matter, scene) }
        let answer = AnswerStore.Answer(
            matter: matter, scene: scene, keys: judge.keys(of: scene.answer),
            question: WordingKeys(Wording(scene.question))?.parts.first)
        if !found.contains(where: { $0.check == .repeated }) { try compare(answer) }
        try answers.keep(answer)
        try burst(scene)
    }

    /// Whether the unit says the same to everybody.
    private func compare(_ answer: AnswerStore.Answer) throws {
        let since = answer.scene.at + -Int64(judge.rules.repeatDays) * 86_400_000
        let twins = try answers.twins(of: answer, since: since)
        guard twins.count + 1 >= judge.rules.repeats else { return }
        let numbers = try answers.numbers(of: Array(twins.prefix(3)))
        let reason = QualityReason(
            "others", numbers: ["times": twins.count + 1, "days": judge.rules.repeatDays], matters: numbers)
        try keep(QualityFinding(.repeated, reason), answer.matter, answer.scene)
    }

    /// Many answers at once, all just before their limit: those before this one are found with it.
    private func burst(_ scene: AnswerScene) throws {
        let rules = judge.rules
        let late = try answers.late(
            of: scene.unit, since: scene.at + -Int64(rules.burstMinutes) * 60_000, through: scene.at,
            left: Int64(rules.burstHours) * 3_600_000, limit: 50)
        guard late.count >= rules.burstAnswers else { return }
        let reason = QualityReason(
            "burst", numbers: ["count": late.count, "minutes": rules.burstMinutes, "hours": rules.burstHours])
        for answer in late {
            try findings.keep(
                FindingStore.New(
                    matter: answer.matter, sequence: answer.sequence, unit: scene.unit, area: answer.area,
                    at: answer.at, day: day(answer.at), finding: QualityFinding(.rushed, reason)))
        }
    }

    /// An answer that was taken back counts as if it had not been given.
    private func undone(_ matter: Int64, _ sequence: Int) throws {
        let story = try story(of: matter, through: sequence)
        if let scene = AnswerScene(story: story, sequence: sequence, in: city) {
            try findings.count("answers", of: scene.unit, on: day(scene.at), by: -1)
        }
        try findings.drop(matter: matter, sequence: sequence)
        try answers.drop(matter: matter, sequence: sequence)
    }

    /// Closed without anybody having spoken with the resident, or having answered.
    private func closed(_ id: Int64, _ event: Event) throws {
        let story = try story(of: id, through: event.sequence)
        guard let matter = Matter(story: story),
            let unit = matter.lead, matter.outcome == .solved || matter.outcome == .unreachable,
            city.procedures[matter.kind]?.limits.contains(where: { $0.subject == .contact }) == true,
            !story.standing.contains(where: { $0.facts.contains(where: \.isContact) })
        else { return }
        try findings.keep(
            FindingStore.New(
                matter: id, sequence: event.sequence, unit: unit, area: matter.area, at: event.at,
                day: day(event.at), finding: QualityFinding(.uncontacted, QualityReason("closed"))))
    }

    // MARK: Promises

    private func promises(of id: Int64, after event: Event) throws {
        let story = try story(of: id, through: event.sequence)
        guard let matter = Matter(story: story) else { return }
        let all = Promise.all(in: story, rules: judge.rules, city: city)
        for promise in all where promise.updatedAt != nil && promise.isBroken(at: event.at) {
            try findings.keep(
                FindingStore.New(
                    matter: id, sequence: promise.sequence, unit: promise.unit, area: matter.area,
                    at: promise.due, day: promise.day.daysSince1970,
                    finding: QualityFinding(.promise, promise.reason)))
        }
        for promise in all where promise.sequence == event.sequence {
            try findings.count("promises", of: promise.unit, on: day(event.at), by: 1)
        }
        try answers.replace(all.filter { $0.updatedAt == nil }, of: id, area: matter.area)
    }
}

extension Fact {
    /// Whether it makes a promise or is a word about one.
    fileprivate var touchesPromises: Bool {
        switch self {
        case .answered, .leader, .extended, .suspended, .archived, .merged, .contacted, .attempted, .rated,
            .part, .mediation, .check, .closed, .undone:
            true
        default: false
        }
    }

    fileprivate var isContact: Bool {
        switch self {
        case .contacted, .attempted, .answered, .rated: true
        default: false
        }
    }
}
