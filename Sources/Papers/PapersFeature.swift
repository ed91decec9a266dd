import Core
import Desk
import Hummingbird
public import Web

extension Feature {
    /// Papers: plain papers and guides for residents (M95).
    public static func papers(_ desk: PapersDesk) -> Feature {
        Feature(
            name: "papers",
            words: WordFiles(
                owner: "Papers", zh: PackageResources.zh_words, en: PackageResources.en_words),
            menu: [
                MenuEntry(key: "papers.menu", path: "/papers", audience: .visitors, icon: "paper", order: 25)
            ],
            specimens: { PapersSpecimens.all }
        ) { site in PapersRoutes(desk: desk).add(to: site) }
    }
}

/// The pages of papers.
struct PapersRoutes: Sendable {
    let desk: PapersDesk

    func add(to site: Site) {
        site.visitors.get("/papers") { _, context in
            let counts =
                context.visit.officer?.may(.figures) == true ? try await desk.counts(at: context.now) : nil
            let search = context.query["q"]
            return PapersPage(
                visit: context.visit, papers: desk.find(search, on: desk.day(of: context.now)),
                search: search, opened: counts
            ).page
        }
        site.visitors.get("/papers/:name") { _, context in
            let paper = try paper(context)
            desk.opened(paper, at: context.now)
            return PaperPage(
                visit: context.visit, city: desk.desk.city, paper: paper,
                today: desk.day(of: context.now), hasSuggestion: try await desk.suggestion(of: paper) != nil
            ).page
        }
        site.visitors.get("/papers/:name/suggestion") { _, context in
            let paper = try paper(context)
            guard let suggestion = try await desk.suggestion(of: paper) else { throw WebRefusal.notFound }
            return SuggestionPage(
                visit: context.visit, city: desk.desk.city, paper: paper, suggestion: suggestion
            ).page
        }
    }

    private func paper(_ context: VisitorContext) throws -> Paper {
        guard let paper = desk.paper(try context.parameter("name")) else { throw WebRefusal.notFound }
        return paper
    }
}
