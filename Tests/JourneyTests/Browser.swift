import Foundation
import FoundationNetworking
import Synchronization

/// Somebody at the pages of the site: keeps cookies, fills in forms, and follows no redirect unasked.
///
/// Lock: the cookies.
final class Browser: NSObject, URLSessionTaskDelegate, Sendable {
    /// What came back.
    struct Page: Sendable {
        let status: Int
        /// Where a redirect leads to.
        let location: String?
        let text: String

        /// The value of a hidden field.
        func hidden(_ name: String) -> String? { values("name=\"\(name)\" value=\"").first }

        /// The values of everything that can be ticked under a name.
        func boxes(_ name: String) -> [String] {
            text.components(separatedBy: "<input type=\"checkbox\" name=\"\(name)\"").dropFirst().compactMap {
                Page(status: status, location: nil, text: $0).values("value=\"").first
            }
        }

        private func values(_ start: String) -> [String] {
            text.components(separatedBy: start).dropFirst().map { String($0.prefix { $0 != "\"" }) }
        }
    }

    private let base: String
    private let address: String
    private let cookies = Mutex<[String: String]>([:])

    /// - Parameter address: The network address it comes from, as the proxy before the site tells it.
    init(_ server: Server, address: String) {
        base = server.base
        self.address = address
    }

    func get(_ path: String) async throws -> Page { try await send("GET", path, nil) }

    /// Fills in the form on the page `from` and sends it, with the token that stands there.
    func post(_ path: String, _ answers: [(String, String)], from page: String) async throws -> Page {
        let form = try await get(page)
        guard let token = form.hidden("csrf") else { throw Missing("\(page) has no form: \(form.status)") }
        var fields = answers + [("csrf", token)]
        if let once = form.hidden("once") { fields.append(("once", once)) }
        return try await send("POST", path, fields)
    }

    private func send(_ method: String, _ path: String, _ fields: [(String, String)]?) async throws -> Page {
        guard let url = URL(string: base + path) else { throw Missing("\(path) is no path") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue(address, forHTTPHeaderField: "X-Forwarded-For")
        let jar = cookies.withLock { $0 }
        if !jar.isEmpty {
            request.setValue(
                jar.map { "\($0.key)=\($0.value)" }.joined(separator: "; "), forHTTPHeaderField: "Cookie")
        }
        if let fields {
            let form = fields.map { "\(Self.coded($0.0))=\(Self.coded($0.1))" }.joined(separator: "&")
            request.httpBody = Data(form.utf8)
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.timeoutIntervalForRequest = 60
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw Missing("no answer of HTTP") }
        keepCookies(of: response, at: url)
        return Page(
            status: response.statusCode, location: response.value(forHTTPHeaderField: "Location"),
            text: String(decoding: data, as: UTF8.self))
    }

    private func keepCookies(of response: HTTPURLResponse, at url: URL) {
        var fields: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String { fields[name] = value }
        }
        for cookie in HTTPCookie.cookies(withResponseHeaderFields: fields, for: url) {
            cookies.withLock { $0[cookie.name] = cookie.value }
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    private static func coded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
