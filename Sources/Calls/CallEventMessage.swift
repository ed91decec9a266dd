import Core
import FoundationEssentials
import Language
import Markup
import Web

/// An event as a call centre's switch sends it: one JSON object with few fields. Fields we do not know are
/// left alone, so that a switch may say more than we hear.
struct CallEventMessage: Decodable, Sendable {
    /// The switch's own name of the call.
    let call: String
    let event: String
    /// RFC 3339.
    let at: String
    let caller: String?
    let called: String?
    let agent: String?
    let queue: String?
    let recording: String?
    let reason: String?

    /// The most bytes of a message.
    static let mostBytes = 65_536
    /// How far ahead of ours a switch's clock may be, and how long ago an event may have been, in
    /// milliseconds: what lies outside is a misread time.
    static let ahead: Int64 = 5 * 60_000
    static let behind: Int64 = 400 * 86_400_000

    /// The event, checked and in the spellings that are kept.
    func checked(at now: Moment) throws(CallRefusal) -> (name: String, event: CallEvent) {
        let name = try Self.text(call, "call", limit: 200) ?? ""
        if name.isEmpty { throw .missing("call") }
        guard let what = CallEvent.What(rawValue: event) else { throw .invalid("event", "unknown") }
        guard let moment = Moment(rfc3339: at) else { throw .invalid("at", "time") }
        guard moment <= now + Self.ahead, moment >= now + -Self.behind else { throw .invalid("at", "time") }
        var address: String?
        if let recording = try Self.text(recording, "recording", limit: 2000) {
            guard recording.hasPrefix("https://"), let link = WebAddress(recording) else {
                throw .invalid("recording", "address")
            }
            address = link.text
        }
        return (
            name,
            CallEvent(
                what, at: moment, caller: try Self.text(caller, "caller", limit: 64).flatMap(Self.number),
                called: try Self.text(called, "called", limit: 64).map { Self.number($0) ?? $0 },
                agent: try Self.text(agent, "agent", limit: 100),
                queue: try Self.text(queue, "queue", limit: 100),
                recording: address, reason: try Self.text(reason, "reason", limit: 200))
        )
    }

    /// A number as it is kept; nil for a hidden one (`anonymous`, `0`), which is no fault of the switch.
    private static func number(_ written: String) -> String? { PhoneNumber(written)?.text }

    /// Trimmed; nil when empty. Control characters have no place in any of these.
    private static func text(_ raw: String?, _ field: String, limit: Int) throws(CallRefusal) -> String? {
        guard let text = raw?.trimmed, !text.isEmpty else { return nil }
        guard text.count <= limit, text.utf8.count <= limit * 4 else { throw .invalid(field, "long") }
        for scalar in text.unicodeScalars where scalar.value < 32 || scalar.value == 127 {
            throw .invalid(field, "control")
        }
        return text
    }
}
