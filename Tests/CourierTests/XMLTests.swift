import Testing

@testable import Courier

@Suite("XML of others") struct XMLTests {
    private func refusal(_ text: String) -> XMLRefusal? { refusal(Array(text.utf8)) }

    private func refusal(_ bytes: [UInt8]) -> XMLRefusal? {
        do throws(XMLRefusal) {
            _ = try XMLElement.read(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("is read with its attributes, children and text")
    func read() throws {
        let root = try XMLElement.read(
            Array(
                "<?xml version=\"1.0\"?><a:r x=\"1\" y='&lt;二'><b> 路灯 &amp; <![CDATA[<井>]]></b><b/>尾</a:r>"
                    .utf8))
        #expect(root.name == "a:r" && root.localName == "r")
        #expect(root.attributes == ["x": "1", "y": "<二"])
        #expect(root.all("b").count == 2)
        #expect(root.first("b")?.trimmed == "路灯 & <井>")
        #expect(root.children[1].trimmed == nil)
        #expect(root.text == "尾")
    }

    @Test("never brings a document type: no entities, no files, no floods")
    func documentType() {
        let laughs = """
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">
            <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;">]><lolz>&lol3;</lolz>
            """
        #expect(refusal(laughs) == .documentType)
        let file = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"
        #expect(refusal(file) == .documentType)
        #expect(refusal("<!DOCTYPE a SYSTEM \"http://127.0.0.1/a.dtd\"><a/>") == .documentType)
        #expect(refusal("<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]><a/>") == .documentType)
        #expect(refusal("<!DOCTYPE a><a/>") == .documentType)
    }

    @Test("is refused where it is cut, crossed or nothing")
    func malformed() {
        #expect(refusal("") == .malformed("no element found", line: 1))
        #expect(refusal("<a>\n<b></a>") == .malformed("mismatched tag", line: 2))
        for text in ["<a", "<a>", "x", "<a/><b/>", "<a x='1' x='2'/>", "<a>&nbsp;</a>", "<a>\0</a>"] {
            guard case .malformed = refusal(text) else {
                Issue.record("\(text) was not refused: \(String(describing: refusal(text)))")
                continue
            }
        }
    }

    @Test("may be UTF-8 or UTF-16, and what it says it is")
    func characters() throws {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>井盖</a>"
        let units = [0xFEFF] + Array(text.utf16)
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        let little = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        #expect(try XMLElement.read(big).text == "井盖")
        #expect(try XMLElement.read(little).text == "井盖")
        #expect(try XMLElement.read([0xEF, 0xBB, 0xBF] + Array("<a>井</a>".utf8)).text == "井")
        #expect(refusal("<?xml version=\"1.0\" encoding=\"GBK\"?><a>x</a>") == .characters)
        #expect(refusal("<?xml version=\"1.0\" encoding=\"nonsense\"?><a/>") == .characters)
        #expect(refusal("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>") == .characters)
        #expect(refusal(Array("<a>".utf8) + [0xFF, 0xC0] + Array("</a>".utf8)) != nil)
    }

    @Test("is refused when it is too deep, has too many elements, or too many bytes")
    func limits() throws {
        func nested(_ count: Int) -> String {
            String(repeating: "<a>", count: count) + String(repeating: "</a>", count: count)
        }
        #expect(refusal(nested(XMLElement.depthLimit)) == nil)
        #expect(refusal(nested(XMLElement.depthLimit + 1)) == .tooDeep)
        #expect(refusal(nested(100_000)) == .tooDeep)
        let many = "<r>" + String(repeating: "<a/>", count: XMLElement.elementLimit) + "</r>"
        #expect(refusal(many) == .tooLarge)
        #expect(refusal([UInt8](repeating: 32, count: XMLElement.sizeLimit + 1)) == .tooLarge)
    }
}
