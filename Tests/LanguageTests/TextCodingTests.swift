import Language
import Testing

@Suite("A text of unknown coding") struct TextCodingTests {
    private let text = "编号,内容\n1,“路灯”不亮，㐀𠀀\n"

    /// 编号,内容 路灯 in GBK.
    private let gbk: [UInt8] =
        [
            0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xC4, 0xDA, 0xC8, 0xDD, 0x0A, 0x31, 0x2C, 0xC2, 0xB7, 0xB5, 0xC6,
            0x0A,
        ]

    @Test("is read as UTF-8 with and without a mark, as UTF-16 either way, and as GB 18030")
    func all() throws {
        let plain = Array(text.utf8)
        let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [plain, [0xEF, 0xBB, 0xBF] + plain, little, big] as [[UInt8]] {
            #expect(TextCoding.text(of: bytes)?.text == text)
        }
        let old = try #require(TextCoding.text(of: gbk))
        #expect(old.text == "编号,内容\n1,路灯\n" && old.coding == .gb18030)
    }

    @Test("is converted the same in pieces of any size", arguments: 1...9)
    func pieces(size: Int) throws {
        let converter = try TextConverter(.gb18030)
        var out: [UInt8] = []
        for start in stride(from: 0, to: gbk.count, by: size) {
            out += try converter.convert(Array(gbk[start..<min(start + size, gbk.count)]), isLast: false)
        }
        out += try converter.convert([], isLast: true)
        #expect(String(decoding: out, as: UTF8.self) == "编号,内容\n1,路灯\n")
    }

    @Test("with one broken character among many is damaged UTF-8, and no GB 18030")
    func damaged() {
        var pieces = [Array(String(repeating: "路灯", count: 20).utf8) + [0xFF] + Array("\n".utf8), []][...]
        #expect(TextCoding.detect { pieces.popFirst() ?? [] } == .utf8)
    }

    @Test("that is cut off within a character is refused")
    func cut() throws {
        let converter = try TextConverter(.gb18030)
        #expect(throws: UnreadableText.self) { try converter.convert([0xC2, 0xB7, 0xB5], isLast: true) }
        #expect(TextCoding.text(of: [0xFF, 0xFF, 0x80]) == nil)
    }
}
