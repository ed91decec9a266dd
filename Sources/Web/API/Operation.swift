/// One route of the API, described beside it.
public struct Operation: Sendable {
    /// Where a parameter stands.
    public enum Place: String, Sendable {
        case path, query, header
    }

    /// A value that the caller gives outside the body.
    public struct Parameter: Sendable {
        public let name: String
        public let place: Place
        public let required: Bool
        public let schema: Schema
        /// The key of its words.
        public let summary: String

        /// - Parameter summary: the key of its words.
        public init(
            _ name: String, in place: Place, required: Bool = false, schema: Schema = .string, summary: String
        ) {
            self.name = name
            self.place = place
            self.required = required || place == .path
            self.schema = schema
            self.summary = summary
        }
    }

    /// What can be asked next with what came back (OpenAPI's link object).
    public struct Link: Sendable {
        /// The operation's `identifier`.
        public let operation: String
        /// Its parameters, each with the field of the answer that holds the value.
        public let parameters: [String: String]

        public init(_ operation: String, _ parameters: [String: String]) {
            self.operation = operation
            self.parameters = parameters
        }
    }

    /// `get`, `post` …
    public let method: String
    /// With its prefix and its places in braces: `/api/v1/matters/{number}`.
    public let path: String
    /// The key of the sentence that says what it does.
    public let summary: String
    /// The slice.
    public let tag: String
    public let parameters: [Parameter]
    public let request: Schema?
    /// Whether it needs a body; some ask for one only sometimes.
    public let needsBody: Bool
    /// What comes back, by status; errors are added by themselves.
    public let responses: [Int: Schema?]
    /// The statuses of the problems it may answer with; others are the exception.
    public let refusals: [Int]
    /// A body that would do, and the answer to it, as JSON.
    public let requestExample: String?
    public let answerExample: String?
    /// What the token must allow; nil where neither token nor session is asked for.
    public let scopes: [String]?
    /// What can be asked next with the answer.
    public let links: [Link]

    /// A name for programs and for anchors: `get /api/v1/matters/{number}` is `getMattersNumber`.
    public var identifier: String {
        path.split(separator: "/").dropFirst(2).reduce(method) { name, part in
            let word = part.filter { $0.isLetter || $0.isNumber }
            return name + word.prefix(1).uppercased() + word.dropFirst()
        }
    }

    public init(
        _ method: String, _ path: String, summary: String, tag: String, parameters: [Parameter] = [],
        request: Schema? = nil, needsBody: Bool = true, responses: [Int: Schema?], refusals: [Int] = [],
        requestExample: String? = nil,
        answerExample: String? = nil, scopes: [String]? = [], links: [Link] = []
    ) {
        self.method = method.lowercased()
        self.path = path
        self.summary = summary
        self.tag = tag
        self.parameters = parameters
        self.request = request
        self.needsBody = needsBody
        self.responses = responses
        self.refusals = refusals
        self.requestExample = requestExample
        self.answerExample = answerExample
        self.scopes = scopes
        self.links = links
    }
}

/// The shape of a JSON value (JSON Schema 2020-12, as OpenAPI 3.1 uses it).
public indirect enum Schema: Sendable {
    case string
    /// A text of so many characters.
    case text(ClosedRange<Int>)
    /// A text in which this regular expression (ECMA-262) is found.
    case matching(String)
    case integer
    /// A whole number in these bounds.
    case whole(ClosedRange<Int>)
    case number
    /// A number in these bounds.
    case amount(ClosedRange<Double>)
    case boolean
    /// A text in RFC 3339.
    case dateTime
    /// One of these texts.
    case oneOf([String])
    case array(Schema)
    /// So many values, none twice.
    case distinct(Schema, ClosedRange<Int>)
    /// Fields by name; those in `required` are always there. Later versions may add fields.
    case object([String: Schema], required: Set<String>)
    /// The same, but any other field is refused: bodies of requests.
    case closedObject([String: Schema], required: Set<String>)
    /// The same, with the name under which it stands once in the document.
    case named(String, Schema)
    /// A named schema that stands elsewhere in the document.
    case reference(String)
    /// Texts by any name.
    case map(Schema)
    /// May be null too.
    case nullable(Schema)
}
