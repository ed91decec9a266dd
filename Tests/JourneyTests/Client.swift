import Foundation
import FoundationNetworking

/// Somebody who speaks with the site over HTTP, without cookies.
struct Client: Sendable {
    let base: String
    let token: String?

    private static let session: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.timeoutIntervalForRequest = 60
        return URLSession(configuration: configuration)
    }()

    struct Answer: Sendable {
        let status: Int
        let kind: String
        let json: JSON
        let text: String
    }

    func get(_ path: String) async throws -> Answer { try await send("GET", path, nil, [:]) }

    func post(_ path: String, _ body: JSON, headers: [String: String] = [:]) async throws -> Answer {
        try await send("POST", path, body, headers)
    }

    /// Makes a move on a matter, or on one's own by its private link.
    func move(_ name: String, _ inputs: [String: String] = [:], on matter: String) async throws -> Answer {
        let inputs = JSON.object(inputs.mapValues { .string($0) })
        return try await post("/api/v1/\(matter)/moves", ["move": .string(name), "inputs": inputs])
    }

    private func send(
        _ method: String, _ path: String, _ body: JSON?, _ headers: [String: String]
    ) async throws -> Answer {
        guard let url = URL(string: base + path) else { throw Missing("\(path) is no path") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = try body.map { try JSONEncoder().encode($0) }
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await Self.session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw Missing("no answer of HTTP") }
        return Answer(
            status: response.statusCode, kind: response.value(forHTTPHeaderField: "Content-Type") ?? "",
            json: (try? JSONDecoder().decode(JSON.self, from: data)) ?? .null,
            text: String(decoding: data, as: UTF8.self))
    }
}

/// Any JSON value.
indirect enum JSON: Codable, Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    subscript(_ name: String) -> JSON {
        if case .object(let fields) = self { fields[name] ?? .null } else { .null }
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var number: Int? { if case .number(let value) = self { Int(value) } else { nil } }
    var list: [JSON] { if case .array(let values) = self { values } else { [] } }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }

    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral elements: JSON...) { self = .array(elements) }
}
