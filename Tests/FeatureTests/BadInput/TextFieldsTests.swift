import HTTPTypes
import Markup
import Synchronization
import Testing
import Web

@testable import lianxin

/// Every text field there is, found by walking the pages and the description of the API: nobody keeps a list
/// by hand. The town takes everything back, so that no question changes the next one's answer.
@Suite("Every text field of the program")
struct TextFieldsTests {
    /// A field of a form, or of a JSON body, with whoever may send it.
    private struct Place: Sendable {
        let rule: RouteRule
        let path: String
        let field: String
        let caller: Caller
        /// The form with the field's value between its two parts, or the body.
        let body: @Sendable (HostileText) -> [UInt8]
    }

    @Test("row 23: of a form takes or refuses any text, and the page that comes back is whole")
    func forms() async throws {
        let matrix = try await Matrix.shared.value
        let places = try await Self.formFields(matrix)
        print("Row 23: \(places.count) fields of \(Set(places.map(\.rule.name)).count) forms")
        #expect(places.count > 100 && Set(places.map(\.rule.name)).count > 50)
        try await Self.each(places) { place, text in
            let answer = try await Self.sent(
                place, text, "application/x-www-form-urlencoded", matrix.whole)
            var wrong = Self.verdict(answer, place, text)
            if answer.headers[.contentType]?.hasPrefix("text/html") == true, answer.status != 204 {
                let complaints = Structure.complaints(ofBytes: answer.bytes)
                if !complaints.isEmpty {
                    wrong.append("\(place.rule.name) \(place.field), \(text.name): \(complaints[0])")
                }
            }
            return wrong
        }
    }

    @Test("row 23: of a JSON body takes or refuses any text, with the field's name")
    func bodies() async throws {
        let matrix = try await Matrix.shared.value
        let places = Self.jsonFields(matrix)
        print("Row 23: \(places.count) fields of \(Set(places.map(\.rule.name)).count) bodies")
        #expect(places.count > 20)
        try await Self.each(places) { place, text in
            let answer = try await Self.sent(place, text, "application/json", matrix.whole)
            return Self.verdict(answer, place, text)
        }
    }

    @Test("row 23: of ten million characters is refused before it is read, at every door")
    func tenMegabytes() async throws {
        let matrix = try await Matrix.shared.value
        let huge = Array(repeating: UInt8(ascii: "a"), count: 10_000_000)
        var seen: Set<String> = []
        for place in try await Self.formFields(matrix) + Self.jsonFields(matrix)
        where seen.insert(place.rule.name).inserted {
            let isForm = [.visitor, .officer].contains(place.rule.door)
            let body = Array("csrf=\(place.caller.csrf)&\(place.field)=".utf8) + huge
            let answer = try await Self.sent(
                place, body, isForm ? "application/x-www-form-urlencoded" : "application/json", matrix.whole)
            #expect((400..<500).contains(answer.status), "\(place.rule.name): \(answer.status)")
        }
    }

    private static func verdict(_ answer: WebAnswer, _ place: Place, _ text: HostileText) -> [String] {
        (200..<500).contains(answer.status)
            ? [] : ["\(place.rule.name) \(place.field), \(text.name): \(answer.status)"]
    }

