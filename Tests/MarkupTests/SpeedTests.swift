import Markup
import Testing

@Suite("A long table")
struct SpeedTests {
    @Test("is one buffer: a hundred rows hold every name once, escaped")
    func hundredRows() {
        let rows: [[HTML]] = (1...100).map { ["\($0)", "\("名 <\($0)>")", "\(Tag("急", tone: .bad))"] }
        let table = Table(caption: "c", columns: [.init("a"), .init("b"), .init("c")], rows: rows).html
        for number in 1...100 { #expect(table.text.contains("名 &lt;\(number)&gt;")) }
        #expect(table.bytes.count < 30_000)
    }
}
