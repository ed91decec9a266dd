public import Core
import FoundationEssentials
public import HTTPTypes
public import Hummingbird
import NIOCore

/// Two questions of whoever keeps the program running: does it live, and can it work?
///
/// A stranger reads the name of each part and whether it holds. What exactly is wrong is told on this
/// machine, where no proxy passed the question on, and on the operator's own port.
struct HealthRoutes {
    let ready: @Sendable () async -> [HealthLine]

    func add(to router: Router<VisitorContext>) {
        router.get("/healthz") { _, _ in HealthText.answer("ok\n", status: .ok) }
        router.get("/readyz") { request, context in
            HealthText.answer(await ready(), details: Self.isNeighbour(request, context))
        }
    }

    /// Whether the question comes from this machine itself, not through a proxy on it.
    private static func isNeighbour(_ request: Request, _ context: VisitorContext) -> Bool {
        let passedOn = ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"].contains { name in
            HTTPField.Name(name).map { request.headers.contains($0) } ?? false
        }
        return !passedOn && (context.remoteAddress?.ipAddress).map(HealthText.isLoopback) ?? false
    }
}

/// How the parts stand, as text: `ok`, then a line for each part.
public enum HealthText {
    /// 200, or 503 when a part fails.
    public static func answer(_ lines: [HealthLine], details: Bool) -> Response {
        let state = lines.state
        let told = lines.map { line in
            let values = line.values.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            let detail = details ? " \(line.finding)\(values.joined())" : ""
            return "\(line.name): \(line.state.rawValue)\(detail)\n"
        }
        return answer(
            "\(state == .fail ? "not ready" : "ok")\n\(told.joined())",
            status: state == .fail ? .serviceUnavailable : .ok)
    }

    /// Plain text that nothing keeps.
    public static func answer(
        _ text: String, status: HTTPResponse.Status, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// 127.0.0.0/8, ::1, and the same written as an address of IPv6.
    public static func isLoopback(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }
}
