/// The addresses of triage.
enum TriagePath {
    static let home = "/triage"
    static let automatic = "/triage/automatic"
    static let audits = "/triage/audits"
    static let models = "/triage/models"
    static let train = "/triage/models"
    static let figures = "/triage/figures"
    static let counted = "/triage/figures/matters"

    /// Where a page of the queue goes on after a matter was dispatched: at its next row.
    static let next = "#queue"

    static func confirm(_ number: String) -> String { "/triage/matters/\(number)" }
    static func audit(_ id: Int64) -> String { "/triage/audits/\(id)" }
    static func model(_ version: Int) -> String { "/triage/models/\(version)" }
    static func restore(_ version: Int) -> String { "/triage/models/\(version)/restore" }
    static func matter(_ number: String) -> String { "/matters/\(number)" }

    /// The matters that a figure counts.
    static func counted(
        _ dimension: DispatchStore.Dimension, _ name: String, month: Int, state: String, area: String
    ) -> String {
        let pairs = [
            ("by", dimension.rawValue), ("name", name), ("month", String(month)), ("state", state),
            ("area", area),
        ]
        return counted + "?" + pairs.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
    }

    static func queue(_ scope: String, after: String?) -> String {
        let page = after.map { "&after=\(escaped($0))" } ?? ""
        return "\(home)?scope=\(escaped(scope))\(page)"
    }

    /// For a value in an address.
    static func escaped(_ text: String) -> String {
        var written = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if byte < 0x80,
                scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || byte == 0x2D
                    || byte == 0x5F || byte == 0x2E
            {
                written.unicodeScalars.append(scalar)
            } else {
                written += byte < 16 ? "%0\(String(byte, radix: 16))" : "%\(String(byte, radix: 16))"
            }
        }
        return written
    }
}
