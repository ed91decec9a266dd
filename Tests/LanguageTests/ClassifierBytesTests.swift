import Testing

@testable import Language

@Suite("The bytes of a classifier")
struct ClassifierBytesTests {
    private func small() throws -> TextClassifier { try TextClassifier.train(MadeUp.examples(each: 3)) }

    @Test("give back a model that decides the same")
    func whole() throws {
        let model = try MadeUp.model()
        let again = try TextClassifier(decoding: model.encoded())
        #expect(again.encoded() == model.encoded())
        #expect(again.facts == model.facts)
        for example in MadeUp.examples() {
            #expect(
                again.suggestions(title: example.title, text: example.text, limit: 3)
                    == model.suggestions(title: example.title, text: example.text, limit: 3))
        }
    }

    @Test("are refused when cut short, at whatever length")
    func cut() throws {
        let bytes = try small().encoded()
        #expect(throws: TextClassifier.ModelFault.notAModel) { try TextClassifier(decoding: []) }
        for length in 1..<bytes.count {
            #expect(throws: TextClassifier.ModelFault.cutShort) {
                try TextClassifier(decoding: Array(bytes[..<length]))
            }
        }
    }

    @Test("are refused when any byte is another")
    func flipped() throws {
        let bytes = try small().encoded()
        // Every byte of the head and of the lengths behind it, then one in a few.
        for place in bytes.indices where place < 80 || place.isMultiple(of: 61) {
            var other = bytes
            other[place] ^= 1 << UInt8(place % 8)
            #expect(throws: TextClassifier.ModelFault.self) { try TextClassifier(decoding: other) }
        }
    }

    @Test("are refused with something behind them")
    func longer() throws {
        #expect(throws: TextClassifier.ModelFault.damaged) {
            try TextClassifier(decoding: try small().encoded() + [0])
        }
    }

    @Test("are refused when another version or another program wrote them, saying which")
    func others() throws {
        var bytes = try small().encoded()
        bytes[4] = 9
        #expect(throws: TextClassifier.ModelFault.otherVersion(found: 9, wanted: TextClassifier.version)) {
            try TextClassifier(decoding: bytes)
        }
        #expect(throws: TextClassifier.ModelFault.notAModel) {
            try TextClassifier(decoding: Array("PK\u{3}\u{4} a packed file".utf8))
        }
    }

    @Test("are refused without a trap when they lie under a right checksum")
    func lies() throws {
        let bytes = try small().encoded()
        var chance = Sequence64(7)
        for _ in 0..<300 {
            var body = Array(bytes[24...])
            for _ in 0..<3 {
                // The head of the body is where lengths stand: most lies go there.
                let place = Int.random(
                    in: 0..<(Bool.random(using: &chance) ? 120 : body.count), using: &chance)
                body[place] = UInt8.random(in: 0...255, using: &chance)
            }
            var head = ByteWriter(bytes: Array("LXTC".utf8))
            head.fixed(UInt32(TextClassifier.version))
            head.fixed(UInt64(body.count))
            head.fixed(Checksum.of(body[...]))
            do {
                let model = try TextClassifier(decoding: head.bytes + body)
                let all = model.suggestions(title: "水", text: "水管坏了", limit: 9)
                #expect(all.count == model.labels.count)
            } catch {
                #expect(error == .damaged)
            }
        }
    }

    @Test("are as many as there are features in use")
    func size() throws {
        let few = try TextClassifier.train(MadeUp.examples(each: 3))
        let many = try MadeUp.model()
        #expect(few.encoded().count < many.encoded().count)
        #expect(few.encoded().count < 300 + few.facts.features * (8 + 4 * 3))
    }
}
