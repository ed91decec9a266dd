import Core
import Desk
import Web

/// What `GET requests` asks for.
struct RequestQuestion {
    var question = PublicQuestion()
    /// These override everything else.
    var numbers: [String] = []
    var page = 1
    var size = 1000
    var hasExtensions = false

    static let day: Int64 = 86_400_000
    /// The longest span between two dates.
    static let longestSpan = 90 * day
    static let mostRows = 1000

    /// - Throws: `Troubles` 400 or 404 with all that is wrong.
    init(_ given: FormAnswers, server: Open311Server, words: Words, now: Moment) throws {
        var reader = Reader(given: given, server: server, words: words, now: now)
        hasExtensions = given["extensions"].lowercased() == "true"
        numbers = Reader.list(given["service_request_id"])
        if numbers.count > PublicQuestion.mostNumbers {
            reader.add("service_request_id", "tooManyNumbers", ["limit": PublicQuestion.mostNumbers])
        }
        if numbers.isEmpty {
            question.categories = reader.categories()
            question.isOpen = reader.status()
            (question.raisedFrom, question.raisedBefore) = reader.span()
            (question.changedFrom, question.changedBefore) = reader.changed()
            question.box = reader.box()
            question.words = reader.searched()
            if question.changedFrom == nil, question.changedBefore == nil, question.raisedFrom == nil {
                question.raisedFrom = now + -Self.longestSpan
            }
        }
        (page, size) = reader.pages()
        if !reader.notFound.isEmpty {
            var troubles = Troubles(404)
            for code in reader.notFound {
                troubles.add("service_code", words("open311.error.service", ["code": code]))
            }
            throw troubles
        }
        try reader.troubles.check()
    }

    var skipped: Int { (page - 1) * size }
}

extension RequestQuestion {
    /// Reads the parameters one by one and keeps what is wrong with them.
    struct Reader {
        let given: FormAnswers
        let server: Open311Server
        let words: Words
        let now: Moment
        var troubles = Troubles(400)
        var notFound: [String] = []

        static func list(_ text: String) -> [String] {
            var items: [String] = []
            for part in text.split(separator: ",") {
                let item = part.drop { $0 == " " }
                let trimmed = String(item.reversed().drop { $0 == " " }.reversed())
                if !trimmed.isEmpty, !items.contains(trimmed) { items.append(trimmed) }
                // What is too many is told, not read to its end.
                if items.count > 1000 { break }
            }
            return items
        }

        mutating func add(_ field: String, _ key: String, _ values: [String: any WordValue] = [:]) {
            troubles.add(field, words("open311.error.\(key)", values))
        }

        mutating func categories() -> [String] {
            let codes = Self.list(given["service_code"])
            if codes.count > PublicQuestion.mostCategories {
                add("service_code", "tooManyServices", ["limit": PublicQuestion.mostCategories])
                return []
            }
            return codes.map { code in
                if code == server.book.undecided.code { return "" }
                if server.city.catalogue[code]?.isLeaf != true { notFound.append(code) }
                return code
            }
        }

        mutating func status() -> Bool? {
            let states = Set(Self.list(given["status"].lowercased()))
            if !states.isSubset(of: ["open", "closed"]) { add("status", "status") }
            return states == ["open"] ? true : states == ["closed"] ? false : nil
        }

        mutating func moment(_ name: String) -> Moment? {
            guard let text = given.given(name) else { return nil }
            guard let moment = Open311.moment(text) else {
                add(name, "date", ["field": name])
                return nil
            }
            return moment
        }

        /// At most 90 days; one end alone means 90 days from it.
        mutating func span() -> (Moment?, Moment?) {
            let (start, end) = (moment("start_date"), moment("end_date"))
            if let start, let end {
                if start > end {
                    add("start_date", "order")
                } else if end - start > RequestQuestion.longestSpan {
                    add("end_date", "span", ["days": 90])
                }
                return (start, end + 1)
            }
            if let start { return (start, start + RequestQuestion.longestSpan) }
            if let end { return (end + -RequestQuestion.longestSpan, end + 1) }
            return (nil, nil)
        }

        mutating func changed() -> (Moment?, Moment?) {
            let (after, before) = (moment("updated_after"), moment("updated_before"))
            if let after, let before, after > before { add("updated_after", "order") }
            return (after, before)
        }

        mutating func box() -> GeoBox? {
            if let text = given.given("bbox") {
                let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
                    String($0.filter { $0 != " " })
                }
                if parts.count == 4, let low = position(parts[1], parts[0]),
                    let high = position(parts[3], parts[2]), low.latitude <= high.latitude,
                    low.longitude <= high.longitude
                {
                    return GeoBox(around: [low, high])
                }
                add("bbox", "box")
                return nil
            }
            guard given.given("lat") != nil || given.given("long") != nil else { return nil }
            guard let middle = position(given["lat"], given["long"]) else {
                add("lat", "position")
                return nil
            }
            return Self.around(middle)
        }

        /// About 750 m to each side, as clients that ask by a position expect.
        private static func around(_ middle: Position) -> GeoBox? {
            let corners = [-1.0, 1.0].compactMap { side in
                Position(
                    latitude: min(max(middle.latitude + side * 0.00675, -90), 90),
                    longitude: min(max(middle.longitude + side * 0.009, -180), 180))
            }
            return GeoBox(around: corners)
        }

        private func position(_ latitude: String, _ longitude: String) -> Position? {
            (try? Position(latitude: latitude, longitude: longitude)).flatMap(\.self)
        }

        mutating func searched() -> String? {
            guard let text = given.given("q") else { return nil }
            if text.count > 200 { add("q", "tooLong", ["field": "q", "limit": 200]) }
            return text
        }

        /// More rows than there are on a page are cut; what is no number is refused.
        mutating func pages() -> (Int, Int) {
            let page = number("page") ?? 1
            let size = min(
                number("page_size") ?? (given.has("page") ? 50 : RequestQuestion.mostRows),
                RequestQuestion.mostRows)
            let (skipped, isTooFar) = (page - 1).multipliedReportingOverflow(by: size)
            if isTooFar || skipped > PublicQuestion.mostSkipped {
                add("page", "page", ["limit": PublicQuestion.mostSkipped])
                return (1, size)
            }
            return (page, size)
        }

        private mutating func number(_ name: String) -> Int? {
            guard let text = given.given(name) else { return nil }
            guard text.utf8.count <= 18, text.utf8.allSatisfy({ (48...57).contains($0) }),
                let number = Int(text), number > 0
            else {
                add(name, "number", ["field": name])
                return nil
            }
            return number
        }
    }
}
