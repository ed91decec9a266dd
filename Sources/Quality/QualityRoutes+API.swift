import Core
import Desk
import Hummingbird
import Web

/// Looking at an answer before it is sent: for the form on the matter's page, and for programs.
extension QualityRoutes {
    static let scope = "matters:read"
    static let longestAnswer = 4000

    struct Hints: Encodable, Sendable {
        let findings: [AnswerWarning]
    }

    struct Draft: JSONAsked {
        static let fields: Set<String> = ["number", "answer"]
        let number: String
        let answer: String
    }

    func addChecking(to site: Site) {
        site.officers.post("/quality/check") { _, context in
            let hints = try await hints(
                context.answers["number"], context.answers["answer"], context.officer, context.visit)
            return JSONAnswer(hints)
        }
        site.api.post("/quality/check") { request, context in
            try context.require(scope: Self.scope)
            let draft = try await request.json(Draft.self, context)
            return JSONAnswer(try await hints(draft.number, draft.answer, context.officer, context.visit))
        }
    }

    /// What the checks would find. Nothing is kept.
    private func hints(
        _ number: String, _ answer: String, _ officer: Officer, _ visit: Visit
    ) async throws -> Hints {
        guard (1...Self.longestAnswer).contains(answer.count) else { throw QualityRefusal.answer }
        guard let dossier = try await desk.desk.dossier(.number(number), for: officer.actor) else {
            throw WebRefusal.notFound
        }
        let found = try await desk.look(at: answer, of: dossier, now: visit.now)
        return Hints(findings: desk.hints(found, visit))
    }

    static let operations = [
        Operation(
            "post", "/api/v1/quality/check", summary: "quality.api.check", tag: "quality",
            request: .named(
                "QualityDraft",
                .object(["number": .string, "answer": .string], required: ["number", "answer"])),
            responses: [
                200: .named(
                    "QualityHints",
                    .object(
                        [
                            "findings": .array(
                                .named(
                                    "QualityHint",
                                    .object(
                                        [
                                            "check": .string, "sentence": .string,
                                            "words": .array(.string),
                                        ], required: ["check", "sentence", "words"])))
                        ], required: ["findings"]))
            ], refusals: [400, 403, 404, 422], scopes: [scope])
    ]
}
