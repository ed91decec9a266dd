import Core
import Storage

/// One call as it is kept.
struct CallRecord: SQLRow, Hashable, Sendable {
    let id: Int64
    let keyID: Int64
    /// The switch's own name of it.
    let name: String
    var call: Call
    var origin: CallOrigin?
    /// Who has it in hand; nil while its agent is nobody we know.
    var person: Int64?
    /// Who spoke with the caller, under the name that counters use.
    var taker: String?
    /// The expert seat it was handed to.
    var seat: String?
    var draft: [String: String]
    var result: CallResult?
    var resultAt: Moment?
    var resultBy: Int64?
    var detail: CallDetail
    /// The first matter that came of it.
    var number: String?

    /// For specimens and tests.
    init(
        id: Int64, call: Call, person: Int64? = nil, taker: String? = nil, origin: CallOrigin? = nil,
        result: CallResult? = nil, resultAt: Moment? = nil, detail: CallDetail = CallDetail(),
        number: String? = nil, seat: String? = nil
    ) {
        (self.id, keyID, name, self.call, self.person, self.taker) = (id, 0, "", call, person, taker)
        (self.origin, self.result, self.resultAt, self.detail) = (origin, result, resultAt, detail)
        (self.number, self.seat, draft) = (number, seat, [:])
    }

    init(row: Row) throws {
        id = try row.get("id")
        keyID = try row.get("key_id")
        name = try row.get("name")
        call = try StoredJSON.value(Call.self, try row.get("state"))
        origin = try row.get("origin", as: String?.self).map { try StoredJSON.value(CallOrigin.self, $0) }
        person = try row.get("person")
        taker = try row.get("taker")
        seat = try row.get("seat")
        draft =
            try row.get("draft", as: String?.self).map { try StoredJSON.value([String: String].self, $0) }
            ?? [:]
        result = try row.get("result", as: String?.self).flatMap(CallResult.init)
        resultAt = try row.get("result_at")
        resultBy = try row.get("result_by")
        detail =
            try row.get("detail", as: String?.self).map { try StoredJSON.value(CallDetail.self, $0) }
            ?? CallDetail()
        number = try row.get("number")
    }

    static let columns: SQL = """
        id, key_id, name, state, origin, person, taker, seat, draft, result, result_at, result_by, detail,
        number
        """

    var counted: CountedCall { CountedCall(call, taker: taker, result: result, resultAt: resultAt) }
    var arrivedAt: Moment { call.arrivedAt ?? Moment(milliseconds: 0) }
    var grade: CallGrade { CallGrade(call) }

    /// Whether somebody still has to say what came of it.
    var isOpen: Bool { result == nil && call.state != .abandoned }
}

/// How a call went for its caller.
enum CallGrade: String, CaseIterable, Sendable {
    case inTime, late, abandoned, open

    init(_ call: Call) {
        if let waited = call.waited {
            self = waited <= CallShare.inTime ? .inTime : .late
        } else {
            self = call.state == .abandoned ? .abandoned : .open
        }
    }
}

/// What a taker wrote of a call's end.
struct CallDetail: Hashable, Sendable, Codable {
    /// What the caller wanted.
    var text: String?
    var category: String?
    var area: String?
    /// What was answered on the call, and from which article.
    var answer: String?
    var article: String?
    var articleTitle: String?
    /// The quick service, or the partner, by its name then.
    var given: String?
}

/// A matter that came of a call, or that a call was joined to.
struct CallMatter: SQLRow, Hashable, Sendable {
    let matter: Int64
    let call: Int64
    let number: String
    let how: CallResult

    init(matter: Int64, call: Int64, number: String, how: CallResult) {
        (self.matter, self.call, self.number, self.how) = (matter, call, number, how)
    }

    init(row: Row) throws {
        matter = try row.get("matter_id")
        call = try row.get("call_id")
        number = try row.get("number")
        how = CallResult(rawValue: try row.get("how")) ?? .filed
    }
}
