import CityPack
import Core
import Desk
import Markup
import Web

/// What the pack on disk would do to matters and people, before it comes into force.
struct DryRunPage {
    let visit: Visit
    let run: PackDryRun
    let old: City
    let new: City
    private var words: Words { visit.words }

    /// So many rows of each part are listed.
    private static let shown = 100

    var page: Page {
        Page(title: words("administration.dryRun.title"), wide: true, help: "city-pack") {
            """
            <h1>\(words("administration.dryRun.title"))</h1>
            \(AdministrationTabs(visit: visit, room: .pack))
            \(verdict)
            \(findings)
            \(elsewhere)
            \(clocks)
            \(losses)
            <p>\(Link(words("administration.pack.back"), to: "/administration/pack"))</p>
            """
        }
    }

    private var verdict: HTML {
        run.blockers.isEmpty
            ? Notice(.success, "<p>\(words("administration.dryRun.may"))</p>").html
            : Notice(
                .failure,
                "<p>\(words("administration.dryRun.mayNot", ["count": run.blockers.count]))</p>"
            ).html
    }

    private var findings: HTML {
        if run.findings.isEmpty {
            return """
                <h2>\(words("administration.dryRun.findings"))</h2>
                <p>\(words("administration.dryRun.noFindings"))</p>
                """
        }
        let items: [HTML] = run.findings.prefix(Self.shown).map { finding in
            let blocks = finding.severity == .blocking
            return """
                <li>\(Tag(
                    words(blocks ? "administration.dryRun.blocks" : "administration.dryRun.warns"),
                    tone: blocks ? .bad : .warn)) \(sentence(finding))</li>
                """
        }
        return """
            <h2>\(words("administration.dryRun.findings"))</h2>
            <ul>\(items)</ul>\(more(run.findings.count))
            """
    }

    private func sentence(_ finding: PackDryRun.Finding) -> String {
        func told(_ key: String, _ name: String, _ more: String = "") -> String {
            words.plural("administration.lack.\(key)", finding.count, ["name": name, "kind": more])
        }
        switch finding.lack {
        case .stage(let kind, let stage): return told("stage", self.stage(stage, of: kind), self.kind(kind))
        case .endedStage(let kind, let stage):
            return told("endedStage", self.stage(stage, of: kind), self.kind(kind))
        case .limit(let kind, let limit):
            let name = old.procedures[kind]?.limit(limit).map { words($0.text) } ?? limit
            return told("limit", name, self.kind(kind))
        case .unit(let code): return told("unit", unit(code))
        case .endedUnit(let code): return told("endedUnit", unit(code))
        case .place(let code): return told("place", visit.path(to: code, in: old.areas))
        case .area(let code): return told("area", visit.path(to: code, in: old.areas))
        case .category(let code): return told("category", category(code))
        case .post(let post):
            let role = old.roles[post.role].map { words($0.text) } ?? post.role
            return told("post", "\(role) · \(unit(post.unit)) · \(visit.path(to: post.area, in: old.areas))")
        }
    }

    private func kind(_ name: String) -> String { old.procedures[name].map { words($0.name) } ?? name }
    private func stage(_ name: String, of kind: String) -> String {
        old.procedures[kind]?.stage(name).map { words($0.text) } ?? name
    }
    private func unit(_ code: UnitCode?) -> String {
        guard let code else { return words("administration.dryRun.nobody") }
        return (new.units[code] ?? old.units[code]).map { words($0.name) } ?? code.text
    }
    private func category(_ code: String) -> String {
        (new.catalogue[code] ?? old.catalogue[code]).map { words($0.name) } ?? code
    }

    private func more(_ count: Int) -> HTML? {
        count > Self.shown ? "<p>\(words("administration.more", ["count": count - Self.shown]))</p>" : nil
    }

    private var elsewhere: HTML {
        if run.elsewhere.isEmpty {
            return """
                <h2>\(words("administration.dryRun.elsewhere"))</h2>
                <p>\(words("administration.dryRun.noneElsewhere"))</p>
                """
        }
        return """
            <h2>\(words("administration.dryRun.elsewhere"))</h2>
            <p>\(Link(
                words.plural("administration.dryRun.redirected", run.redirected),
                to: "/administration/pack/dry-run/elsewhere"))</p>
            \(Table(
                caption: words("administration.dryRun.elsewhere"), captionHidden: true,
                columns: [
                    .init(words("administration.category")), .init(words("administration.area")),
                    .init(words("administration.dryRun.before")), .init(words("administration.dryRun.then")),
                    .init(words("administration.matters"), numeric: true),
                ],
                rows: run.elsewhere.prefix(Self.shown).map { row in
                    [
                        "\(category(row.category))", "\(visit.path(to: row.area, in: old.areas))",
                        "\(unit(row.old))", "\(unit(row.new))", "\(words.number(Int64(row.count)))",
                    ]
                }))
            \(more(run.elsewhere.count))
            """
    }

