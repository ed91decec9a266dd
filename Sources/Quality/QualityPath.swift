import Core
import Web

/// The addresses of the quality checks.
enum QualityPath {
    static let home = "/quality"
    static let figures = "/quality/figures"
    static let words = "/quality/words"
    static let again = "/quality/again"
    static let check = "/quality/check"
    static func finding(_ id: Int64) -> String { "/quality/findings/\(id)" }
    static func confirm(_ id: Int64) -> String { "/quality/findings/\(id)/confirm" }
    static func dismiss(_ id: Int64) -> String { "/quality/findings/\(id)/dismiss" }
    static func matter(_ number: String) -> String { "/matters/\(number)" }
}

/// Which list somebody looks at, as its address says it.
struct QualityChoice: Hashable, Sendable {
    var area: AreaCode?
    var unit: UnitCode?
    var check: QualityCheck?
    var state = QualityState.open
    var from: CivilDate?
    var until: CivilDate?

    init() {}

    /// What means nothing is passed over.
    init(_ answers: FormAnswers) {
        area = answers.given("area").flatMap { AreaCode($0) }
        // Codes of units are plain letters and digits; whatever else comes needs no place in an address.
        unit = answers.given("unit").flatMap { text in
            text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
                ? UnitCode(text) : nil
        }
        check = answers.given("check").flatMap { QualityCheck(rawValue: $0) }
        state = answers.given("state").flatMap { QualityState(rawValue: $0) } ?? .open
        from = answers.given("from").flatMap { CivilDate($0) }
        until = answers.given("until").flatMap { CivilDate($0) }
    }

    /// The values by name, without those that are not set.
    var values: [(name: String, value: String)] {
        let all: [(String, String?)] = [
            ("area", area?.text), ("unit", unit?.text), ("check", check?.rawValue),
            ("state", state == .open ? nil : state.rawValue), ("from", from?.description),
            ("until", until?.description),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    var query: String {
        values.isEmpty
            ? "" : "?" + values.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    var path: String { QualityPath.home + query }

    func with(_ change: (inout QualityChoice) -> Void) -> QualityChoice {
        var other = self
        change(&other)
        return other
    }
}
