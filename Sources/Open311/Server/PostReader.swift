import Core
import Courier
import Desk
import Web

/// Reads what a client sent about a request, and keeps all that is wrong with it.
struct PostReader {
    let form: FormAnswers
    let server: Open311Server
    let words: Words
    let now: Moment
    private var troubles = Troubles(400)

    init(form: FormAnswers, server: Open311Server, words: Words, now: Moment) {
        self.form = form
        self.server = server
        self.words = words
        self.now = now
    }

    static let textLimit = Filing.textLimit
    static let shortLimit = 200
    private static let mostAttributes = 50

    /// - Throws: `Troubles` 400 with everything that is wrong, 404 for a service that is not offered.
    mutating func read(key: Key, areas: AreaTree) throws -> (Filing, NewFiling) {
        let code = try service()
        var filing = Filing(text: text(code), channel: .api)
        filing.category = code == server.book.undecided.code ? nil : code
        filing.source = "open311:\(key.id)"
        place(&filing, areas)
        filing.contact = contact()
        var more = NewFiling(keyID: key.id)
        more.service = code
        more.accountID = short("account_id")
        more.deviceID = short("device_id")
        more.mediaURL = mediaURL()
        more.attributes = attributes(of: code)
        try troubles.check()
        return (filing, more)
    }

    private mutating func add(_ field: String, _ key: String, _ values: [String: any WordValue] = [:]) {
        troubles.add(field, words("open311.error.\(key)", ["field": field].merging(values) { $1 }))
    }

    private mutating func service() throws -> String {
        guard let code = form.given("service_code") else {
            add("service_code", "missing")
            return server.book.undecided.code
        }
        guard server.isOffered(code) else {
            throw Troubles(404, "service_code", words("open311.error.service", ["code": code]))
        }
        return code
    }

    /// What nobody described is called like its service.
    private mutating func text(_ code: String) -> String {
        let isUndecided = code == server.book.undecided.code
        guard let text = form.given("description") else {
            if isUndecided { add("description", "missing") }
            return server.serviceName(isUndecided ? nil : code, words)
        }
        if text.count > Self.textLimit {
            add("description", "tooLong", ["limit": Self.textLimit])
        } else if text.unicodeScalars.contains(where: isForbidden) {
            add("description", "field")
        }
        return text
    }

    private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 32 && scalar != "\n" && scalar != "\t" && scalar != "\r") || scalar.value == 127
    }

    private mutating func short(_ name: String) -> String? {
        guard let text = form.given(name) else { return nil }
        if text.count > Self.shortLimit || text.unicodeScalars.contains(where: isForbidden)
            || text.contains("\n")
        {
            add(name, "tooLong", ["limit": Self.shortLimit])
            return nil
        }
        return text
    }

    // MARK: Where

    /// A position, an address in words, or a code: at least one of them.
    private mutating func place(_ filing: inout Filing, _ areas: AreaTree) {
        let (latitude, longitude) = (form.given("lat"), form.given("long"))
        filing.place = short("address_string")
        if let code = form.given("address_id") {
            if let area = AreaCode(code), server.city.areas[area] != nil {
                filing.area = area
            } else {
                add("address_id", "addressID")
            }
        }
        do {
            filing.position = try Position(latitude: latitude, longitude: longitude)
        } catch {
            add("lat", "position")
            return
        }
        if let position = filing.position {
            if let found = areas.area(at: position) {
                if filing.area?.contains(found) ?? true { filing.area = found }
            } else if areas[server.city.area]?.shape != nil {
                add("lat", "outside")
            }
        } else if filing.place == nil, filing.area == nil, form.given("address_id") == nil {
            add("lat", "noPlace")
        }
    }

    // MARK: Who

    private mutating func contact() -> Filing.Contact {
        let names = (short("last_name"), short("first_name"))
        var name: String?
        switch names {
        case (let last?, let first?): name = isHan(last) && isHan(first) ? last + first : "\(first) \(last)"
        case (let last?, nil): name = last
        case (nil, let first?): name = first
        case (nil, nil): name = nil
        }
        return Filing.Contact(name: name, phone: short("phone"), email: short("email"))
    }

    private func isHan(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { (0x3400...0x9FFF).contains($0.value) }
    }

    // MARK: What else

    /// Kept as a text for whoever works on it; nothing here fetches it.
    private mutating func mediaURL() -> String? {
        let given = form.all("media_url").filter { !$0.isEmpty }
        guard let address = given.first else { return nil }
        let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
        if !isWeb || address.utf8.count > 2000 || address.contains(where: \.isWhitespace) {
            add("media_url", "mediaURL")
            return nil
        }
        return address
    }

    /// Answers of `attribute[CODE]` and `attribute[CODE][]`. What nobody asked is kept for the office too.
    private mutating func attributes(of code: String) -> [KeptAttribute] {
        var kept: [KeptAttribute] = []
        for name in form.names {
            guard let code = Self.attribute(name), !["solved", "satisfied"].contains(code) else { continue }
            let values = form.all(name).filter { !$0.isEmpty }
            if values.isEmpty { continue }
            if let index = kept.firstIndex(where: { $0.code == code }) {
                kept[index] = KeptAttribute(code: code, values: kept[index].values + values)
            } else {
                kept.append(KeptAttribute(code: code, values: values))
            }
        }
        if kept.count > Self.mostAttributes
            || kept.contains(where: { $0.values.count > 100 || $0.values.contains { $0.count > 4000 } })
        {
            add("attribute", "tooMuch")
            return []
        }
        for attribute in server.book.service(code).attributes where attribute.isVariable {
            check(kept.first { $0.code == attribute.code }?.values ?? [], for: attribute)
        }
        return kept
    }

    /// The code in `attribute[CODE]` or `attribute[CODE][]`; nil for any other name.
    static func attribute(_ name: String) -> String? {
        guard name.hasPrefix("attribute["), name.hasSuffix("]") else { return nil }
        var inner = name.dropFirst("attribute[".count).dropLast()
        if inner.hasSuffix("][") { inner = inner.dropLast(2) }
        let isCode = !inner.contains("[") && !inner.contains("]") && !inner.isEmpty && inner.utf8.count <= 100
        return isCode ? String(inner) : nil
    }

    private mutating func check(_ values: [String], for attribute: Open311Book.Attribute) {
        let field = "attribute[\(attribute.code)]"
        if values.isEmpty {
            if attribute.isRequired { add(field, "missing") }
            return
        }
        let keys = Set(attribute.values.map(\.key))
        let holds: Bool
        switch attribute.datatype {
        case .string: holds = values.count == 1 && values[0].count <= 500 && !values[0].contains("\n")
        case .text: holds = values.count == 1
        case .number: holds = values.count == 1 && Self.isNumber(values[0])
        case .datetime: holds = values.count == 1 && moment(values[0]) != nil
        case .singlevaluelist: holds = values.count == 1 && keys.contains(values[0])
        case .multivaluelist: holds = keys.isSuperset(of: values)
        }
        if !holds { add(field, "attribute", ["type": attribute.datatype.rawValue]) }
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 24 && (1...2).contains(parts.count)
            && parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) } }
    }
}
