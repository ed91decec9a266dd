import HTTPTypes
import Hummingbird

/// What a request costs the server, so that limits count work and not requests.
///
/// The unit is a page that is read by a key. The figures are those of a measurement on two processors
/// (Documentation/authorisation.md): a search five pages, a paper or a file of rows twenty, an import a
/// hundred.
struct RequestCost: Sendable {
    static let read: Double = 1
    static let search: Double = 5
    static let post: Double = 2
    /// A post without an account: it may write for ever, and nobody answers for it.
    static let foreignPost: Double = 10
    /// Papers, codes and files of rows are made anew each time.
    static let paper: Double = 20
    static let importing: Double = 100
    /// A token that nobody has.
    static let guess: Double = 20

    /// - Parameter isKnown: whether somebody signed in, or a token, stands behind it.
    static func of(_ request: Request, _ query: FormAnswers, isKnown: Bool) -> Double {
        let path = request.uri.path.utf8
        let last = path[(path.lastIndex(of: UInt8(ascii: "/")).map(path.index(after:)) ?? path.startIndex)...]
        if request.method.changesState {
            if ["import", "sheet"].contains(where: { last.elementsEqual($0.utf8) }) { return importing }
            // Other systems sign; who only seems to is stopped where the signature is looked at.
            let isSigned = signature.map { request.headers[$0] != nil } ?? false
            return isKnown || isSigned ? post : foreignPost
        }
        let name = Substring(last)
        if papers.contains(name) || papers.contains(ending(of: name)) { return paper }
        return name == "find.json" || searches.contains { query.given($0) != nil } ? search : read
    }

    private static func ending(of name: Substring) -> Substring {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
        return name[dot...]
    }

    private static let signature = HTTPField.Name("webhook-signature")
    /// What is made anew each time, by its name or by what its name ends with.
    private static let papers: Set<Substring> = [
        "card", "receipts", ".pdf", ".csv", ".geojson", ".atom", ".ics", ".svg", ".xml",
    ]
    /// The names under which words to look for are sent.
    private static let searches = ["q", "text", "where"]
}
