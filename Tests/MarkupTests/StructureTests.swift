import Markup
import Testing

@Suite("The structure checker")
struct StructureTests {
    @Test("is silent on a page that is right")
    func right() {
        let page = document(
            """
            <h2>a</h2><h3>b</h3><h2>c</h2><p>x<br>y</p><img src="/a.png" alt="">
            <label>z <input name="z"></label><svg aria-hidden="true"><use href="/i.svg#a"></use></svg>
            """)
        #expect(Structure.complaints(of: page) == [])
    }

    static let slips: [(HTML, String)] = [
        ("<p>a", "</main> where <p> is open"),
        ("<b><i>a</b></i>", "</b> where <i> is open"),
        ("</div>", "</div> where <main> is open"),
        (#"<p id="a"></p><p id="a"></p>"#, "the id a stands twice"),
        (#"<input name="a" id="a">"#, #"<input id="a"> has no label"#),
        ("<select></select>", #"<select id=""> has no label"#),
        (#"<textarea id="b"></textarea>"#, #"<textarea id="b"> has no label"#),
        (#"<label for="c">c</label><input id="d">"#, #"<input id="d"> has no label"#),
        (#"<label for="c">c</label>"#, #"for="c" leads to no id"#),
        (#"<p aria-describedby="nowhere">x</p>"#, #"aria-describedby="nowhere" leads to no id"#),
        ("<h3>a</h3>", "<h3> follows <h1>"),
        ("<h1>again</h1>", "2 <h1> instead of one"),
        (#"<img src="/a">"#, #"<img src="/a"> has no alt"#),
        ("<script>x</script>", "an inline script"),
        ("<style>x</style>", "an inline stylesheet"),
        (#"<p style="color:red">x</p>"#, "<p> has an inline style"),
        (#"<p onclick="x()">x</p>"#, "<p> has the handler onclick"),
        ("<p class=a>x</p>", "<p> has class without quotes"),
        (#"<p class="a" class="b">x</p>"#, "<p> has class twice"),
        (#"<a href="/"></a>"#, "<a> without words"),
        (#"<a href="/"> <svg></svg> </a>"#, "<a> without words"),
        (#"<button aria-label=" "><svg></svg></button>"#, "<button> without words"),
        ("<a>x</a>", "<a> without an address"),
        (#"<a href="javascript:alert(1)">x</a>"#, "<a> leads to javascript:"),
        (#"<a href=" Java&#10;Script:x">x</a>"#, "<a> leads to javascript:"),
        (#"<a href="//evil.example">x</a>"#, "<a> leads to another host without saying how"),
        (##"<a href="#nowhere">x</a>"##, #"href="nowhere" leads to no id"#),
        (#"<form method="post" action="/x"></form>"#, "a form to /x posts without the csrf field"),
        (
            #"<form method="POST" action="/x"><input type="hidden" name="csrf" value=""></form>"#,
            "a form to /x posts without the csrf field"
        ),
        (#"<form action="/x"><form action="/y"></form></form>"#, "<form> inside <form>"),
        ("<p><div>x</div></p>", "<div> inside <p>"),
        (#"<a href="/"><button>x</button></a>"#, "<button> inside <a>"),
        (#"<p"x">y</p>"#, #"<p> has the attribute "x""#),
        ("<button></button>", "<button> without words"),
        ("a < b", "a < that is no tag"),
        ("<main>x</main>", "2 <main> instead of one"),
    ]

    @Test("names every slip", arguments: slips.indices)
    func slip(index: Int) {
        let (html, complaint) = StructureTests.slips[index]
        let complaints = Structure.complaints(of: document(html))
        #expect(complaints.contains(complaint), "\(html.text): \(complaints)")
    }

    @Test("misses language, title, doctype, heading and main")
    func missing() {
        let complaints = Structure.complaints(of: "<html><head></head><body></body></html>")
        #expect(
            complaints == [
                "<html> has no lang", "no doctype", "no title", "0 <main> instead of one",
                "0 <h1> instead of one",
            ])
    }
}
