import CExpat
import Core

/// Reads XML piece by piece and tells what it meets. Files that declare a document type are refused: nothing
/// that is imported needs one, and its entities can grow without end.
final class XMLPieces {
    private let parser: XML_Parser
    private let meets: Meets
    private let name: String

    /// What is told: an element begins with its attributes, ends, or holds text. Names are without prefix.
    class Meets {
        func begin(_ name: String, _ attributes: [String: String]) {}
        func end(_ name: String) {}
        func text(_ text: String) {}
        fileprivate(set) var hasDocumentType = false
    }

    /// - Parameter name: What the file is called, for the complaint.
    init(_ meets: Meets, of name: String) throws(Fault) {
        guard let parser = XML_ParserCreate("UTF-8") else {
            throw Fault(.other, "There is no memory left.", remedy: "Try again later.")
        }
        self.parser = parser
        self.meets = meets
        self.name = name
        // `self` owns `meets` and the parser: the pointer lives as long as the callbacks can come.
        XML_SetUserData(parser, Unmanaged.passUnretained(meets).toOpaque())
        XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let data, let name else { return }
                Unmanaged<Meets>.fromOpaque(data).takeUnretainedValue()
                    .begin(plain(name), values(attributes))
            },
            { data, name in
                guard let data, let name else { return }
                Unmanaged<Meets>.fromOpaque(data).takeUnretainedValue().end(plain(name))
            })
        XML_SetCharacterDataHandler(parser) { data, bytes, count in
            guard let data, let bytes else { return }
            let text = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            Unmanaged<Meets>.fromOpaque(data).takeUnretainedValue().text(
                String(decoding: text, as: UTF8.self))
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            guard let data else { return }
            Unmanaged<Meets>.fromOpaque(data).takeUnretainedValue().hasDocumentType = true
        }
    }

    deinit { XML_ParserFree(parser) }

    func feed(_ piece: [UInt8], isLast: Bool = false) throws(Fault) {
        let state = piece.withUnsafeBytes { bytes in
            XML_Parse(
                parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                isLast ? 1 : 0)
        }
        if state == XML_STATUS_OK, !meets.hasDocumentType { return }
        throw Fault(
            .corrupt, "Line \(XML_GetCurrentLineNumber(parser)) of \(name) cannot be read.",
            remedy: "Save the file again, or as .csv.")
    }
}

private func plain(_ name: UnsafePointer<CChar>) -> String {
    let whole = String(cString: name)
    return whole.split(separator: ":").last.map(String.init) ?? whole
}

private func values(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) -> [String: String] {
    var values: [String: String] = [:]
    guard var place = list else { return values }
    while let name = place.pointee, let value = place.successor().pointee {
        values[plain(name)] = String(cString: value)
        place += 2
    }
    return values
}
