/// The encoder of one value: finds out what it is, and keeps where its parts stand.
final class JSONValueEncoder: Encoder {
    enum Form { case none, single, list, object }

    /// A field, with the bytes of its value where it was written.
    struct Field {
        let name: String
        let start: Int
        var end: Int
    }

    // The sheet holds its encoders, and none is used when it is gone.
    unowned(unsafe) let sheet: JSONSheet
    let depth: Int
    var form = Form.none
    var fields: [Field] = []
    /// How many values a list has.
    var count = 0
    private var start = 0
    private var rest: [(name: String, place: Int, encoder: JSONValueEncoder)] = []
    /// Only where the sheet is this encoder's alone.
    private let own: JSONSheet?

    init(_ sheet: JSONSheet, depth: Int, owning: Bool = false) {
        self.sheet = sheet
        self.depth = depth
        own = owning ? sheet : nil
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func begin() {
        form = .none
        start = sheet.count
        count = 0
        fields.removeAll(keepingCapacity: true)
        if !rest.isEmpty { rest = [] }
    }

    /// Puts brackets around a list, and the fields of an object into their order.
    func finish() throws {
        try settle()
        switch form {
        case .single: break
        // A value that says nothing is an empty object.
        case .none, .object: order()
        case .list:
            if count == 0 { sheet.append(UInt8(ascii: "[")) }
            sheet.append(UInt8(ascii: "]"))
        }
    }

    private func order() {
        if !isInOrder { sort() }
        sheet.rewrite(from: start) { old in
            sheet.append(UInt8(ascii: "{"))
            var isFirst = true
            for field in fields {
                if !isFirst { sheet.append(UInt8(ascii: ",")) }
                isFirst = false
                sheet.append(UnsafeRawBufferPointer(rebasing: old[field.start - start..<field.end - start]))
            }
            sheet.append(UInt8(ascii: "}"))
        }
    }

    private var isInOrder: Bool {
        guard fields.count > 1 else { return true }
        return (1..<fields.count).allSatisfy { fields[$0 - 1].name < fields[$0].name }
    }

    /// Of two fields with one name the later counts.
    private func sort() {
        let ranked = fields.enumerated().sorted { left, right in
            left.element.name == right.element.name
                ? left.offset < right.offset : Self.precedes(left.element.name, right.element.name)
        }
        fields.removeAll(keepingCapacity: true)
        for (_, field) in ranked {
            if fields.last?.name == field.name { fields.removeLast() }
            fields.append(field)
        }
    }

    /// In the order of the bytes, whatever the characters.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        form = .object
        return KeyedEncodingContainer(JSONFields<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        form = .list
        return JSONValues(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        form = .single
        return JSONSingle(encoder: self)
    }

    /// Writes one field.
    func field(_ name: String, _ write: () throws -> Void) rethrows {
        let start = sheet.count
        sheet.write(name)
        sheet.append(UInt8(ascii: ":"))
        try write()
        fields.append(Field(name: name, start: start, end: sheet.count))
    }

    /// Writes one value of a list.
    func value(_ write: () throws -> Void) rethrows {
        sheet.append(UInt8(ascii: count == 0 ? "[" : ","))
        count += 1
        try write()
    }

    /// A part that is filled while others are written, on a sheet of its own; it is put in its place at the
    /// end.
    func later(_ name: String?) -> JSONValueEncoder {
        let encoder = JSONValueEncoder(JSONSheet(), depth: 0, owning: true)
        encoder.begin()
        if let name {
            rest.append((name, 0, encoder))
        } else {
            value {}
            rest.append(("", sheet.count, encoder))
        }
        return encoder
    }

    private func settle() throws {
        // From the end, so that the places before it stay where they are.
        for part in rest.reversed() {
            try part.encoder.finish()
            let bytes = part.encoder.sheet.array
            if form == .list {
                sheet.insert(bytes, at: part.place)
            } else {
                field(part.name) { bytes.withUnsafeBytes { sheet.append($0) } }
            }
        }
    }
}

/// The fields of an object.
struct JSONFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { [] }
    private var sheet: JSONSheet { encoder.sheet }

    func encodeNil(forKey key: Key) { encoder.field(key.stringValue) { sheet.writeNull() } }
    func encode(_ value: Bool, forKey key: Key) { encoder.field(key.stringValue) { sheet.write(value) } }
    func encode(_ value: String, forKey key: Key) { encoder.field(key.stringValue) { sheet.write(value) } }
    func encode(_ value: Int, forKey key: Key) { encoder.field(key.stringValue) { sheet.write(value) } }
    func encode(_ value: Int64, forKey key: Key) { encoder.field(key.stringValue) { sheet.write(value) } }

    func encode(_ value: Double, forKey key: Key) throws {
        try encoder.field(key.stringValue) { try sheet.write(value) }
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try encoder.field(key.stringValue) { try sheet.write(value, depth: encoder.depth + 1) }
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
        -> KeyedEncodingContainer<Nested>
    {
        encoder.later(key.stringValue).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.later(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.later("super") }
    func superEncoder(forKey key: Key) -> any Encoder { encoder.later(key.stringValue) }
}

/// The values of a list.
struct JSONValues: UnkeyedEncodingContainer {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.count }
    private var sheet: JSONSheet { encoder.sheet }

    func encodeNil() { encoder.value { sheet.writeNull() } }
    func encode(_ value: Bool) { encoder.value { sheet.write(value) } }
    func encode(_ value: String) { encoder.value { sheet.write(value) } }
    func encode(_ value: Int) { encoder.value { sheet.write(value) } }
    func encode(_ value: Int64) { encoder.value { sheet.write(value) } }
    func encode(_ value: Double) throws { try encoder.value { try sheet.write(value) } }

    func encode<Value: Encodable>(_ value: Value) throws {
        try encoder.value { try sheet.write(value, depth: encoder.depth + 1) }
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder.later(nil).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.later(nil).unkeyedContainer() }
    func superEncoder() -> any Encoder { encoder.later(nil) }
}

/// A value that is neither object nor list.
struct JSONSingle: SingleValueEncodingContainer {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { [] }
    private var sheet: JSONSheet { encoder.sheet }

    func encodeNil() { sheet.writeNull() }
    func encode(_ value: Bool) { sheet.write(value) }
    func encode(_ value: String) { sheet.write(value) }
    func encode(_ value: Int) { sheet.write(value) }
    func encode(_ value: Int8) { sheet.write(value) }
    func encode(_ value: Int16) { sheet.write(value) }
    func encode(_ value: Int32) { sheet.write(value) }
    func encode(_ value: Int64) { sheet.write(value) }
    func encode(_ value: UInt) { sheet.write(value) }
    func encode(_ value: UInt8) { sheet.write(value) }
    func encode(_ value: UInt16) { sheet.write(value) }
    func encode(_ value: UInt32) { sheet.write(value) }
    func encode(_ value: UInt64) { sheet.write(value) }
    func encode(_ value: Double) throws { try sheet.write(value) }
    func encode(_ value: Float) throws {
        guard value.isFinite else { return try sheet.write(Double.nan) }
        sheet.writeShortest(value.description)
    }
    func encode<Value: Encodable>(_ value: Value) throws { try sheet.write(value, depth: encoder.depth + 1) }
}
