import Markup
import Testing

@Suite("A stylesheet in the page")
struct InlineStyleTests {
    @Test("stands there as it is, quotes and all")
    func whole() {
        let style = InlineStyle(Array(#"a > b::after { content: "&<" }"#.utf8))
        #expect(style.html.text == #"<style>a > b::after { content: "&<" }</style>"#)
    }

    @Test(
        "that would end its own element is left out", arguments: ["a{}</style><script>", "</", "x</STYLE>"])
    func breaksOut(text: String) {
        #expect(InlineStyle(Array(text.utf8)).html.isEmpty)
    }

    @Test("is no fault in the head and one in the body")
    func place() {
        let page: HTML = """
            <!doctype html><html lang="en"><head><title>x</title>\(InlineStyle(Array("a{}".utf8)))</head>\
            <body><main><h1>x</h1></main></body></html>
            """
        #expect(Structure.complaints(of: page) == [])
        #expect(Structure.complaints(of: document("\(InlineStyle([97]))")) == ["an inline stylesheet"])
    }
}
