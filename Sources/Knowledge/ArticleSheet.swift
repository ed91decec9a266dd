import Core
import Desk
import Storage
import Web

/// Articles as rows of a table, for spreadsheets: the same columns in and out.
enum ArticleSheet {
    static let columns = [
        "code", "title_zh", "title_en", "answer_zh", "answer_en", "categories", "areas", "unit", "from",
        "until", "review", "public", "source",
    ]
    /// The most rows of one import, and the most bytes.
    static let mostRows = 2000
    static let mostBytes = 1_000_000

    static func row(_ article: Article) -> String {
        let fields = [
            article.code, article.title.zh, article.title.en, article.answer.zh, article.answer.en,
            article.categories.joined(separator: " "), article.areas.map(\.text).joined(separator: " "),
            article.unit.text, article.from.description, article.until?.description ?? "",
            article.review?.description ?? "", article.isPublic ? "yes" : "no", article.source,
        ]
        return fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// Quoted, and never a formula: a spreadsheet would run what begins with one of these signs.
    private static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }

    /// One line of what an import finds.
    struct Finding: Sendable, Hashable {
        let line: Int
        let code: String
        let what: What

        enum What: Sendable, Hashable {
            case added, changed, same
            /// The key of a sentence that says what is wrong.
            case wrong(String)
        }
    }

    /// What a text says, row by row.
    static func read(_ text: String, in city: City) -> [(line: Int, article: Result<Article, RowProblem>)] {
        var head: [String: Int]?
        var rows: [(Int, Result<Article, RowProblem>)] = []
        for result in CSVReader.records(in: text.utf8) {
            switch result {
            case .failure(let problem): rows.append((problem.line, .failure(RowProblem("row", code: ""))))
            case .success(let record):
                if let head {
                    rows.append((record.line, read(record.fields, head, in: city)))
                } else {
                    let names = record.fields.map(\.trimmed)
                    if !Set(columns).isSubset(of: names) {
                        return [(record.line, .failure(RowProblem("head", code: "")))]
                    }
                    head = Dictionary(
                        names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
                }
            }
            if rows.count > mostRows { return rows + [(0, .failure(RowProblem("many", code: "")))] }
        }
        return rows
    }

    struct RowProblem: Error, Hashable, Sendable {
        /// A key below `knowledge.sheet.wrong.` or `knowledge.problem.`.
        let key: String
        let code: String

        init(_ key: String, code: String) {
            self.key = "knowledge.sheet.wrong.\(key)"
            self.code = code
        }

        init(_ problem: Article.Problem, code: String) {
            key = "knowledge.problem.\(problem.rawValue)"
            self.code = code
        }
    }

    private static func read(
        _ fields: [String], _ head: [String: Int], in city: City
    ) -> Result<Article, RowProblem> {
        func field(_ name: String) -> String {
            guard let index = head[name], fields.indices.contains(index) else { return "" }
            let text = fields[index].trimmed
            // What an export wrote in front of a formula.
            guard text.hasPrefix("'"), let next = text.dropFirst().first, "=+-@".contains(next) else {
                return text
            }
            return String(text.dropFirst())
        }
        let code = field("code")
        if fields.count != head.count { return .failure(RowProblem("row", code: code)) }
        let areas = field("areas").split(separator: " ").map { AreaCode(String($0)) }
        if areas.contains(nil) { return .failure(RowProblem(.areas, code: code)) }
        guard let from = CivilDate(field("from")) else { return .failure(RowProblem("from", code: code)) }
        let days = ["until", "review"].map { (field($0), CivilDate(field($0))) }
        if let wrong = days.first(where: { !$0.0.isEmpty && $0.1 == nil }) {
            return .failure(RowProblem(wrong.0 == field("until") ? .until : .review, code: code))
        }
        let article = Article(
            code: code, title: LocalText(zh: field("title_zh"), en: field("title_en")),
            answer: LocalText(zh: field("answer_zh"), en: field("answer_en")),
            categories: field("categories").split(separator: " ").map(String.init),
            areas: areas.compactMap(\.self), unit: UnitCode(field("unit")), from: from,
            until: days[0].1, review: days[1].1, isPublic: field("public") == "yes",
            source: field("source"))
        if let problem = article.problems(in: city).first {
            return .failure(RowProblem(problem, code: code))
        }
        return .success(article)
    }
}

extension KnowledgeDesk {
    /// Looks at a table of articles, and takes it in where asked to: all its rows, or none where one is
    /// wrong. What is taken in is offered at once.
    func take(
        sheet text: String, why: String, dryRun: Bool, by officer: Officer, at now: Moment
    ) async throws -> [ArticleSheet.Finding] {
        guard text.utf8.count <= ArticleSheet.mostBytes else {
            throw KnowledgeRefusal.tooLong(field: "rows", limit: ArticleSheet.mostBytes)
        }
        let rows = ArticleSheet.read(text, in: city)
        let mine = units(of: officer)
        return try await desk.database.write { [day = city.calendar.date(of: now)] connection in
            let store = ArticleStore(connection: connection)
            var findings: [ArticleSheet.Finding] = []
            var wanted: [(article: Article, base: Int)] = []
            var codes: Set<String> = []
            for (line, row) in rows {
                switch row {
                case .failure(let problem):
                    findings.append(.init(line: line, code: problem.code, what: .wrong(problem.key)))
                case .success(let article):
                    let before = try store.article(article.code)
                    let isTwice = !codes.insert(article.code).inserted
                    let owners = [before?.article.unit, article.unit].compactMap(\.self)
                    if isTwice {
                        findings.append(
                            .init(
                                line: line, code: article.code, what: .wrong("knowledge.sheet.wrong.twice")))
                    } else if let mine, !owners.allSatisfy(mine.contains) {
                        findings.append(
                            .init(line: line, code: article.code, what: .wrong("knowledge.notYours")))
                    } else if article.standing(on: day) == .expired {
                        findings.append(.init(line: line, code: article.code, what: .wrong("knowledge.past")))
                    } else if before?.article == article, before?.state == .live {
                        findings.append(.init(line: line, code: article.code, what: .same))
                    } else {
                        wanted.append((article, before?.newest ?? 0))
                        findings.append(
                            .init(line: line, code: article.code, what: before == nil ? .added : .changed))
                    }
                }
            }
            let isWhole = !findings.contains { if case .wrong = $0.what { true } else { false } }
            if dryRun || !isWhole { return findings }
            for (article, base) in wanted {
                let made = try store.draft(
                    article, after: base, why: why, person: officer.personID, at: now)
                guard let made else { throw KnowledgeRefusal.changed }
                try store.publish(
                    made.id, made.version, article, why: why, person: officer.personID, at: now)
            }
            return findings
        }
    }

    /// All articles as a table, those of some units only where they are given.
    func sheet(of units: [UnitCode]?) async throws -> String {
        try await desk.database.read { connection in
            var text = "\u{FEFF}" + ArticleSheet.columns.joined(separator: ",") + "\r\n"
            try ArticleStore(connection: connection).forEach { record in
                if units?.contains(record.article.unit) ?? true { text += ArticleSheet.row(record.article) }
            }
            return text
        }
    }
}
