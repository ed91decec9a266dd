extension JSONText {
    /// Reads what `bytes` wrote.
    ///
    /// - Throws: `DecodingError`.
    package static func value<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        try Value(from: JSONValueDecoder(reader: try JSONReader(bytes), node: 0))
    }
}

/// The decoder of one value.
struct JSONValueDecoder: Decoder {
    let reader: JSONReader
    let node: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    private var kind: JSONReader.Kind { reader.nodes[node].kind }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard kind == .object else { throw mismatch(type) }
        return KeyedDecodingContainer(JSONReadFields<Key>(reader: reader, node: node))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard kind == .list else { throw mismatch([Never].self) }
        return JSONReadValues(reader: reader, node: node)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        JSONReadSingle(decoder: self)
    }

    func mismatch(_ type: any Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: [], debugDescription: "It is a \(kind)."))
    }

    // MARK: Values

    var isNull: Bool { kind == .null }

    func flag() throws -> Bool {
        switch kind {
        case .yes: return true
        case .no: return false
        case .null, .number, .text, .escapedText, .list, .object: throw mismatch(Bool.self)
        }
    }

    func text() throws -> String {
        guard let text = reader.text(reader.nodes[node]) else { throw mismatch(String.self) }
        return text
    }

    func fraction() throws -> Double {
        guard let number = reader.fraction(reader.nodes[node]) else { throw mismatch(Double.self) }
        return number
    }

    func whole<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        guard let number = reader.whole(reader.nodes[node], as: type) else { throw mismatch(type) }
        return number
    }

    func value<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }
}

/// The fields of an object.
struct JSONReadFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let reader: JSONReader
    let node: Int

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        var keys: [Key] = []
        each { name, _ in
            if let key = reader.text(reader.nodes[name]).flatMap(Key.init(stringValue:)) { keys.append(key) }
            return true
        }
        return keys
    }

    /// Goes through names and values until told to stop.
    private func each(_ body: (_ name: Int, _ value: Int) -> Bool) {
        var name = node + 1
        let end = Int(reader.nodes[node].next)
        while name < end {
            guard body(name, name + 1) else { return }
            name = Int(reader.nodes[name + 1].next)
        }
    }

    private func find(_ key: Key) -> JSONValueDecoder? {
        let wanted = key.stringValue
        var found: JSONValueDecoder?
        each { name, value in
            guard reader.isNamed(reader.nodes[name], wanted) else { return true }
            found = JSONValueDecoder(reader: reader, node: value)
            return false
        }
        return found
    }

    private func need(_ key: Key) throws -> JSONValueDecoder {
        guard let found = find(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: [], debugDescription: "Not there."))
        }
        return found
    }

    /// The value of a field that is there and says something.
    private func given(_ key: Key) -> JSONValueDecoder? { find(key).flatMap { $0.isNull ? nil : $0 } }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try need(key).isNull }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try need(key).flag() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try need(key).text() }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try need(key).fraction() }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try need(key).whole(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try need(key).whole(type) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try need(key).value(type)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try given(key)?.flag() }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try given(key)?.text() }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try given(key)?.fraction()
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try given(key)?.whole(type) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try given(key)?.whole(type)
    }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try given(key)?.value(type)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        try need(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try need(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        var found: JSONValueDecoder?
        each { name, value in
            guard reader.isNamed(reader.nodes[name], "super") else { return true }
            found = JSONValueDecoder(reader: reader, node: value)
            return false
        }
        return found ?? JSONValueDecoder(reader: reader, node: node)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try need(key) }
}

/// The values of a list.
struct JSONReadValues: UnkeyedDecodingContainer {
    let reader: JSONReader
    private let end: Int
    private var at: Int
    private(set) var currentIndex = 0
    private let own: Int

    init(reader: JSONReader, node: Int) {
        self.reader = reader
        own = node
        at = node + 1
        end = Int(reader.nodes[node].next)
    }

    var codingPath: [any CodingKey] { [] }
    var isAtEnd: Bool { at >= end }

    var count: Int? {
        var (count, place) = (0, own + 1)
        while place < end {
            count += 1
            place = Int(reader.nodes[place].next)
        }
        return count
    }

    private func current<Value>(_ type: Value.Type) throws -> JSONValueDecoder {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                type, .init(codingPath: [], debugDescription: "The list has ended."))
        }
        return JSONValueDecoder(reader: reader, node: at)
    }

    /// The next value; the place moves on only when it could be read.
    private mutating func take<Value>(
        _ type: Value.Type, _ read: (JSONValueDecoder) throws -> Value
    ) throws -> Value {
        let value = try read(try current(type))
        at = Int(reader.nodes[at].next)
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard try current(Never.self).isNull else { return false }
        at = Int(reader.nodes[at].next)
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try take(type) { try $0.flag() } }
    mutating func decode(_ type: String.Type) throws -> String { try take(type) { try $0.text() } }
    mutating func decode(_ type: Double.Type) throws -> Double { try take(type) { try $0.fraction() } }
    mutating func decode(_ type: Int.Type) throws -> Int { try take(type) { try $0.whole(type) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try take(type) { try $0.whole(type) } }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try take(type) { try $0.value(type) }
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
        -> KeyedDecodingContainer<Nested>
    {
        try take(KeyedDecodingContainer<Nested>.self) { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try take((any UnkeyedDecodingContainer).self) { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try take((any Decoder).self) { $0 } }
}

/// A value that is neither object nor list.
struct JSONReadSingle: SingleValueDecodingContainer {
    let decoder: JSONValueDecoder

    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { decoder.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.flag() }
    func decode(_ type: String.Type) throws -> String { try decoder.text() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.fraction() }
    func decode(_ type: Float.Type) throws -> Float { Float(try decoder.fraction()) }
    func decode(_ type: Int.Type) throws -> Int { try decoder.whole(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.whole(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.whole(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.whole(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.whole(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.whole(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.whole(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.whole(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.whole(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.whole(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.value(type) }
}
