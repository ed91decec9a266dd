import Core
import Markup
import Web

/// On a matter's page at the desk: what may be the same problem, with why.
struct SimilarPanel {
    let telling: SimilarTelling
    /// The matter whose page it is.
    let number: String
    let similar: [Similar]
    /// Whether this reader may join it to another one now.
    var mayJoin = false
    /// Whether this reader may say that it is the same, for those who join.
    var maySay = false
    /// What somebody said it is the same as.
    var wished: SimilarDesk.Wished?
    /// Where the browser goes afterwards; nil for the page of the one it is joined to.
    var back: String?

    fileprivate var words: Words { telling.words }

    var html: HTML {
        """
        <section class="panel stack"><h2>\(words("joins.similar.title"))</h2>
        <p class="muted">\(words("joins.similar.hint"))</p>
        <ul>\(similar.map(line))</ul></section>
        """
    }

    private func line(_ similar: Similar) -> HTML {
        """
        <li><a href="/matters/\(similar.number)"><bdi>\(similar.title)</bdi></a> \(tags(similar))<br>\
        <span class="muted">\(facts(similar))</span>\(join(similar))</li>
        """
    }
}

extension SimilarPanel {
    private func tags(_ similar: Similar) -> HTML {
        let wish = wished.flatMap { $0.main.id == similar.id ? $0.wish : nil }
        let said: HTML? = wish.map { wish in
            "\(Tag(words(wish.person == nil ? "joins.wish.resident" : "joins.wish.officer"), tone: .accent)) "
        }
        if similar.reasons.isEmpty { return said ?? .empty }
        let score = Tag(
            words("joins.similar.score", ["score": similar.score]), tone: telling.tone(similar.score))
        return "\(said)\(score)"
    }

    private func facts(_ similar: Similar) -> String {
        let facts = [
            similar.number, telling.area(similar.area), telling.stage(similar.stage, of: similar.kind),
            telling.reasons(similar.reasons),
        ]
        return facts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func join(_ similar: Similar) -> HTML? {
        guard mayJoin || maySay else { return nil }
        let key = mayJoin ? "joins.similar.join" : "joins.similar.say"
        let path = back == nil ? JoinsPath.add(similar.number) : JoinsPath.same(similar.number)
        return Form(
            post: path, csrf: telling.visit.csrf,
            content: """
                \(Hidden(name: "number", value: number))\(back.map { Hidden(name: "back", value: $0) })\
                \(Button(words(key, ["number": similar.number]), weight: .secondary))
                """
        ).html
    }
}

/// How alike matters are told.
struct SimilarTelling: CityTelling {
    let visit: Web.Visit
    let city: City
    var words: Words { visit.words }

    func tone(_ score: Int) -> Tag.Tone { score >= 50 ? .accent : .plain }

    /// `同一社区 · 相同类别 · 文字 82 % 相同 · 3 天前`.
    func reasons(_ reasons: [Similar.Reason]) -> String {
        reasons.map { reason in
            switch reason {
            case .sameText: words("joins.similar.sameText")
            case .text(let percent): words("joins.similar.text", ["percent": percent])
            case .sameVillage: words("joins.similar.village")
            case .sameTown: words("joins.similar.town")
            case .sameCounty: words("joins.similar.county")
            case .meters(let count): words("joins.similar.meters", ["count": count])
            case .sameCategory: words("joins.similar.category")
            case .days(0): words("joins.similar.sameDay")
            case .days(let count): words.plural("joins.similar.days", count)
            }
        }.joined(separator: " · ")
    }
}
