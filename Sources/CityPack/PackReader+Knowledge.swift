import Core

/// `knowledge/articles.yaml` and `knowledge/quick.yaml`: what may be answered at once, and what is done in
/// the same minute. A pack may have neither. Articles are copied into the database, where units edit them.
extension PackReader {
    mutating func readKnowledge() -> KnowledgeBook {
        KnowledgeBook(articles: readArticles(), quick: readQuick())
    }

    private static let article = [
        "title", "answer", "categories", "areas", "unit", "from", "until", "review", "public", "source",
    ]

    private mutating func readArticles() -> [Article] {
        named("articles", in: "knowledge/articles.yaml", what: "the article", knows: Self.article)
            .compactMap { article($0.name, $0.block) }
    }

    /// The blocks of a file by their names.
    private mutating func named(
        _ top: String, in file: String, what: String, knows: [String]
    ) -> [(name: String, block: Block)] {
        guard folder.has(file), let whole = block(file, what: "the file", knows: [top]) else { return [] }
        _ = whole.required(top, &complaints)
        return whole.entries(top, &complaints).compactMap { entry in
            if !Article.isCode(entry.key) {
                complaints.add(
                    file, entry.line, "\"\(entry.key)\" cannot stand in an address",
                    "Write small letters, digits and hyphens, at most \(Article.Limit.code)")
            }
            let block = Block(
                entry.value, line: entry.line, file: file, what: "\(what) \"\(entry.key)\"", knows: knows,
                &complaints)
            return block.map { (entry.key, $0) }
        }
    }

    private mutating func article(_ code: String, _ block: Block) -> Article? {
        let title = block.local("title", &complaints)
        let answer = block.local("answer", &complaints)
        let unit = block.requiredText("unit", &complaints)
        let from = date("from", of: block)
        let until = block.has("until") ? date("until", of: block) : nil
        let review = block.has("review") ? date("review", of: block) : nil
        let areas = block.words("areas", &complaints).compactMap { word in
            let area = AreaCode(word.text)
            if area == nil {
                complaints.add(
                    block.file, word.line, "\"\(word.text)\" is no area code",
                    "Write 2, 4, 6, 9, 12, 15 or 18 digits in quotes")
            }
            return area
        }
        let categories = block.words("categories", &complaints).map(\.text)
        let isPublic = block.has("public") ? block.truth("public", &complaints) : false
        let source = block.text("source", &complaints) ?? ""
        guard let title, let answer, let unit, let from else { return nil }
        let article = Article(
            code: code, title: title, answer: answer, categories: categories, areas: areas,
            unit: UnitCode(unit), from: from, until: until, review: review, isPublic: isPublic,
            source: source)
        complain(of: article, block)
        return article
    }

    private mutating func complain(of article: Article, _ block: Block) {
        let categories = Set(rows.categories.map(\.code))
        let areas = Set(rows.areas.map(\.code))
        let units = Set(rows.units.map(\.code))
        // A file that could not be read has been complained of; its rows are not missed once more.
        let problems = article.problems(
            categories: { categories.isEmpty || categories.contains($0) },
            areas: { areas.isEmpty || areas.contains($0) },
            units: { units.isEmpty || units.contains($0) })
        for problem in problems {
            guard let (field, says, remedy) = Self.words(of: problem) else { continue }
            complaints.add(block.file, block.line(of: field), "\(block.what) \(says)", remedy)
        }
    }

    /// The field, what is wrong, what to do; nil for what is complained of where it is read.
    private static func words(of problem: Article.Problem) -> (String, String, String)? {
        switch problem {
        case .code, .title, .answer: nil
        case .titleLong: ("title", "has a long title", "Write at most \(Article.Limit.title) characters")
        case .answerLong: ("answer", "has a long answer", "Write at most \(Article.Limit.answer) characters")
        case .categories:
            ("categories", "names a category that is not in catalogue.yaml", "Write its codes in quotes")
        case .areas: ("areas", "names an area that is not in areas.csv", "Write codes of areas.csv")
        case .unit: ("unit", "names a unit that is not in units.csv", "Write a code of units.csv")
        case .until: ("until", "ends before it begins", "Exchange the two days")
        case .review: ("review", "is to be looked at before it begins", "Write a later day")
        case .source: ("source", "has a long source", "Write at most \(Article.Limit.source) characters")
        }
    }

    // MARK: Quick services

    private mutating func readQuick() -> [QuickService] {
        let knows = ["title", "steps", "fields", "tells", "message", "categories"]
        return named("services", in: "knowledge/quick.yaml", what: "the service", knows: knows)
            .compactMap { quick($0.name, $0.block) }
    }

    private mutating func quick(_ code: String, _ block: Block) -> QuickService? {
        let title = block.local("title", &complaints)
        let steps = locals("steps", of: block)
        if steps.isEmpty {
            complaints.add(block.file, block.line, "\(block.what) has no steps", "Add `steps:` with a list")
        }
        let fields = block.entries("fields", &complaints).compactMap { field($0, of: block) }
        let tells = block.local("tells", &complaints)
        let message = block.local("message", &complaints)
        let known = Set(rows.categories.map(\.code))
        let categories = block.words("categories", &complaints).map { word in
            if !known.isEmpty, !known.contains(word.text) {
                complaints.add(
                    block.file, word.line, "the category \"\(word.text)\" is not in catalogue.yaml",
                    "Write its code in quotes")
            }
            return word.text
        }
        guard let title, let tells, let message else { return nil }
        for language in Language.allCases {
            for blank in blanksOf(message[language]) where !fields.contains(where: { $0.name == blank }) {
                complaints.add(
                    block.file, block.line(of: "message"),
                    "\(block.what) has the blank {\(blank)}, which nobody is asked for",
                    "Add the field \"\(blank)\" or take the blank out")
            }
        }
        return QuickService(
            code: code, title: title, steps: steps, fields: fields, tells: tells, message: message,
            categories: categories)
    }

    private mutating func field(_ entry: Yaml.Entry, of service: Block) -> QuickService.Field? {
        guard
            let block = Block(
                entry.value, line: entry.line, file: service.file,
                what: "the field \"\(entry.key)\" of \(service.what)",
                knows: ["name", "required", "private"], &complaints),
            let label = block.local("name", &complaints)
        else { return nil }
        return QuickService.Field(
            name: entry.key, label: label,
            isRequired: block.has("required") ? block.truth("required", &complaints) : false,
            isPrivate: block.has("private") ? block.truth("private", &complaints) : false)
    }
}
