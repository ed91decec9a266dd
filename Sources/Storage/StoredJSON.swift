import Core

/// JSON as it is stored and written to files: on one line, with sorted keys, so that the same value is the
/// same bytes.
package enum StoredJSON {
    package static func text(_ value: some Encodable) throws -> String {
        try JSONText.text(value)
    }

    package static func value<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
        try JSONText.value(type, Array(text.utf8))
    }
}
