import Core
import Foundation

/// Who may ask a route for what, as `Documentation/authorisation.md` says it: one line for a route, in five
/// words – method, path, door, what the asker needs, what the path names. A sixth says where an answer to an
/// empty form is another status than usual: `own=404`, `none=404`, `unseen=303`.
struct RouteRule: Sendable {
    enum Door: String, Sendable {
        /// Pages for anybody; forms with our token.
        case visitor
        /// What scripts of our pages send.
        case script
        /// Pages for people at work.
        case officer
        /// The API with a token or a session.
        case api
        /// The API without either.
        case open
        /// Other systems, by a key of theirs or without one.
        case machine
        /// The site's own files.
        case site
    }

    let method: String
    let path: String
    let door: Door
    /// The scope a token needs, or the sort of key; nil where none is asked for.
    let proof: String?
    /// Words of which one must hold; none where whoever comes through the door may.
    let needs: [String]
    /// What the path names; nil for a page without such a thing.
    let object: String?
    /// Statuses that are told by the table alone, by `own`, `none` and `unseen`.
    let statuses: [String: Set<Int>]
    /// Where it stands in the article.
    let line: Int

    var name: String { "\(method) \(path)" }
    var changes: Bool { !["GET", "HEAD", "OPTIONS"].contains(method) }

    struct Unreadable: Error, CustomStringConvertible {
        let line: Int
        let text: String
        var description: String { "Documentation/authorisation.md:\(line): cannot read “\(text)”" }
    }

    /// The lines of the article's blocks that begin with ```` ```routes ````.
    static func read() throws -> [RouteRule] {
        let file = WholeTown.root.appending(path: "Documentation/authorisation.md")
        return try read(String(contentsOf: file, encoding: .utf8))
    }

    static func read(_ text: String) throws -> [RouteRule] {
        var rules: [RouteRule] = []
        var isInside = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                isInside = line == "```routes"
                continue
            }
            let words = line.split(separator: " ").map(String.init)
            guard isInside, !words.isEmpty else { continue }
            let door =
                (5...6).contains(words.count)
                ? words[2].split(separator: ":", maxSplits: 1).map(String.init) : []
            guard let first = door.first, let known = Door(rawValue: first) else {
                throw Unreadable(line: index + 1, text: String(line))
            }
            for path in alternatives(of: words[1]) {
                rules.append(
                    RouteRule(
                        method: words[0], path: path, door: known, proof: door.count > 1 ? door[1] : nil,
                        needs: words[3] == "-" ? [] : words[3].split(separator: "|").map(String.init),
                        object: words[4] == "-" ? nil : words[4],
                        statuses: statuses(words.dropFirst(5).first ?? ""), line: index + 1))
            }
        }
        return rules
    }

    /// `own=404,unseen=303|410` by its names.
    static func statuses(_ text: String) -> [String: Set<Int>] {
        var found: [String: Set<Int>] = [:]
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=")
            guard sides.count == 2 else { continue }
            found[String(sides[0])] = Set(sides[1].split(separator: "|").compactMap { Int($0) })
        }
        return found
    }

    /// `a.(csv|json)` as `a.csv` and `a.json`.
    static func alternatives(of path: String) -> [String] {
        guard let open = path.firstIndex(of: "("), let close = path[open...].firstIndex(of: ")") else {
            return [path]
        }
        return path[path.index(after: open)..<close].split(separator: "|").flatMap { word in
            alternatives(of: "\(path[..<open])\(word)\(path[path.index(after: close)...])")
        }
    }

    /// Whether a path is one of this route's.
    func matches(_ path: String) -> Bool {
        let (own, other) = (self.path.split(separator: "/"), path.split(separator: "/"))
        return own.count == other.count
            && zip(own, other).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }

    /// The path with values in the places of its names.
    func filled(_ values: [String]) -> String {
        var left = values[...]
        return path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix("{") ? WebClient.encode(left.popFirst() ?? "") : String(part)
        }.joined(separator: "/")
    }
}