    /// Puts every text into every place, a few side by side.
    private static func each(
        _ places: [Place], _ ask: @escaping @Sendable (Place, HostileText) async throws -> [String]
    ) async throws {
        let wrong = try await withThrowingTaskGroup(of: [String].self) { group in
            for lane in 0..<4 {
                group.addTask {
                    var wrong: [String] = []
                    for index in stride(from: lane, to: places.count, by: 4) {
                        for text in HostileText.all { wrong += try await ask(places[index], text) }
                    }
                    return wrong
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(wrong.isEmpty)
        for line in wrong.sorted() { Issue.record(Comment(rawValue: line)) }
    }

    private static let asked = Mutex(0)

    private static func sent(
        _ place: Place, _ text: HostileText, _ type: String, _ whole: WholeTown
    ) async throws -> WebAnswer {
        try await sent(place, place.body(text), type, whole)
    }

    private static func sent(
        _ place: Place, _ body: [UInt8], _ type: String, _ whole: WholeTown
    ) async throws -> WebAnswer {
        let number = asked.withLock {
            $0 += 1; return $0
        }
        let client = WebClient(whole.server)
        var headers: HTTPFields = [.contentType: type, .acceptLanguage: "zh"]
        // One address more each time: no limit by address counts two of them together.
        if let field = HTTPField.Name("X-Forwarded-For") {
            headers[field] = "10.\(100 + (number >> 16 & 63)).\(number >> 8 & 255).\(number & 255)"
        }
        if type == "application/json", let token = place.caller.token, place.rule.door == .api {
            headers[.authorization] = "Bearer \(token)"
        } else {
            for (name, value) in place.caller.cookies { client.setCookie(name, value) }
        }
        return try await client.send(place.rule.method, place.path, headers: headers, body: body)
    }

    // MARK: Fields of forms

    /// Every field in which somebody writes, on any page that any of the callers is shown.
    private static func formFields(_ matrix: Matrix) async throws -> [Place] {
        var places: [Place] = []
        var seen: Set<String> = []
        for caller in [matrix.callers.nobody] + matrix.callers.people {
            for path in pages(matrix, for: caller) {
                let client = WebClient(matrix.whole.server)
                for (name, value) in caller.cookies { client.setCookie(name, value) }
                let page = try await client.get(path)
                guard page.status == 200, page.headers[.contentType]?.hasPrefix("text/html") == true else {
                    continue
                }
                for form in PageForm.all(in: page.text) {
                    let target = String(form.action.prefix { $0 != "?" })
                    guard let rule = matrix.rules.first(where: { $0.method == "POST" && $0.matches(target) })
                    else { continue }
                    for field in form.texts where seen.insert("\(rule.name) \(field)").inserted {
                        let csrf = caller.csrf
                        places.append(
                            Place(rule: rule, path: form.action, field: field, caller: caller) { text in
                                Array(form.sent(field, holding: text.encoded, csrf: csrf).utf8)
                            })
                    }
                }
            }
        }
        return places
    }

    private static func pages(_ matrix: Matrix, for caller: Caller) -> [String] {
        matrix.rules.compactMap { rule in
            guard rule.method == "GET", [.visitor, .officer].contains(rule.door), rule.path != "/matters/live"
            else { return nil }
            guard let name = rule.object else { return rule.path }
            return matrix.book[name]?.own(caller).map { rule.filled($0.values) }
        }
    }

    // MARK: Fields of bodies

    private static func jsonFields(_ matrix: Matrix) -> [Place] {
        let operations = Features.all(matrix.whole.town, matrix.whole.directory).flatMap(\.operations)
        return operations.flatMap { operation -> [Place] in
            guard let schema = operation.request,
                let rule = matrix.rules.first(where: {
                    $0.method == operation.method.uppercased() && $0.path == operation.path
                })
            else { return [] }
            let askers = rule.door == .open ? [matrix.callers.nobody] : matrix.callers.people
            let found = askers.lazy.compactMap { caller -> (Caller, String)? in
                guard let name = rule.object else { return (caller, rule.path) }
                return matrix.book[name]?.own(caller).map { (caller, rule.filled($0.values)) }
            }.first
            guard let (caller, path) = found else { return [] }
            return texts(in: schema).map { field in
                Place(rule: rule, path: path, field: field.joined(separator: "."), caller: caller) { text in
                    json(schema, holding: text, at: field[...])
                }
            }
        }
    }

    /// The names that lead to each text of a body.
    private static func texts(in schema: Schema) -> [[String]] {
        switch schema {
        case .string, .text, .matching, .dateTime, .oneOf: [[]]
        case .array(let inner), .distinct(let inner, _): texts(in: inner).map { ["[]"] + $0 }
        case .map(let inner): texts(in: inner).map { ["any"] + $0 }
        case .object(let fields, _), .closedObject(let fields, _):
            fields.sorted { $0.key < $1.key }.flatMap { name, inner in texts(in: inner).map { [name] + $0 } }
        case .named(_, let inner), .nullable(let inner): texts(in: inner)
        case .integer, .whole, .number, .amount, .boolean, .reference: []
        }
    }

    /// A body with something in one text, and what must be there in the others.
    private static func json(_ schema: Schema, holding text: HostileText, at path: ArraySlice<String>?)
        -> [UInt8]
    {
        switch schema {
        case .string, .text, .matching: path == nil ? Array("\"1\"".utf8) : [34] + text.json + [34]
        case .dateTime: path == nil ? Array("\"2026-03-02T09:00:00Z\"".utf8) : [34] + text.json + [34]
        case .oneOf(let values):
            path == nil ? Array("\"\(values.first ?? "")\"".utf8) : [34] + text.json + [34]
        case .integer, .number: [49]
        case .whole(let range): Array(String(range.lowerBound).utf8)
        case .amount(let range): Array(String(range.lowerBound).utf8)
        case .boolean: Array("true".utf8)
        case .array(let inner), .distinct(let inner, _):
            [91] + json(inner, holding: text, at: path?.dropFirst()) + [93]
        case .map(let inner):
            Array("{\"any\":".utf8) + json(inner, holding: text, at: path?.dropFirst()) + [125]
        case .named(_, let inner), .nullable(let inner): json(inner, holding: text, at: path)
        case .reference: Array("null".utf8)
        case .object(let fields, let required), .closedObject(let fields, let required):
            object(fields, required, text, path)
        }
    }

    private static func object(
        _ fields: [String: Schema], _ required: Set<String>, _ text: HostileText, _ path: ArraySlice<String>?
    ) -> [UInt8] {
        let names = fields.keys.filter { required.contains($0) || $0 == path?.first }.sorted()
        let parts = names.map { name -> [UInt8] in
            let inner = fields[name].map {
                json($0, holding: text, at: name == path?.first ? path?.dropFirst() : nil)
            }
            return Array("\"\(name)\":".utf8) + (inner ?? [])
        }
        return [123] + Array(parts.joined(separator: [44])) + [125]
    }
}
