import Core
import FoundationEssentials
public import Hummingbird
import NIOCore

/// What a JSON body may hold.
public protocol JSONAsked: Decodable, Sendable {
    /// The fields that are read; any other is refused by name.
    static var fields: Set<String> { get }
}

extension Request {
    /// The JSON body.
    /// - Throws: `WebRefusal`: wrong type (415), too large (413), malformed (400), a field that is missing,
    ///   of the wrong kind, unknown or given twice (422, with its path).
    public func json<Asked: JSONAsked>(_ type: Asked.Type, _ context: some WebContext) async throws -> Asked {
        try expectBody(of: "application/json")
        let buffer = try await readBody(upTo: context.visit.settings.maxBodyBytes)
        return try JSONBody.decode(type, from: Data(buffer.readableBytesView))
    }
}

enum JSONBody {
    static func decode<Asked: JSONAsked>(_ type: Asked.Type, from data: Data) throws(WebRefusal) -> Asked {
        guard String(validating: data, as: UTF8.self) != nil else { throw .malformed }
        try JSONCheck.look(at: data)
        let decoder = JSONDecoder()
        do {
            let unknown = try decoder.decode(TopLevel.self, from: data).names.subtracting(Asked.fields)
            guard unknown.isEmpty else { throw WebRefusal.unknownFields(unknown.sorted()) }
            return try decoder.decode(type, from: data)
        } catch let refusal as WebRefusal {
            throw refusal
        } catch let error as DecodingError {
            throw refusal(for: error) ?? badNumber(in: data, as: type) ?? .malformed
        } catch {
            throw .malformed
        }
    }

    /// Nil where the decoder does not say what it means.
    private static func refusal(for error: DecodingError) -> WebRefusal? {
        switch error {
        case .keyNotFound(let key, let context):
            return .badField(path: path(context.codingPath + [key]), reason: .missing)
        case .valueNotFound(_, let context):
            return .badField(path: path(context.codingPath), reason: .missing)
        case .typeMismatch(_, let context):
            return .badField(path: path(context.codingPath), reason: .wrongKind)
        case .dataCorrupted(let context):
            guard !context.codingPath.isEmpty else { return nil }
            return .badField(path: path(context.codingPath), reason: .wrongKind)
        @unknown default:
            return nil
        }
    }

    /// The number that the decoder cannot hold: the one without which it goes on. It does not say which.
    private static func badNumber<Asked: JSONAsked>(in data: Data, as type: Asked.Type) -> WebRefusal? {
        var data = data
        for number in JSONCheck.numbers(of: data).filter({ Int64($0.text) == nil }).prefix(20) {
            let zero =
                [UInt8(ascii: "0")] + Array(repeating: UInt8(ascii: " "), count: number.range.count - 1)
            let start = data.startIndex + number.range.lowerBound
            data.replaceSubrange(start..<(start + zero.count), with: zero)
            do {
                _ = try JSONDecoder().decode(type, from: data)
            } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
                continue
            } catch {}
            return .badField(path: number.path.isEmpty ? "$" : number.path, reason: .wrongKind)
        }
        return nil
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        let path = keys.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return path.hasPrefix(".") ? String(path.dropFirst()) : path.isEmpty ? "$" : path
    }

    /// The names of the outermost object, whatever they hold.
    private struct TopLevel: Decodable {
        let names: Set<String>

        private struct Name: CodingKey {
            let stringValue: String
            let intValue: Int? = nil
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            names = Set(try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue))
        }
    }
}
