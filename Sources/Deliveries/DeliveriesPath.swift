import Core

/// The addresses of this slice.
enum DeliveriesPath {
    static let log = "/deliveries"
    static let webhooks = "/deliveries/webhooks"
    static let calendar = "/deliveries/calendar"

    static func sending(_ id: Int64) -> String { "/deliveries/\(id)" }
    static func webhook(_ id: Int64) -> String { "/deliveries/webhooks/\(id)" }
    static func stop(_ token: String) -> String { "/deliveries/stop/\(token)" }
    static func feed(_ token: String) -> String { "/deliveries/calendar/\(token).ics" }
    static func matter(_ number: String) -> String { "/matters/\(number)" }
}
