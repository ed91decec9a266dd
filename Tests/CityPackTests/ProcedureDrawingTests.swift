import CityPack
import Core
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The drawing of a procedure")
struct ProcedureDrawingTests {
    @Test(
        "is well-formed XML with a title and a description, in both languages", arguments: Language.allCases)
    func wellFormed(language: Language) throws {
        let pack = try TinyPack().load().get()
        let procedure = try #require(pack.city.procedures["plea"])
        let svg = ProcedureDrawing.svg(of: procedure, language: language)
        let names = try elements(of: svg)
        #expect(names["svg"] == 1)
        #expect(names["title"] == 1)
        #expect(names["desc"] == 1)
        for stage in procedure.stages { #expect(svg.contains(">\(stage.text[language])<")) }
        for move in procedure.moves where move.to != nil { #expect(svg.contains(">\(move.text[language])<")) }
        #expect(svg.contains("stroke-dasharray"))
    }

    @Test("keeps hostile names as text")
    func hostile() throws {
        let name = "</text><script>alert(\"1\")</script>&'\u{1}"
        let pack = try TinyPack().load().get()
        let plea = try #require(pack.city.procedures["plea"])
        let stages = plea.stages.map { stage in
            Stage(
                name: stage.name, text: LocalText(zh: name, en: name), told: stage.told, holder: stage.holder,
                closes: stage.closes)
        }
        let moves = plea.moves.map { move in
            Move(
                name: move.name, text: LocalText(zh: name, en: name), told: nil, from: move.from, to: move.to,
                by: move.by, automatic: move.automatic)
        }
        let hostile = Procedure(
            kind: "plea", version: 1, name: LocalText(zh: name, en: name), prefix: "PL", stages: stages,
            moves: moves,
            limits: plea.limits)
        let names = try elements(of: ProcedureDrawing.svg(of: hostile, language: .zh))
        #expect(names["script"] == nil)
        #expect(names["svg"] == 1)
    }

    @Test("stands for one stage without a move, and for none")
    func small() throws {
        let text = LocalText(zh: "一", en: "One")
        let one = Stage(name: "one", text: text, told: text, holder: .desk)
        for stages in [[one], []] {
            let procedure = Procedure(
                kind: "k", version: 1, name: text, prefix: "KK", stages: stages, moves: [], limits: [])
            #expect(try elements(of: ProcedureDrawing.svg(of: procedure, language: .en))["svg"] == 1)
        }
    }

    @Test("draws an arrow for every pair of stages that moves join, in both directions")
    func arrows() throws {
        let pack = try TinyPack().load().get()
        let procedure = try #require(pack.city.procedures["plea"])
        let svg = ProcedureDrawing.svg(of: procedure, language: .en)
        // received → handling, handling → asking, asking → solved; and asking → handling against the order.
        #expect(svg.components(separatedBy: "marker-end=\"").count - 1 == 3)
        #expect(svg.components(separatedBy: "marker-start=\"").count - 1 == 1)
    }

    /// How often each element stands in the document; throws when it is not well formed.
    private func elements(of svg: String) throws -> [String: Int] {
        let counter = ElementCounter()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = counter
        try #require(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") line \(parser.lineNumber)")
        return counter.counts
    }
}

private final class ElementCounter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        counts[name, default: 0] += 1
    }
}
