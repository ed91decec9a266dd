/// What a city says about itself to programs that speak Open311 GeoReport v2 (`open311.yaml`).
public struct Open311Book: Sendable, Hashable {
    /// What `jurisdiction_id` must be where one is given; nil for a city that takes any.
    public let jurisdiction: String?
    /// Whom people who write programs can ask.
    public let contact: LocalText
    /// How they get a key.
    public let keyService: LocalText
    /// The day the description of the service changed last.
    public let changeset: CivilDate
    /// Whether `Content-Type` says `charset=utf-8`: the standard writes it, and one tester refuses it.
    public let saysCharset: Bool
    /// Whether a request is answered with a token first, and its number only when asked for by the token.
    public let answersToken: Bool
    /// The service for those who do not know where it belongs.
    public let undecided: Service
    /// Leaves of the catalogue that are not offered.
    public let leftOut: Set<String>
    private let services: [String: Service]

    public init(
        jurisdiction: String? = nil, contact: LocalText, keyService: LocalText, changeset: CivilDate,
        saysCharset: Bool = true, answersToken: Bool = false, undecided: Service, leftOut: Set<String> = [],
        services: [String: Service] = [:]
    ) {
        self.jurisdiction = jurisdiction
        self.contact = contact
        self.keyService = keyService
        self.changeset = changeset
        self.saysCharset = saysCharset
        self.answersToken = answersToken
        self.undecided = undecided
        self.leftOut = leftOut
        self.services = services
    }

    /// For a pack without the file.
    public static let plain = Open311Book(
        contact: LocalText(zh: "政务服务热线 12345", en: "Hotline 12345"),
        keyService: LocalText(zh: "请向热线中心申请密钥。", en: "Ask the hotline centre for a key."),
        changeset: CivilDate(daysSince1970: 20_454),
        undecided: Service(
            code: "other", name: LocalText(zh: "不知道归哪一类", en: "Not sure where it belongs")))

    /// What is asked besides, of a kind of request.
    public struct Service: Sendable, Hashable {
        /// A leaf of the catalogue, or the code of the undecided.
        public let code: String
        /// Nil for the name in the catalogue.
        public let name: LocalText?
        public let description: LocalText?
        public let keywords: [String]
        public let attributes: [Attribute]

        public init(
            code: String, name: LocalText? = nil, description: LocalText? = nil, keywords: [String] = [],
            attributes: [Attribute] = []
        ) {
            self.code = code
            self.name = name
            self.description = description
            self.keywords = keywords
            self.attributes = attributes
        }
    }

    /// A question.
    public struct Attribute: Sendable, Hashable {
        public let code: String
        public let datatype: Datatype
        public let isRequired: Bool
        /// False where it is a sentence to be read, and nothing is answered.
        public let isVariable: Bool
        public let description: LocalText
        /// How the answer is written.
        public let hint: LocalText?
        /// What lists offer, in their order.
        public let values: [Value]

        public init(
            code: String, datatype: Datatype, isRequired: Bool, isVariable: Bool = true,
            description: LocalText, hint: LocalText? = nil, values: [Value] = []
        ) {
            self.code = code
            self.datatype = datatype
            self.isRequired = isRequired
            self.isVariable = isVariable
            self.description = description
            self.hint = hint
            self.values = values
        }
    }

    /// One of the answers a list offers.
    public struct Value: Sendable, Hashable {
        public let key: String
        public let name: LocalText

        public init(key: String, name: LocalText) {
            self.key = key
            self.name = name
        }
    }

    public enum Datatype: String, Sendable, Hashable, CaseIterable {
        case string, number, datetime, text, singlevaluelist, multivaluelist

        public var isList: Bool { self == .singlevaluelist || self == .multivaluelist }
    }

    /// What is said of a category beside the catalogue.
    public func service(_ code: String) -> Service {
        if code == undecided.code { return undecided }
        return services[code] ?? Service(code: code)
    }
}
