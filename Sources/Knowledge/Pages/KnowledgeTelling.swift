import Core
import Desk
import Markup
import Web

/// How the pages of the knowledge say things.
struct KnowledgeTelling: CityTelling {
    let visit: Visit
    let city: City
    var words: Words { visit.words }
    var today: CivilDate { city.calendar.date(of: visit.now) }

    func date(_ date: CivilDate) -> String { words.date(city.calendar.start(of: date)) }

    func time(_ moment: Moment) -> HTML {
        Time(words.near(moment, now: visit.now), dateTime: moment.iso).html
    }

    /// Whether it is offered, and why not.
    func standing(_ record: ArticleRecord) -> HTML {
        switch record.state {
        case .draft: Tag(words("knowledge.state.draft")).html
        case .withdrawn: Tag(words("knowledge.state.withdrawn"), tone: .bad).html
        case .live:
            switch record.article.standing(on: today) {
            case .valid: Tag(words("knowledge.state.live"), tone: .good).html
            case .early: Tag(words("knowledge.state.early"), tone: .warn).html
            case .expired: Tag(words("knowledge.state.expired"), tone: .bad).html
            }
        }
    }

    /// `2026-01-01 – 2027-03-15`
    func days(_ article: Article) -> String {
        guard let until = article.until else {
            return words("knowledge.since", ["day": date(article.from)])
        }
        return words("knowledge.span", ["from": date(article.from), "until": date(until)])
    }

    func places(_ article: Article) -> String {
        article.areas.isEmpty
            ? words("knowledge.everywhere") : article.areas.map { area($0) }.joined(separator: " · ")
    }

    /// The classes by their groups, for a choice.
    var categoryGroups: [Select.Group] {
        let all = city.catalogue.categories
        return all.filter { $0.parent == nil }.map { top in
            let below = all.filter { category in
                category.code == top.code
                    || city.catalogue.lineage(of: category.code).dropFirst().contains { $0.code == top.code }
            }
            return Select.Group(
                words(top.name), below.map { Choice(value: $0.code, label: words($0.name)) })
        }
    }

    /// Counties and towns by county, and one more that is chosen already.
    func areaGroups(with chosen: AreaCode?) -> [Select.Group] {
        var groups: [Select.Group] = []
        for county in city.areas.codes where county.level == .county {
            let towns = [county] + city.areas.children(of: county)
            groups.append(
                Select.Group(area(county), towns.map { Choice(value: $0.text, label: area($0)) }))
        }
        if let chosen, chosen.level > .town {
            groups.append(
                Select.Group(
                    words("knowledge.field.areas"), [Choice(value: chosen.text, label: area(chosen))]))
        }
        return groups
    }

    func tabs(_ current: KnowledgeTab) -> HTML {
        let officer = visit.officer
        let shown = KnowledgeTab.allCases.filter { $0 != .figures || officer?.may(.figures) == true }
        return Tabs(
            label: words("knowledge.title"),
            shown.map { tab in
                .init(words("knowledge.tab.\(tab.rawValue)"), to: tab.path, current: tab == current)
            }
        ).html
    }

    /// A number with its digits in groups.
    func number(_ count: Int) -> String { words.number(Int64(count)) }
}

/// The parts of the knowledge.
enum KnowledgeTab: String, CaseIterable {
    case find, quick, unanswered, care, figures

    var path: String {
        switch self {
        case .find: KnowledgePath.home
        case .quick: KnowledgePath.quick
        case .unanswered: KnowledgePath.unanswered
        case .care: KnowledgePath.care
        case .figures: KnowledgePath.figures
        }
    }
}
