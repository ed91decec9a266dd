import Core
import Courier
import Markup
import Web

/// Tells what was sent in the reader's words.
struct DeliveryTelling: CityTelling {
    let visit: Visit
    let city: City

    var words: Words { visit.words }
    var now: Moment { visit.now }

    func topic(_ topic: String) -> String {
        let key = "deliveries.topic.\(topic)"
        return words.holds(key) ? words(key) : topic
    }

    func state(_ state: Sending.State) -> HTML {
        Tag(words("deliveries.state.\(state.rawValue)"), tone: tone(state)).html
    }

    private func tone(_ state: Sending.State) -> Tag.Tone {
        switch state {
        case .sent: .good
        case .failed: .bad
        case .waiting: .plain
        case .stopped: .warn
        }
    }

    func state(_ state: Endpoint.State, reason: String?) -> HTML {
        let tone: Tag.Tone =
            switch state {
            case .active: .good
            case .paused: .warn
            case .gone, .deleted: .bad
            }
        let why: HTML? = reason.map { " <span class=\"muted\"><bdi>\(self.reason($0))</bdi></span>" }
        return "\(Tag(words("deliveries.endpoint.\(state.rawValue)"), tone: tone))\(why)"
    }

    func time(_ moment: Moment) -> HTML { Time(words.near(moment, now: now), dateTime: moment.iso).html }

    /// To whom: the endpoint's name, the masked address of a letter, the host of a request.
    func receiver(_ sending: Sending, endpoint: String?) -> String {
        if let endpoint { return endpoint }
        switch sending.payload {
        case .mail(let letter): return Self.masked(letter.to)
        case .request(let asked):
            let rest = asked.url.firstRange(of: "://").map { asked.url[$0.upperBound...] } ?? asked.url[...]
            return String(rest.prefix { $0 != "/" && $0 != "?" })
        }
    }

    /// Enough to see whose it is, not to write to it.
    static func masked(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return String(address.prefix(3)) + "****" }
        return String(address[..<at].prefix(1)) + "***" + String(address[at...])
    }

    /// Why something did not go out; other systems' own words stay as they are.
    func reason(_ reason: String?) -> String {
        switch reason {
        case nil: ""
        case NoticeStore.noChannel?: words("deliveries.noChannel")
        case NoticeStore.tooOld?: words("deliveries.tooOld")
        case NoticeStore.stopped?: words("deliveries.stoppedByResident")
        case "endpoint deleted"?: words("deliveries.endpointDeleted")
        case let text?: courier(text)
        }
    }

    func audience(_ audience: String) -> String {
        if audience == "resident" { return words("deliveries.audience.resident") }
        guard audience.hasPrefix("unit:") else { return audience }
        return unit(UnitCode(String(audience.dropFirst(5))))
    }

    /// The courier's own words for it in ours; anything else as it is.
    private func courier(_ reason: String) -> String {
        let key = "deliveries.reason.\(reason.filter { $0 != "-" })"
        return reason.utf8.count < 20 && words.holds(key) ? words(key) : reason
    }
}
