import HTTPTypes
import Storage
import Web

/// Goes through a site as somebody who follows every sort of link and fills in every form once.
final class SiteWalk {
    private let town: WalkedTown
    private let routes: [(method: String, path: String)]
    /// What stands in the place of a name in paths, as links showed it.
    private var values: [String: [String]] = [:]
    /// How often a sort of address was asked for.
    private(set) var asked: [String: Int] = [:]
    /// How often it was answered, whoever asked.
    private var answered: [String: Int] = [:]
    /// Answers that no page should give.
    private(set) var failures: [String] = []
    private(set) var statuses: [Int: Int] = [:]
    private var waiting: [String] = []

    /// So many of one sort of address are asked for by one person, and answered to all of them.
    private static let each = 1
    private static let all = 3
    /// What would end a walk, never ends by itself, or asks the engine for nothing.
    private static let left = ["/sign-out", "/account/sign-out", "/demo", "/matters/live", "/assets/"]

    init(_ town: WalkedTown) {
        self.town = town
        routes = town.server.routes
    }

    func go(as name: String, with browser: WebClient) async throws {
        asked = [:]
        waiting = routes.filter { $0.method == "GET" && !$0.path.contains("{") }.map(\.path)
        var place = 0
        while true {
            while place < waiting.count {
                try await visit(waiting[place], as: name, with: browser)
                place += 1
            }
            let more = guesses()
            if more.isEmpty { return }
            waiting += more
        }
    }

    /// Addresses that nobody linked to, made of what stood in other links.
    private func guesses() -> [String] {
        routes.filter { $0.method == "GET" && $0.path.contains("{") && asked[$0.path] == nil }.compactMap {
            route in
            asked[route.path] = 0
            var path: [String] = []
            for part in route.path.split(separator: "/") {
                guard part.hasPrefix("{") else {
                    path.append(String(part))
                    continue
                }
                guard let value = values[part.filter { $0 != "{" && $0 != "}" }]?.first else { return nil }
                path.append(value)
            }
            return "/" + path.joined(separator: "/")
        }
    }

    // MARK: One page

    /// The route that an address belongs to, with the names of its query.
    private func sort(of address: String, _ method: String) -> (route: String, key: String)? {
        let halves = address.split(separator: "?", maxSplits: 1)
        let parts = (halves.first ?? "").split(separator: "/")
        let query = halves.count > 1 ? halves[1].split(separator: "&").map { $0.prefix { $0 != "=" } } : []
        let fitting = routes.filter { route in
            let pattern = route.path.split(separator: "/")
            return route.method == method && pattern.count == parts.count
                && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        guard
            let route = fitting.min(by: {
                $0.path.filter { $0 == "{" }.count < $1.path.filter { $0 == "{" }.count
            })
        else { return nil }
        for (name, value) in zip(route.path.split(separator: "/"), parts) where name.hasPrefix("{") {
            let name = String(name.filter { $0 != "{" && $0 != "}" })
            if values[name, default: []].count < 20 { values[name, default: []].append(String(value)) }
        }
        return (route.path, route.path + "?" + Set(query).sorted().joined(separator: "&"))
    }

    private func mayAsk(_ address: String, _ method: String) -> Bool {
        guard !Self.left.contains(where: { address.hasPrefix($0) }), let sort = sort(of: address, method)
        else {
            return false
        }
        let key = method == "GET" ? sort.key : "POST " + sort.route
        let count = asked[key, default: 0]
        asked[key] = count + 1
        if method == "GET" { asked[sort.route] = max(1, asked[sort.route] ?? 0) }
        return count < Self.each && answered[key, default: 0] < Self.all
    }

    private func visit(_ address: String, as name: String, with browser: WebClient) async throws {
        guard mayAsk(address, "GET") else { return }
        town.database.watch("\(name) GET \(address)")
        defer { town.database.watch(nil) }
        let answer = try await browser.get(address)
        note(answer, "\(name) GET \(address)")
        if answer.status < 400, let key = sort(of: address, "GET")?.key { answered[key, default: 0] += 1 }
        guard answer.status == 200, answer.headers[.contentType]?.contains("html") == true else { return }
        let page = answer.text
        for link in Self.attributes("href", in: page) where link.hasPrefix("/") {
            waiting.append(String(link.prefix { $0 != "#" }))
        }
        for form in Self.forms(in: page, at: address) {
            if form.isGet {
                let query = form.answers.map { "\(WebClient.encode($0.key))=\(WebClient.encode($0.value))" }
                waiting.append(form.action + "?" + query.sorted().joined(separator: "&"))
                // The same without what was chosen: words alone, and nothing at all.
                let words = form.answers.filter { $0.value == Self.words }
                waiting.append(
                    form.action + "?"
                        + words.map { "\(WebClient.encode($0.key))=\(WebClient.encode($0.value))" }.sorted()
                        .joined(separator: "&"))
            } else if mayAsk(form.action, "POST") {
                town.database.watch("\(name) POST \(form.action)")
                let sent = try await browser.post(form.action, form.answers)
                note(sent, "\(name) POST \(form.action)")
                if sent.status < 400, let route = sort(of: form.action, "POST")?.route {
                    answered["POST " + route, default: 0] += 1
                }
            }
        }
    }

    private func note(_ answer: WebAnswer, _ request: String) {
        statuses[answer.status, default: 0] += 1
        if answer.status >= 500 || answer.status == 429 { failures.append("\(answer.status) \(request)") }
    }

    // MARK: Reading a page

    private static let words = "路灯"

    struct Form {
        var isGet: Bool
        var action: String
        var answers: [String: String]
    }

    static func attributes(_ name: String, in text: String) -> [String] {
        text.split(separator: "\(name)=\"", omittingEmptySubsequences: false).dropFirst()
            .map { plain(String($0.prefix { $0 != "\"" })) }
    }

    private static func plain(_ text: String) -> String {
        text.replacing("&amp;", with: "&").replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    }

    /// The forms of a page, filled in as they stand, with words where something must be written.
    static func forms(in page: String, at address: String) -> [Form] {
        page.split(separator: "<form", omittingEmptySubsequences: false).dropFirst().map { piece in
            let text = String(piece.split(separator: "</form>", omittingEmptySubsequences: false)[0])
            let head = String(text.prefix { $0 != ">" })
            var form = Form(
                isGet: attributes("method", in: head).first?.lowercased() != "post",
                action: attributes("action", in: head).first ?? String(address.prefix { $0 != "?" }),
                answers: [:])
            fill(&form, from: text)
            return form
        }
    }

    private static func fill(_ form: inout Form, from text: String) {
        var chosen: String?
        for piece in text.split(separator: "<", omittingEmptySubsequences: true) {
            let tag = String(piece.prefix { $0 != ">" })
            let sort = tag.prefix { $0.isLetter }
            // The first choice that says something.
            if sort == "option", let name = chosen, form.answers[name]?.isEmpty == true {
                form.answers[name] = attributes("value", in: tag).first ?? ""
            }
            guard let name = attributes("name", in: tag).first, !name.isEmpty else { continue }
            switch sort {
            case "input":
                let value = attributes("value", in: tag).first ?? ""
                let type = attributes("type", in: tag).first ?? "text"
                switch type {
                case "radio", "checkbox":
                    if form.answers[name] == nil || tag.contains(" checked") { form.answers[name] = value }
                case "text", "search": form.answers[name] = value.isEmpty ? words : value
                case "file", "submit": break
                default: form.answers[name] = value
                }
            case "textarea": form.answers[name] = words
            case "select":
                form.answers[name] = ""
                chosen = name
            default: break
            }
        }
    }
}
