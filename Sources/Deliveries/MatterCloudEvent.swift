import Core
import Courier
import Language
import Storage
import Web

/// A step of a matter as CloudEvents 1.0 tell it, in structured mode. Nothing in it says who raised the
/// matter, how to reach them, or what staff wrote to each other.
struct MatterCloudEvent: Encodable, Hashable {
    let specversion = "1.0"
    let id: String
    let source: String
    let type: String
    let subject: String
    let time: String
    let datacontenttype = "application/json"
    /// The matter's own count of its steps, with leading zeros: what came first sorts first.
    let sequence: String
    let data: Facts

    struct Facts: Encodable, Hashable {
        let number: String
        /// All that the step says; the first word is that of the type.
        let events: [String]
        let kind: String
        let stage: String
        /// `open`, or how it ended.
        let status: String
        let category: String?
        let area: String
        let urgency: String
        let due: String?
        /// The unit that leads.
        let lead: String?
        let leadName: String?
        /// The version of the matter with this step.
        let version: Int
        let raisedAt: String
        let changedAt: String
        let mergedInto: String?
        /// The city's answer without what points to people, where the city publishes matters of this kind.
        let answer: String?
    }

    /// - Parameter matter: as it stood with this step.
    init(_ event: Event, _ words: [String], of matter: Matter, id: Int64, in city: City, source: String) {
        self.id = Self.name(id, event.sequence)
        self.source = source
        type = PublicWord.prefix + (words.first ?? "moved")
        subject = matter.number
        time = event.at.iso
        let digits = String(event.sequence)
        sequence = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
        var answer: String?
        if city.publishing(of: matter.kind) != .nothing {
            for case .answered(let text, _) in event.facts {
                answer = Masking.publicCopy(of: text, by: .unit)
            }
        }
        data = Facts(
            number: matter.number, events: words, kind: matter.kind, stage: matter.stage,
            status: matter.outcome?.rawValue ?? "open", category: matter.category, area: matter.area.text,
            urgency: matter.urgency.rawValue, due: matter.nextClock?.due.iso, lead: matter.lead?.text,
            leadName: matter.lead.flatMap { city.units[$0]?.name.zh }, version: matter.version,
            raisedAt: matter.raisedAt.iso, changedAt: event.at.iso, mergedInto: matter.mergedInto,
            answer: answer)
    }

    /// Names the event for good, towards every receiver.
    static func name(_ matter: Int64, _ sequence: Int) -> String { "matter-\(matter)-\(sequence)" }

    func payload() throws -> Payload { .cloudEvent(try StoredJSON.text(self)) }
}

/// What an endpoint is sent to see whether it hears us.
struct TestCloudEvent: Encodable {
    let specversion = "1.0"
    let id: String
    let source: String
    let type = PublicWord.test
    let time: String
    let datacontenttype = "application/json"
    let data: [String: String]

    func payload() throws -> Payload { .cloudEvent(try StoredJSON.text(self)) }
}

extension Payload {
    static func cloudEvent(_ body: String) -> Payload {
        .request(
            Asked(headers: ["content-type": "application/cloudevents+json; charset=utf-8"], body: body))
    }
}
