import Core
import Foundation

/// What is measured.
enum BenchSubject: String, CaseIterable, Sendable {
    /// A concern taken in, on disk before it is answered.
    case file
    /// One matter with its whole story, by its number.
    case read
    /// What waits for a clerk who sees the whole city.
    case workbench
    /// Closed matters, newest first, while the newest are all open.
    case list
    /// Words, in all matters.
    case search
    /// A move that changes nothing but the story.
    case perform
    /// Filed, given to a unit, answered, found: four requests, counted as one.
    case lifecycle
    /// Lifecycles, and for some seconds twenty-five times as many who want one.
    case spike
}

/// The scripts of the subjects, for people and matters of one city.
struct BenchScripts: Sendable {
    let cast: BenchCast
    /// Numbers of matters of every age.
    let numbers: [String]
    /// Numbers of matters that may be moved and that nobody else moves.
    let movable: [String]

    private let texts = (0..<2048).map(BenchTexts.text)

    init(cast: BenchCast, numbers: [String], movable: [String]) {
        (self.cast, self.numbers, self.movable) = (cast, numbers, movable)
    }

    private var clerk: BenchRequests { BenchRequests(token: cast.clerkToken) }
    private var handler: BenchRequests { BenchRequests(token: cast.handlerToken) }

    func script(of subject: BenchSubject) -> BenchScript {
        switch subject {
        case .file: BenchScript([filing(isSorted: false)])
        case .read: BenchScript("read", numbers.map { clerk.get("/api/v1/matters/\($0)") })
        case .workbench: BenchScript("workbench", [clerk.get("/api/v1/workbench?size=20")])
        case .list: BenchScript("list", [clerk.get("/api/v1/matters?status=closed&size=20")])
        case .search:
            BenchScript(
                "search",
                BenchTexts.words.map {
                    clerk.get("/api/v1/matters?size=20&q=" + BenchRequests.coded($0))
                })
        case .perform: BenchScript([performing])
        case .lifecycle, .spike: BenchScript([filing(isSorted: true), dispatching, answering, finding])
        }
    }

    /// As much as a filing sends, to be sent back.
    var echoed: [[UInt8]] { (0..<64).map { turn in clerk.post("/echo", body(turn, isSorted: false)) } }
    var echo: [[UInt8]] { (0..<64).map { turn in clerk.get("/echo/\(turn)") } }

    /// - Parameter isSorted: Whether the clerk says what it is about, so that it can go to a unit at once.
    private func body(_ turn: Int, isSorted: Bool) -> String {
        let text = texts[turn % texts.count]
        let contact = BenchRequests.object([
            "name": "测试", "phone": "1390000\(String(10_000 + turn % 10_000).dropFirst())",
        ])
        let category = isSorted ? "\"category\":\"\(cast.category)\"," : ""
        return """
            {"text":"\(text)","channel":"hotline","area":"\(cast.areas[turn &* 7919 % cast.areas.count])",\
            \(category)"contact":\(contact)}
            """
    }

    private func filing(isSorted: Bool) -> BenchScript.Step {
        BenchScript.Step(
            "file", status: 201,
            learn: { memory, body in
                guard let number = Self.number(in: body) else { return false }
                memory.number = number
                return true
            },
            request: { memory in clerk.post("/api/v1/matters", body(memory.turn, isSorted: isSorted)) })
    }

    private var performing: BenchScript.Step {
        move("perform", clerk, cast.noting, [cast.notingWord: "第二次联系"]) { memory in
            movable[memory.turn % movable.count]
        }
    }

    private var dispatching: BenchScript.Step {
        move("dispatch", clerk, cast.dispatching, cast.dispatchInputs) { $0.number }
    }

    private var answering: BenchScript.Step {
        move("answer", handler, cast.answering, cast.answerInputs) { $0.number }
    }

    private func move(
        _ name: String, _ requests: BenchRequests, _ move: String, _ inputs: [String: String],
        on number: @escaping @Sendable (BenchScript.Memory) -> String
    ) -> BenchScript.Step {
        let given = inputs.map { "\"\($0.key)\":\"\($0.value)\"" }.sorted().joined(separator: ",")
        let body = "{\"move\":\"\(move)\",\"inputs\":{\(given)}}"
        return BenchScript.Step(name) { requests.post("/api/v1/matters/\(number($0))/moves", body) }
    }

    /// By its number, as a clerk finds the matter of somebody who calls: it must be there.
    private var finding: BenchScript.Step {
        BenchScript.Step(
            "search",
            learn: { memory, body in Self.number(in: body) == memory.number },
            request: { memory in clerk.get("/api/v1/matters?size=20&q=\(memory.number)") })
    }

    /// The first `"number":"…"` of a JSON answer.
    private static func number(in body: ArraySlice<UInt8>) -> String? {
        guard let start = body.firstRange(of: field)?.upperBound,
            let end = body[start...].firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        return String(decoding: body[start..<end], as: UTF8.self)
    }

    private static let field = Array("\"number\":\"".utf8)
}
