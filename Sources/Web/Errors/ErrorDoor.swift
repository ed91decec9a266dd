import Core
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The one door through which errors leave: a page for people, a problem for programs.
struct ErrorDoor: Sendable {
    let routes: RouteTable
    let machines: [MachineDoor]

    func answer(to error: any Error, _ request: Request, _ context: VisitorContext) -> Response {
        let sharpened = sharpen(error, request, context)
        let visit = context.visit
        let verdict = Verdict(of: sharpened, words: visit.words, incident: visit.requestID)
        if let story = verdict.story {
            context.logger.error(
                "incident", metadata: ["incident": "\(visit.requestID)", "story": "\(story)"])
        }
        let machine = machines.first { $0.holds(request) }
        let wantsJSON = ErrorDoor.wantsJSON(request) || machine != nil
        if !wantsJSON, sharpened as? WebRefusal == .signInNeeded {
            return signIn(request, visit)
        }
        var response =
            machine?.answer(
                MachineDoor.Trouble(code: verdict.code, status: verdict.status, sentence: verdict.sentence),
                request, visit) ?? (wantsJSON ? problem(verdict, visit) : page(verdict, visit))
        for field in verdict.headers { response.headers[field.name] = field.value }
        if let seconds = verdict.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// The router says "not found" also where only the method is wrong.
    private func sharpen(_ error: any Error, _ request: Request, _ context: VisitorContext) -> any Error {
        guard let plain = error as? HTTPError, plain.status == .notFound else { return error }
        let allowed = routes.methods(for: request.uri.path)
        guard context.endpointPath == "NotFound", !allowed.isEmpty else { return WebRefusal.notFound }
        return WebRefusal.methodNotAllowed(allowed: allowed)
    }

    /// Programs say so by their path, by what they accept, or by what they send.
    static func wantsJSON(_ request: Request) -> Bool {
        let path = request.uri.path
        if path.hasPrefix("/api/") || path == "/api" || path == "/openapi.json" { return true }
        if request.mediaType == "application/json" { return true }
        let accept = request.headers[.accept] ?? ""
        return accept.contains("json") && !accept.contains("text/html")
    }

    private func problem(_ verdict: Verdict, _ visit: Visit) -> Response {
        let problem = Problem(
            code: verdict.code, title: title(of: verdict, visit.words),
            status: verdict.status, detail: verdict.sentence, requestID: visit.requestID,
            errors: verdict.errors, details: verdict.details)
        let body = (try? JSONAnswer.encoder.encode(problem)) ?? Data("{}".utf8)
        return Response(
            status: .init(code: verdict.status),
            headers: [
                .contentType: "application/problem+json", .cacheControl: "no-store",
                .contentLanguage: visit.language.tag,
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    private func page(_ verdict: Verdict, _ visit: Visit) -> Response {
        ErrorPage(title: title(of: verdict, visit.words), verdict: verdict, words: visit.words).page.answer(
            visit)
    }

    private func title(of verdict: Verdict, _ words: Words) -> String {
        let key = "web.error.title.\(verdict.status)"
        return words(words.holds(key) ? key : "web.error.title.other")
    }

    /// Back to where they wanted to go after signing in; a form that was sent cannot be sent again by itself.
    private func signIn(_ request: Request, _ visit: Visit) -> Response {
        let then = request.method == .get ? "?then=\(PercentCoding.encode(visit.path))" : ""
        return Redirect(to: "/sign-in\(then)").answer(visit)
    }
}

/// Which methods each path answers to, known once the site is built.
final class RouteTable: Sendable {
    private let routes: LateValue<[(path: RouterPath, method: String)]> = LateValue([])

    func set(_ routes: [(path: RouterPath, method: String)]) { self.routes.set(routes) }

    func methods(for path: String) -> [String] {
        let parts = path.split(separator: "/")
        let found = routes.value.filter { route in
            route.path.count == parts.count && zip(route.path, parts).allSatisfy { $0 ~= $1 }
        }
        let methods = Set(found.map(\.method))
        return methods.union(methods.contains("GET") ? ["HEAD"] : []).sorted()
    }
}
