import Core
import Language
import Markup
import Web

/// A list of people to be imported: first what would come of every row, then the import.
struct PeopleImportPage {
    let visit: Visit
    /// The list as it was given.
    var text = ""
    /// What would come of it; nil before it was looked at.
    var list: PeopleList?
    /// Whether it was written in GBK or GB 18030.
    var encoding: TextCoding?
    var done: PeopleImported?
    var reason = ""
    var errors: [FieldError] = []
    private var words: Words { visit.words }

    /// So many rows are shown, the refused first.
    private static let shown = 200

    var page: Page {
        Page(
            title: words("directory.import.title"), status: errors.isEmpty ? 200 : 422, wide: true,
            help: "people"
        ) {
            """
            <h1>\(words("directory.import.title"))</h1>
            \(ErrorSummary(title: words("web.form.problems"), errors: errors))
            \(done.map(finished))
            \(list.map(report) ?? .empty)
            \(list == nil || list?.missing.isEmpty == false ? ask : .empty)
            <p>\(Link(words("directory.people.back"), to: "/directory"))</p>
            """
        }
    }

    private func finished(_ done: PeopleImported) -> HTML {
        Notice(
            .success, live: true,
            """
            <p>\(words(
                "directory.import.done",
                ["people": done.people, "posts": done.posts, "renamed": done.renamed]))</p>
            """
        ).html
    }

    private var ask: HTML {
        """
        <p class="lead">\(words("directory.import.lead"))</p>
        <p class="hint">\(words("directory.import.columns"))</p>
        \(Form(post: "/directory/import", csrf: visit.csrf, files: true, content: """
            <div class="field"><label for="inline-list">\(words("directory.import.file"))</label>
            <input type="file" id="inline-list" name="inline-list" accept=".csv,.txt,text/csv,text/plain">
            </div>
            \(TextArea(
                name: "list", label: words("directory.import.list"), value: text,
                hint: words("directory.import.list.hint"), error: errors.message(for: "list"), rows: 8))
            \(Button(words("directory.import.check"), name: "step", value: "check"))
            """))
        """
    }

    private func report(_ list: PeopleList) -> HTML {
        if !list.missing.isEmpty {
            let columns = list.missing.map { words("directory.import.column.\($0.rawValue)") }
                .joined(separator: words("directory.import.comma"))
            return Notice(
                .failure, live: true,
                """
                <p>\(words("directory.import.missing", ["columns": columns]))</p>
                """
            ).html
        }
        return """
            \(encoding == .gb18030 ? Notice(.info, "<p>\(words("directory.import.gbk"))</p>").html : .empty)
            <h2>\(words("directory.import.report"))</h2>
            \(SummaryList([
                (words("directory.import.newPerson"), count(list) { $0 == .newPerson }),
                (words("directory.import.newPost"), count(list) { $0 == .newPost || $0 == .inactive }),
                (words("directory.import.renamed"), count(list) { $0 == .renamed }),
                (words("directory.import.nothing"), count(list) { $0 == .nothing }),
                (words("directory.import.refused"), "\(words.number(Int64(list.refused)))"),
            ]))
            \(table(list))
            \(confirm(list))
            """
    }

    private func count(_ list: PeopleList, _ holds: (PeopleList.Outcome) -> Bool) -> HTML {
        "\(words.number(Int64(list.count(holds))))"
    }

    private func table(_ list: PeopleList) -> HTML {
        let sorted = list.rows.filter(\.isRefused) + list.rows.filter { !$0.isRefused }
        let rest = list.rows.count - Self.shown
        let more: HTML? =
            rest > 0 ? "<p>\(words("directory.handOverWork.more", ["count": rest]))</p>" : nil
        return """
            \(Table(
                caption: words("directory.import.report"), captionHidden: true,
                columns: [
                    .init(words("directory.import.line"), numeric: true), .init(words("directory.login")),
                    .init(words("directory.name")), .init(words("directory.import.outcome")),
                ],
                rows: sorted.prefix(Self.shown).map { row in
                    ["\(row.line)", "\(row.login)", "\(row.name)", outcome(row.outcome)]
                }))
            \(more)
            """
    }

    private func outcome(_ outcome: PeopleList.Outcome) -> HTML {
        switch outcome {
        case .newPerson: Tag(words("directory.import.newPerson"), tone: .good).html
        case .newPost: Tag(words("directory.import.newPost"), tone: .good).html
        case .inactive: Tag(words("directory.import.inactive"), tone: .warn).html
        case .renamed: Tag(words("directory.import.renamed"), tone: .accent).html
        case .nothing: Tag(words("directory.import.nothing")).html
        case .refused(let flaws):
            """
            \(Tag(words("directory.import.refused"), tone: .bad)) \
            \(flaws.map { words("directory.import.flaw.\($0.rawValue)") }
                .joined(separator: words("directory.import.semicolon")))
            """
        }
    }

    private func confirm(_ list: PeopleList) -> HTML {
        let good = list.count { outcome in
            switch outcome {
            case .newPerson, .newPost, .inactive, .renamed: true
            case .nothing, .refused: false
            }
        }
        guard good > 0 else {
            return """
                <p>\(words("directory.import.nothingToDo"))</p>
                <p>\(ButtonLink(words("directory.import.again"), to: "/directory/import"))</p>
                """
        }
        return """
            \(Form(post: "/directory/import", csrf: visit.csrf, content: """
                \(Hidden(name: "list", value: text))
                \(TextField(
                    name: "reason", label: words("directory.reason"), value: reason,
                    hint: words("directory.reason.hint"), error: errors.message(for: "reason"), limit: 300))
                \(Button(words("directory.import.do", ["count": good]), name: "step", value: "import"))
                """))
            <p>\(ButtonLink(words("directory.import.again"), to: "/directory/import"))</p>
            """
    }
}

extension PeopleList.Row {
    fileprivate var isRefused: Bool { if case .refused = outcome { true } else { false } }
}
