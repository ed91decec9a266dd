import Core
import Desk
import Language
import Markup
import Web

/// How the pages of triage say things.
struct TriageTelling: CityTelling {
    let visit: Web.Visit
    let city: City
    /// The names of people at work, by their keys.
    var names: [Int64: LocalText] = [:]
    var words: Words { visit.words }

    func time(_ moment: Moment) -> HTML {
        Time(words.near(moment, now: visit.now), dateTime: moment.iso).html
    }

    /// Who did it; the program where nobody did.
    func person(_ id: Int64?) -> String {
        guard let id else { return words("triage.program") }
        return names[id].map { words($0) } ?? words("triage.somebody")
    }

    /// `97 %`, never 100: nobody is that sure.
    func percent(_ probability: Double) -> String { "\(min(99, max(0, Int(probability * 100)))) %" }

    func certainty(_ probability: Double) -> HTML {
        let certainty = TriageCertainty(probability)
        let text = words("triage.certainty.\(certainty.rawValue)") + " · " + percent(probability)
        switch certainty {
        case .sure: return Tag(text, tone: .good).html
        case .likely: return Tag(text, tone: .accent).html
        case .guess: return Tag(text, tone: .warn).html
        }
    }

    /// `垃圾清运 × 桃园社区 → 市环卫处`: why this unit.
    func why(_ rule: DispatchCatalogue.Cell, unit: UnitCode) -> String {
        words(
            rule.category == nil ? "triage.whyBackstop" : "triage.why",
            [
                "category": categoryName(rule.category) ?? "", "area": area(rule.area),
                "unit": self.unit(unit),
            ])
    }

    /// What somebody wrote, with the words that decided marked; the beginning where it is long.
    func story(_ text: String, marked: [Range<Int>]) -> HTML {
        let bytes = Array(text.utf8)
        let limit = text.count > Self.shown ? text.prefix(Self.shown).utf8.count : bytes.count
        var html = HTML.empty
        var at = 0
        for range in marked.sorted(by: { $0.lowerBound < $1.lowerBound })
        where range.lowerBound >= at && range.upperBound <= limit {
            html += "\(String(decoding: bytes[at..<range.lowerBound], as: UTF8.self))"
            html += "<mark>\(String(decoding: bytes[range], as: UTF8.self))</mark>"
            at = range.upperBound
        }
        html += "\(String(decoding: bytes[at..<limit], as: UTF8.self))"
        let rest: HTML = limit < bytes.count ? "…" : .empty
        return #"<p class="story">\#(html)\#(rest)</p>"#
    }

    /// So many characters of a text are shown in a list; the matter's page has all of them.
    private static let shown = 400

    /// A share with what it is made of; a dash where nothing was counted.
    func share(_ part: Int, of whole: Int) -> HTML {
        guard whole > 0, let rate = Rate(numerator: part, denominator: whole, asOf: visit.now) else {
            return "–"
        }
        return #"\#(rate.text(decimals: 1)) <span class="muted">\#(part)/\#(whole)</span>"#
    }

    /// `2026-11`.
    func month(_ month: Int) -> String {
        let rest = month % 100
        return "\(month / 100)-\(rest < 10 ? "0" : "")\(rest)"
    }

    func trouble(_ fault: TextClassifier.ModelFault) -> String {
        switch fault {
        case .notAModel: words("triage.trouble.notAModel")
        case .otherVersion(let found, let wanted):
            words("triage.trouble.otherVersion", ["found": found, "wanted": wanted])
        case .cutShort: words("triage.trouble.cutShort")
        case .damaged: words("triage.trouble.damaged")
        }
    }

    /// What stands above every page of triage: its other pages.
    func tabs(_ current: TriageTab) -> HTML {
        let mayRead = visit.officer?.may(.figures) == true || visit.officer?.may(.manageRules) == true
        let tabs = TriageTab.allCases.filter { $0 == .queue || mayRead }
        if tabs.count < 2 { return .empty }
        return Tabs(
            label: words("triage.tabs"),
            tabs.map {
                .init(words("triage.tab.\($0.rawValue)"), to: $0.path, current: $0 == current)
            }
        ).html
    }

    var categoryGroups: [Select.Group] {
        let leaves = city.catalogue.leaves
        var groups: [(parent: String?, choices: [Choice])] = []
        for leaf in leaves {
            let choice = Choice(value: leaf.code, label: words(leaf.name))
            if groups.last?.parent == leaf.parent, !groups.isEmpty {
                groups[groups.count - 1].choices.append(choice)
            } else {
                groups.append((leaf.parent, [choice]))
            }
        }
        return groups.map { Select.Group($0.parent.map { category($0) } ?? "", $0.choices) }
    }

    var unitChoices: [Choice] {
        city.units.values.sorted { $0.code < $1.code }.map {
            Choice(value: $0.code.text, label: words($0.name))
        }
    }
}

/// The pages of triage side by side.
enum TriageTab: String, CaseIterable {
    case queue, audits, automatic, models, figures

    var path: String {
        switch self {
        case .queue: TriagePath.home
        case .audits: TriagePath.audits
        case .automatic: TriagePath.automatic
        case .models: TriagePath.models
        case .figures: TriagePath.figures
        }
    }
}
