import Language
import Testing

@Suite("Of private data as people write it, the public copy")
struct MaskingRecallTests {
    @Test("hides at least 98 in 100 of every kind")
    func recall() {
        var (all, hidden, lost) = ([String: Int](), [String: Int](), [MaskingCase]())
        for each in MaskingCases.all() {
            all[each.kind, default: 0] += 1
            if isHidden(each) { hidden[each.kind, default: 0] += 1 } else { lost.append(each) }
        }
        for (kind, count) in all.sorted(by: { $0.key < $1.key }) {
            let recall = Double(hidden[kind, default: 0]) / Double(count)
            print("recall of \(kind): \(hidden[kind, default: 0]) of \(count), \(recall)")
            #expect(recall >= 0.98, "\(lost.filter { $0.kind == kind }.prefix(5).map(\.text))")
        }
        for each in lost { print("not hidden: \(each.kind) \(each.text)") }
        #expect(all.values.reduce(0, +) >= 2000)
        #expect(Double(lost.count) <= 0.01 * Double(all.values.reduce(0, +)))
    }

    @Test("hides what was written by hand to be hard", arguments: MaskingCases.hard)
    func hard(text: String, secret: String) {
        #expect(text.contains(secret))
        #expect(
            isHidden(MaskingCase(kind: "hard", text: text, secret: secret)), "\(Masking.publicCopy(of: text))"
        )
    }

    /// Nothing of the secret can be read: not as it was written, and not by its digits.
    private func isHidden(_ each: MaskingCase) -> Bool {
        let copy = Masking.publicCopy(of: each.text)
        if copy.contains(each.secret) || Masking.publicCopy(of: copy) != copy { return false }
        let digits = plainDigits(each.secret)
        return digits.count < 7 || !plainDigits(copy).contains(digits)
    }

    private func plainDigits(_ text: String) -> String {
        let han = Array("零一二三四五六七八九"), capital = Array("零壹贰叁肆伍陆柒捌玖")
        return text.compactMap { character -> String? in
            if let value = character.wholeNumberValue, (0...9).contains(value) { return "\(value)" }
            return (han.firstIndex(of: character) ?? capital.firstIndex(of: character)).map { "\($0)" }
        }.joined()
    }
}
