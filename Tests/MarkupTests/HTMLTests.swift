import Markup
import Testing

@Suite("Markup")
struct HTMLTests {
    @Test("makes harmless whatever somebody wrote")
    func escaping() {
        let hostile = #"<script>alert("1")</script> & 'x'"#
        let page: HTML = "<p>\(hostile)</p>"
        #expect(page.text == "<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>")
    }

    @Test("cannot be left through an attribute's quotes")
    func attributes() {
        let hostile = #"" onmouseover="alert(1)"#
        let page: HTML = #"<a href="/"\#(attribute: "title", hostile)>x</a>"#
        #expect(page.text == #"<a href="/" title="&quot; onmouseover=&quot;alert(1)">x</a>"#)
    }

    @Test(
        "drops characters that nobody sees",
        arguments: [
            ("a\u{0}b", "ab"), ("a\u{1B}[31mb", "a[31mb"), ("a\u{7F}b", "ab"), ("a\u{85}b", "ab"),
            ("a\u{202E}b", "ab"), ("a\u{2066}b", "ab"), ("a\tb\r\nc", "a\tb\r\nc"),
        ])
    func invisible(source: String, expected: String) {
        let html: HTML = "\(source)"
        #expect(html.text == expected)
    }

    @Test(
        "keeps what people write in every script",
        arguments: ["连心", "“引号”…—", "é ¢ £", "👩‍👩‍👧", "𠮷野家", "مرحبا", "\u{80}".isEmpty ? "" : "–"])
    func scripts(text: String) {
        let html: HTML = "\(text)"
        #expect(html.text == text)
    }

    @Test("composes without escaping twice")
    func composing() {
        let inner: HTML = "<b>\("a & b")</b>"
        let absent: HTML? = nil
        let outer: HTML = "<p>\(inner)\([inner, inner])\(absent)\(absent.map { $0 })</p>"
        #expect(outer.text == "<p><b>a &amp; b</b><b>a &amp; b</b><b>a &amp; b</b></p>")
    }

    @Test("writes an attribute without a value only when it holds")
    func flags() {
        let on: HTML = "<input\(attribute: "checked", if: true)>"
        let off: HTML = "<input\(attribute: "checked", if: false)\(attribute: "id", nil)>"
        #expect(on.text == "<input checked>")
        #expect(off.text == "<input>")
    }

    @Test("takes numbers, characters and parts of texts")
    func values() {
        let part = "a<b".dropFirst()
        let html: HTML = "\(7) \(Int64(-3)) \(Character("<")) \(part) \(String?.none)"
        #expect(html.text == "7 -3 &lt; &lt;b ")
    }
}

@Suite("An address that somebody gave")
struct WebAddressTests {
    @Test(
        "is refused when it could act or deceive",
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\tscript:alert(1)", "data:text/html,x",
            "//evil.example",
            "/path", "http:/x", "http://", "https://good.example@evil.example/", "vbscript:x", "", ":",
            "http",
            "https://a b.example/", "https://a.example/\u{202E}x", "tel:", "tel:<1>", "mailto:nobody",
            "https://a.example/\"x",
            "file:///etc/passwd", "https://a.example/\u{0}",
        ])
    func refused(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test(
        "is taken as it is when people may follow it",
        arguments: [
            "https://example.org/a?b=c#d", "http://example.org", "mailto:someone@example.org",
            "tel:+86-12345",
            "HTTPS://例子.example/路",
        ])
    func taken(text: String) {
        #expect(WebAddress(" \(text)\n")?.text == text)
    }

    @Test(
        "is never reached by a local link that is none",
        arguments: ["//evil.example", "javascript:x", "/\\evil", "x"])
    func local(path: String) {
        #expect(Link("x", to: path).html.text == #"<a href="/">x</a>"#)
    }
}
