import Courier

extension Given {
    /// Reads XML without fetching anything: no DOCTYPE, no entities of its own, any prefix of names.
    static func xml(_ bytes: [UInt8]) throws(ReadingRefusal) -> Given {
        let root: XMLElement
        do throws(XMLRefusal) {
            root = try XMLElement.read(bytes)
        } catch {
            throw .malformed("\(error)")
        }
        let name = local(root.name)
        if name == "html" { throw .page }
        return .fields([Field(name: name, value: of(root))])
    }

    private static func of(_ element: XMLElement) -> Given {
        if element.children.isEmpty {
            return element.text.contains { !$0.isWhitespace } ? .text(element.text) : .none
        }
        return .fields(element.children.map { Field(name: local($0.name), value: of($0)) })
    }

    private static func local(_ name: String) -> String {
        name.split(separator: ":").last.map(String.init) ?? name
    }
}

extension Given {
    /// Reads an answer by what it looks like: servers write the wrong type beside it.
    static func read(_ bytes: [UInt8]) throws(ReadingRefusal) -> Given {
        let marks: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: marks) ? bytes[3...] : bytes[...]
        guard let first = body.first(where: { $0 != 32 && !(9...13).contains($0) }) else { return .none }
        // UTF-16 with its mark is XML, or nothing that can be read.
        guard first == UInt8(ascii: "<") || first == 0xFE || first == 0xFF else {
            return try GivenJSON.read(bytes)
        }
        if looksLikePage(body) { throw .page }
        return try xml(bytes)
    }

    private static func looksLikePage(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = String(decoding: bytes.prefix(400), as: UTF8.self).lowercased()
        return ["html", "!doctype html"].contains { head.contains("<" + $0) }
    }
}
