/// Finds the city's own places in a text: areas by their names and usual short forms, and addresses that the
/// city knows (路名, 小区).
///
/// One walk over the text, whatever its length and however many names there are: all names stand in one
/// automaton. Names are compared in their folded spelling, so full-width and upper case make no difference.
public struct PlaceFinder: Sendable {
    /// A place that a text names.
    public struct Found: Hashable, Sendable {
        /// The code of the area, as it was given.
        public let code: String
        public let range: Range<String.Index>
        /// As it stands in the text.
        public let text: String
    }

    /// Places looked at in one text; what comes after them says nothing new.
    public static let most = 64

    private let names: PlaceNames

    /// - Parameter areas: Each place with its names, the full one first. The code of a place inside another
    ///   begins with that one's code. A place may come several times: with its name, then with addresses in
    ///   it.
    public init(areas: [(code: String, names: [String])]) { names = PlaceNames(areas) }

    /// The places a text names, the surest first: those whose surrounding place is named as well, then the
    /// smallest, then those named first. A name that several places share counts only where the text says
    /// which of them.
    ///
    /// - Parameter within: The code of the area the text comes from, which settles names that several share.
    public func find(in text: String, within: String? = nil) -> [Found] {
        let spots = names.spots(in: text)
        if spots.isEmpty { return [] }
        // Names of one place alone say where we are; they settle the others.
        var sure = Set(spots.compactMap { $0.codes.count == 1 ? $0.codes.first : nil })
        if let within, !within.isEmpty { sure.insert(within) }
        var found: [(found: Found, isConfirmed: Bool, order: Int)] = []
        var seen: Set<String> = []
        for (order, spot) in spots.enumerated() {
            guard let code = Self.settle(spot.codes, by: sure) else { continue }
            if !seen.insert(code).inserted { continue }
            let isConfirmed = sure.contains { $0 != code && code.hasPrefix($0) }
            let place = Found(code: code, range: spot.range, text: String(text[spot.range]))
            found.append((place, isConfirmed, order))
        }
        found.sort { one, other in
            if one.isConfirmed != other.isConfirmed { return one.isConfirmed }
            let (left, right) = (one.found.code.utf8.count, other.found.code.utf8.count)
            return left == right ? one.order < other.order : left > right
        }
        return found.map(\.found)
    }

    /// The one of several places that lies in one that is named, the smallest such; nil where that does not
    /// tell them apart.
    private static func settle(_ codes: [String], by sure: Set<String>) -> String? {
        if codes.count == 1 { return codes.first }
        var (deepest, inside) = (0, [String]())
        for code in codes {
            let depth = sure.lazy.filter { code.hasPrefix($0) }.map(\.utf8.count).max() ?? 0
            guard depth > 0, depth >= deepest else { continue }
            if depth > deepest { inside = [] }
            deepest = depth
            inside.append(code)
        }
        if inside.count == 1 { return inside.first }
        // A place and others inside it share a name: the widest is right in any case.
        guard let widest = codes.min(by: { $0.utf8.count < $1.utf8.count }) else { return nil }
        return codes.allSatisfy { $0.hasPrefix(widest) } ? widest : nil
    }
}
