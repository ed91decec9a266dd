import Core
import Markup
import Web

/// How the program runs, for whoever keeps it running.
struct OperationPage {
    let visit: Visit
    let standing: OperationStanding

    private var words: Words { visit.words }
    private var telling: HealthTelling { HealthTelling(visit.words) }

    var page: Page {
        let state = standing.health.state
        return Page(title: words("operation.title"), wide: true, help: "operation") {
            """
            <h1>\(words("operation.title"))</h1>
            \(Notice(Self.kind(state), "<p>\(words("operation.lead.\(state.rawValue)"))</p>"))
            \(health)\(program)\(backups)\(followers)\(work)\(settings)
            """
        }
    }

    private static func kind(_ state: HealthLine.State) -> Notice.Tone {
        switch state {
        case .ok: .success
        case .warn: .warning
        case .fail: .failure
        }
    }

    private func tag(_ state: HealthLine.State) -> HTML {
        let text = words("operation.state.\(state.rawValue)")
        return switch state {
        case .ok: Tag(text, tone: .good).html
        case .warn: Tag(text, tone: .warn).html
        case .fail: Tag(text, tone: .bad).html
        }
    }

    private func columns(_ names: [String], numeric: Set<String> = []) -> [Table.Column] {
        names.map { Table.Column(words("operation.column.\($0)"), numeric: numeric.contains($0)) }
    }

    private var health: HTML {
        let rows: [[HTML]] = standing.health.sorted { $0.state > $1.state }.map { line in
            [
                "\(telling.part(line))", tag(line.state), "\(telling.sentence(line))",
                "\(telling.remedy(line) ?? "")",
            ]
        }
        return Table(
            caption: words("operation.health"), columns: columns(["part", "state", "found", "remedy"]),
            rows: rows
        ).html
    }

    private var program: HTML {
        let facts = standing.facts
        let size = standing.databaseBytes.map { " · \(HealthLimits.bytes($0))" } ?? ""
        return """
            <section class="panel"><h2>\(words("operation.program"))</h2>\
            \(SummaryList([
                (words("operation.version"), "\(facts.version)"),
                (words("operation.started"), "\(words.dateTime(facts.startedAt))"),
                (words("operation.databaseName"), "<bdi>\(facts.databaseName)</bdi>\(size)"),
                (words("operation.attachments"), "<bdi>\(facts.filesFolder)</bdi>"),
                (words("operation.memory"), "\(standing.residentBytes.map(HealthLimits.bytes) ?? "–")"),
            ]))</section>
            """
    }

    private var backups: HTML {
        if standing.backups.isEmpty {
            return """
                <h2>\(words("operation.backups"))</h2>\
                \(EmptyState(
                    title: words("operation.backups.none"), text: words("operation.backups.noneHint")))
                """
        }
        let rows: [[HTML]] = standing.backups.map { backup in
            [
                "\(words.dateTime(backup.begunAt))",
                "\(words("operation.backupState.\(backup.state.rawValue)"))",
                "\(backup.bytes.map(HealthLimits.bytes) ?? "–")", "<bdi>\(backup.problem ?? "")</bdi>",
            ]
        }
        return Table(
            caption: words("operation.backups"),
            columns: columns(["begun", "state", "size", "problem"], numeric: ["size"]), rows: rows
        ).html
    }

    private var followers: HTML {
        let rows: [[HTML]] = standing.followers.sorted { ($1.behind, $0.name) < ($0.behind, $1.name) }
            .map { follower in
                let most = follower.behind >= OperationStore.most
                let count = words.number(Int64(follower.behind))
                return [
                    "\(follower.name)",
                    "\(most ? words("operation.more", ["count": follower.behind]) : count)",
                    "\(words.number(follower.lateSeconds(visit.now)))",
                ]
            }
        return """
            \(Fold(words("operation.followers"), open: false, """
                <p class="hint">\(words("operation.followers.hint"))</p>\
                \(Table(
                    caption: words("operation.followers"), captionHidden: true,
                    columns: columns(["name", "behind", "late"], numeric: ["behind", "late"]), rows: rows))
                """))
            """
    }

    private var work: HTML {
        let rows: [[HTML]] = standing.beats.map { beat in
            [
                "\(beat.name)", "\(beat.succeededAt.map { words.dateTime($0) } ?? "–")",
                "\(beat.failsSince.map { words.dateTime($0) } ?? "–")",
            ]
        }
        return """
            \(Fold(words("operation.work"), open: false, Table(
                caption: words("operation.work"), captionHidden: true,
                columns: columns(["name", "last", "failing"]), rows: rows).html))
            """
    }

    private var settings: HTML {
        let rows: [[HTML]] = standing.settings.map { setting in
            let value = setting.value.isEmpty ? words("operation.unset") : setting.value
            let origin = words(
                "operation.origin.\(setting.origin)", ["place": setting.place ?? ""])
            return ["<code>\(setting.key)</code>", "<bdi>\(value)</bdi>", "<bdi>\(origin)</bdi>"]
        }
        return """
            \(Fold(words("operation.settings"), open: false, """
                <p class="hint">\(words("operation.settings.hint"))</p>\
                \(Table(
                    caption: words("operation.settings"), captionHidden: true,
                    columns: columns(["setting", "value", "origin"]), rows: rows))
                """))
            """
    }
}
