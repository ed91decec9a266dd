/// Says in a PDF file which language it is written in, for those who have it read out: cairo cannot.
///
/// The catalogue is written once more behind the file with `/Lang`, as the format provides for changes
/// (ISO 32000, incremental updates). A file that is not built as expected stays as it is.
enum PDFLanguage {
    static func marked(_ bytes: [UInt8], with language: String) -> [UInt8] {
        guard language.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }),
            let type = last("/Type /Catalog", in: bytes),
            let begin = last(" 0 obj", in: bytes, before: type), begin > type - 40,
            let end = first("endobj", in: bytes, from: type),
            let trailer = last("trailer", in: bytes),
            let dictionary = first("<<", in: bytes, from: trailer),
            let close = first(">>", in: bytes, from: dictionary),
            let before = last("startxref", in: bytes),
            let previous = number(in: bytes, from: before + 9),
            let number = number(in: bytes, endingAt: begin)
        else { return bytes }
        var out = bytes
        if out.last != UInt8(ascii: "\n") { out.append(UInt8(ascii: "\n")) }
        let start = out.count
        out += Array("\(number) 0 obj\n".utf8)
        guard let open = first("<<", in: bytes, from: begin), open < type else { return bytes }
        out += Array("<< /Lang (\(language))\n".utf8) + bytes[(open + 2)..<end] + Array("endobj\n".utf8)
        let table = out.count
        let digits = String(start)
        let offset = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
        out += Array("xref\n\(number) 1\n\(offset) 00000 n \ntrailer\n".utf8)
        out +=
            bytes[dictionary..<close] + Array("   /Prev \(previous)\n>>\nstartxref\n\(table)\n%%EOF\n".utf8)
        return out
    }

    private static func first(_ text: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        let sought = Array(text.description.utf8)
        guard start >= 0, bytes.count >= sought.count + start else { return nil }
        return (start...(bytes.count - sought.count)).first {
            bytes[$0] == sought[0] && bytes[$0..<($0 + sought.count)].elementsEqual(sought)
        }
    }

    private static func last(_ text: StaticString, in bytes: [UInt8], before end: Int? = nil) -> Int? {
        let sought = Array(text.description.utf8)
        let limit = (end ?? bytes.count) - sought.count
        guard limit >= 0 else { return nil }
        return (0...limit).last {
            bytes[$0] == sought[0] && bytes[$0..<($0 + sought.count)].elementsEqual(sought)
        }
    }

    /// The whole number that follows.
    private static func number(in bytes: [UInt8], from start: Int) -> Int? {
        let digits = bytes[start...].drop { !$0.isDigit }.prefix { $0.isDigit }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// The whole number that ends here.
    private static func number(in bytes: [UInt8], endingAt end: Int) -> Int? {
        let digits = bytes[..<end].reversed().prefix { $0.isDigit }.reversed()
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (48...57).contains(self) }
    fileprivate var isLetterOrDigit: Bool { isDigit || (65...90).contains(self) || (97...122).contains(self) }
}
