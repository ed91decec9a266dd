import CExpat

/// Why bytes were not read as XML.
public enum XMLRefusal: Error, Hashable, Sendable {
    /// Not XML, or cut off: what is wrong, and in which line, counted from 1.
    case malformed(String, line: Int)
    /// A DOCTYPE: with it come entities, and with them other people's files and floods.
    case documentType
    /// Elements within elements deeper than `XMLElement.depthLimit`.
    case tooDeep
    /// More elements, or more bytes, than are read.
    case tooLarge
    /// A character set that is not UTF-8, UTF-16, ISO-8859-1 or ASCII, or bytes that are not of the one
    /// named.
    case characters
}

/// An element of XML that others wrote, with everything in it. Nothing is ever fetched for it.
public struct XMLElement: Hashable, Sendable {
    /// As it stands there, with its prefix.
    public let name: String
    public let attributes: [String: String]
    public fileprivate(set) var children: [XMLElement]
    /// The characters directly in it, joined; white space included.
    public fileprivate(set) var text: String

    public static let depthLimit = 64
    public static let elementLimit = 200_000
    /// In bytes.
    public static let sizeLimit = 64 << 20

    public init(
        name: String, attributes: [String: String] = [:], children: [XMLElement] = [], text: String = ""
    ) {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.text = text
    }

    /// The name without its prefix.
    public var localName: String { name.split(separator: ":").last.map(String.init) ?? name }

    /// The first child of this name, prefix or not.
    public func first(_ name: String) -> XMLElement? {
        children.first { $0.name == name || $0.localName == name }
    }

    /// All children of this name, prefix or not.
    public func all(_ name: String) -> [XMLElement] {
        children.filter { $0.name == name || $0.localName == name }
    }

    /// Its text without white space around it; nil when there is none.
    public var trimmed: String? {
        let found = text.drop(while: \.isWhitespace)
        let end = found.lastIndex { !$0.isWhitespace }
        return end.map { String(found[...$0]) }
    }

    /// Reads a whole document.
    ///
    /// - Returns: Its outermost element.
    public static func read(_ bytes: [UInt8]) throws(XMLRefusal) -> XMLElement {
        guard bytes.count <= sizeLimit else { throw .tooLarge }
        guard let parser = XML_ParserCreate(nil) else { throw .tooLarge }
        defer { XML_ParserFree(parser) }
        let growing = GrowingTree(parser)
        // The parser holds the object without counting; it lives until the last use below.
        XML_SetUserData(parser, Unmanaged.passUnretained(growing).toOpaque())
        growing.listen()
        let isWhole = withExtendedLifetime(growing) {
            bytes.withUnsafeBytes { buffer in
                XML_Parse(
                    parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
                    == XML_STATUS_OK
            }
        }
        if let refusal = growing.refusal { throw refusal }
        guard isWhole else { throw complaint(of: parser) }
        guard let root = growing.root else { throw .malformed("no element", line: 1) }
        return root
    }

    private static func complaint(of parser: XML_Parser) -> XMLRefusal {
        let code = XML_GetErrorCode(parser)
        switch code {
        case XML_ERROR_UNKNOWN_ENCODING, XML_ERROR_INCORRECT_ENCODING: return .characters
        default:
            let line = Int(XML_GetCurrentLineNumber(parser))
            return .malformed(XML_ErrorString(code).map { String(cString: $0) } ?? "not XML", line: line)
        }
    }
}

/// The tree while it is read. It is used by one call on one thread.
private final class GrowingTree {
    private let parser: XML_Parser
    private var open: [XMLElement] = []
    /// Characters of the open elements, each in its own: joined once, when the element ends.
    private var texts: [[UInt8]] = []
    private var count = 0
    private(set) var root: XMLElement?
    private(set) var refusal: XMLRefusal?

    init(_ parser: XML_Parser) { self.parser = parser }

    func listen() {
        XML_SetElementHandler(
            parser,
            { data, name, attributes in GrowingTree.of(data)?.begin(name, attributes) },
            { data, _ in GrowingTree.of(data)?.end() })
        XML_SetCharacterDataHandler(parser) { data, characters, length in
            GrowingTree.of(data)?.take(characters, length)
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            GrowingTree.of(data)?.stop(.documentType)
        }
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> GrowingTree? {
        data.map { Unmanaged<GrowingTree>.fromOpaque($0).takeUnretainedValue() }
    }

    private func stop(_ why: XMLRefusal) {
        if refusal == nil { refusal = why }
        XML_StopParser(parser, XML_Bool(XML_FALSE))
    }

    private func begin(
        _ name: UnsafePointer<CChar>?, _ given: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard refusal == nil, let name else { return }
        count += 1
        if count > XMLElement.elementLimit { return stop(.tooLarge) }
        if open.count >= XMLElement.depthLimit { return stop(.tooDeep) }
        var attributes: [String: String] = [:]
        var index = 0
        while let given, let key = given[index], let value = given[index + 1] {
            attributes[String(cString: key)] = String(cString: value)
            index += 2
        }
        open.append(XMLElement(name: String(cString: name), attributes: attributes))
        texts.append([])
    }

    private func take(_ characters: UnsafePointer<CChar>?, _ length: Int32) {
        guard refusal == nil, !texts.isEmpty, let characters else { return }
        let bytes = UnsafeRawBufferPointer(start: characters, count: Int(length))
        texts[texts.count - 1].append(contentsOf: bytes)
    }

    private func end() {
        guard refusal == nil, var element = open.popLast(), let text = texts.popLast() else { return }
        element.text = String(decoding: text, as: UTF8.self)
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }
}