    private var clocks: HTML {
        if run.clocks.isEmpty {
            return """
                <h2>\(words("administration.dryRun.clocks"))</h2>
                <p>\(words("administration.dryRun.noClocks"))</p>
                """
        }
        return """
            <h2>\(words("administration.dryRun.clocks"))</h2>
            <p>\(words("administration.dryRun.clocksLead"))</p>
            \(Table(
                caption: words("administration.dryRun.clocks"), captionHidden: true,
                columns: [
                    .init(words("administration.kind")), .init(words("administration.timers.limit")),
                    .init(words("administration.urgency")), .init(words("administration.dryRun.before")),
                    .init(words("administration.dryRun.then")),
                ],
                rows: run.clocks.prefix(Self.shown).map { clock in
                    [
                        "\(kind(clock.kind))", "\(words(clock.name))",
                        "\(words("administration.urgency.\(clock.urgency)"))",
                        "\(words.dateTime(clock.old))", "\(words.dateTime(clock.new))",
                    ]
                }))
            \(more(run.clocks.count))
            """
    }

    private var losses: HTML {
        if run.losses.isEmpty {
            return """
                <h2>\(words("administration.dryRun.losses"))</h2>
                <p>\(words("administration.dryRun.noLosses"))</p>
                """
        }
        let items: [HTML] = run.losses.prefix(Self.shown).map { loss in
            let powers = loss.powers.map { words("administration.power.\($0.rawValue)") }
            let scopes = loss.scopes.map { scope in
                switch scope {
                case .city: words("administration.dryRun.wholeCity")
                case .area(let code): visit.path(to: code, in: old.areas)
                case .unit(let code): unit(code)
                }
            }
            let power: HTML? =
                powers.isEmpty
                ? nil
                : "<div>\(words("administration.dryRun.power")): \(powers.joined(separator: " · "))</div>"
            let sight: HTML? =
                scopes.isEmpty
                ? nil
                : "<div>\(words("administration.dryRun.sight")): \(scopes.joined(separator: " · "))</div>"
            return "<li>\(Link(words(loss.name), to: "/directory/\(loss.person)"))\(power)\(sight)</li>"
        }
        return """
            <h2>\(words("administration.dryRun.losses"))</h2>
            <ul>\(items)</ul>\(more(run.losses.count))
            """
    }
}

/// The matters that would have gone to another unit.
struct ElsewherePage {
    let visit: Visit
    let matters: [MatterRecord]
    let old: City
    let new: City
    var older: String?
    private var words: Words { visit.words }

    var page: Page {
        Page(title: words("administration.dryRun.elsewhere"), wide: true, help: "city-pack") {
            """
            <h1>\(words("administration.dryRun.elsewhere"))</h1>
            \(AdministrationTabs(visit: visit, room: .pack))
            \(matters.isEmpty ? "<p>\(words("administration.dryRun.noneElsewhere"))</p>" : table)
            \(Pager(
                label: words("web.pager.label"), newest: nil,
                older: older.map { (words("administration.next"), $0) }))
            <p>\(Link(words("administration.dryRun.back"), to: "/administration/pack/dry-run"))</p>
            """
        }
    }

    private var table: HTML {
        Table(
            caption: words("administration.dryRun.elsewhere"), captionHidden: true,
            columns: [
                .init(words("administration.matter")), .init(words("administration.matter.title")),
                .init(words("administration.dryRun.before")), .init(words("administration.dryRun.then")),
            ],
            rows: matters.map { matter in
                [
                    Link(matter.number, to: "/matters/\(matter.number)").html, "\(matter.title)",
                    unit(of: matter, in: old), unit(of: matter, in: new),
                ]
            }
        ).html
    }

    private func unit(of matter: MatterRecord, in city: City) -> HTML {
        let code = matter.category.flatMap {
            city.dispatch.unit(for: $0, at: matter.area, in: city.catalogue)
        }
        guard let code else { return "\(words("administration.dryRun.nobody"))" }
        return "\(city.units[code].map { words($0.name) } ?? code.text)"
    }
}
