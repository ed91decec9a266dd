import Core
import Web

/// The slice's pages in their states.
enum DevelopersSpecimens {
    static func all(_ reference: Reference) -> [Specimen] {
        let manual = Manual.shared
        var specimens = [
            Specimen("design") { DesignSpecimensPage(visit: $0).page },
            Specimen("developers") { HomePage(visit: $0, reference: reference, manual: manual).page },
            Specimen("api reference") { ReferencePage(visit: $0, reference: reference).page },
            Specimen("api reference of nothing") { ReferencePage(visit: $0, reference: Reference([])).page },
            Specimen("try, nothing chosen") { TryPage(visit: $0, reference: reference, attempt: nil).page },
            Specimen("help, all topics") { HelpListPage(visit: $0, manual: manual).page },
            Specimen("guide, hostile") {
                GuidePage(visit: $0, guide: hostile, manual: manual).page
            },
        ]
        specimens += reference.operations.map { operation in
            Specimen("try \(operation.identifier)") {
                TryPage(visit: $0, reference: reference, attempt: Attempt(operation)).page
            }
        }
        for name in (manual.guides[.zh] ?? []).map(\.name) {
            specimens.append(
                Specimen("guide \(name)") { visit in
                    GuidePage(
                        visit: visit, guide: manual.guide(name, visit.language) ?? hostile, manual: manual
                    ).page
                })
        }
        for topic in (manual.help[.zh] ?? []).map(\.name) {
            specimens.append(
                Specimen("help \(topic)") { visit in
                    HelpPage(visit: visit, article: manual.help(topic, visit.language) ?? hostile).page
                })
        }
        return specimens
    }

    /// A text that nobody here would write.
    private static let hostile: Article = {
        let text = """
            # hostile: <script>alert(1)</script>
            <img src=x onerror=alert(2)> `</code><script>alert(3)</script>` **<b>** [a](javascript:alert)
            ## \(String(repeating: "长", count: 300))
            [b](//elsewhere.example) \(String(repeating: "w", count: 300))
            | <td> | "' |
            |---|---|
            | [[<kbd>]] | &lt; |
            ```
            </pre><script>
            ```
            """
        return ManualReader(text, file: "hostile").articles.first
            ?? Article(name: "hostile", title: "hostile", blocks: [.paragraph([.text("hostile")])])
    }()
}
