import Core
import Hummingbird
import Web

/// What the city says of itself: where it answers, what it takes, and what it asks besides.
extension Open311Server {
    func discovery(_ request: Request, _ context: VisitorContext) -> Response {
        let words = context.words
        let changeset = "\(book.changeset)T00:00:00Z"
        let endpoint = Tree.fields([
            .init(name: "specification", value: .text("http://wiki.open311.org/GeoReport_v2")),
            .init(name: "url", value: .text(context.visit.settings.baseURL + Self.root)),
            .init(name: "changeset", value: .text(changeset)),
            .init(name: "type", value: .text(context.visit.settings.demo ? "test" : "production")),
            .init(
                name: "formats", value: .list("format", [.text("text/xml"), .text("application/json")])),
        ])
        return answer(
            TreeDocument(
                "discovery",
                .fields([
                    .init(name: "changeset", value: .text(changeset)),
                    .init(name: "contact", value: .text(words(book.contact))),
                    .init(name: "key_service", value: .text(words(book.keyService))),
                    .init(name: "endpoints", value: .list("endpoint", [endpoint])),
                ])), request, context)
    }

    /// The codes that are offered, in the order of the catalogue, the undecided last.
    var offered: [String] {
        city.catalogue.leaves.map(\.code).filter { !book.leftOut.contains($0) } + [book.undecided.code]
    }

    func isOffered(_ code: String) -> Bool {
        if code == book.undecided.code { return true }
        return city.catalogue[code]?.isLeaf == true && !book.leftOut.contains(code)
    }

    /// What a service is called; of a category that is not in the catalogue any more, its code.
    func serviceName(_ category: String?, _ words: Words) -> String {
        guard let category else { return book.undecided.name.map { words($0) } ?? book.undecided.code }
        return city.catalogue[category].map { words($0.name) } ?? category
    }

    func services(_ request: Request, _ context: VisitorContext) -> Response {
        let list = offered.map { service($0, context.words) }
        return answer(TreeDocument("services", .list("service", list)), request, context)
    }

    private func service(_ code: String, _ words: Words) -> Tree {
        let more = book.service(code)
        let line = city.catalogue.lineage(of: code).dropFirst()
        let isUndecided = code == book.undecided.code
        return .fields([
            .init(name: "service_code", value: .text(code)),
            .init(name: "service_name", value: .text(serviceName(isUndecided ? nil : code, words))),
            .init(name: "description", value: .given(more.description.map { words($0) })),
            .init(name: "metadata", value: .truth(!more.attributes.isEmpty)),
            .init(name: "type", value: .text("realtime")),
            .init(name: "keywords", value: .text(more.keywords.joined(separator: ","))),
            .init(name: "group", value: .given(line.first.map { words($0.name) })),
        ])
    }

    func definition(_ code: String, _ request: Request, _ context: VisitorContext) throws -> Response {
        guard isOffered(code) else {
            throw Troubles(404, "service_code", context.words("open311.error.service", ["code": code]))
        }
        let attributes = book.service(code).attributes.enumerated().map { index, attribute in
            tree(of: attribute, order: index + 1, context.words)
        }
        return answer(
            TreeDocument(
                "service_definition",
                .fields([
                    .init(name: "service_code", value: .text(code)),
                    .init(name: "attributes", value: .list("attribute", attributes)),
                ])), request, context)
    }

    private func tree(of attribute: Open311Book.Attribute, order: Int, _ words: Words) -> Tree {
        let values = attribute.values.map { value in
            Tree.fields([
                .init(name: "key", value: .text(value.key)),
                .init(name: "name", value: .text(words(value.name))),
            ])
        }
        return .fields([
            .init(name: "variable", value: .truth(attribute.isVariable)),
            .init(name: "code", value: .text(attribute.code)),
            .init(name: "datatype", value: .text(attribute.datatype.rawValue)),
            .init(name: "required", value: .truth(attribute.isRequired)),
            .init(name: "datatype_description", value: .given(attribute.hint.map { words($0) })),
            .init(name: "order", value: .whole(order)),
            .init(name: "description", value: .text(words(attribute.description))),
            .init(name: "values", value: .list("value", values)),
        ])
    }
}
