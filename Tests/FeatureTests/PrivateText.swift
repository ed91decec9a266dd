/// What a resident wrote that is nobody else's business, in a concern that everybody may read.
/// All of it is made up.
enum PrivateText {
    static let concern = """
        我叫欧阳小芳，家住幸福家园3栋2单元501室，楼道的灯坏了。\
        电话一三八 1234 5678，座机0719-7654321转8，\
        身份证42010119900307123X，\
        护照E12345678，工资卡6222 0212 3456 7890 123，车牌鄂A·12345，\
        微信号xiaofang_88，邮箱xiaofang@example.com。联系人：李建国 13987654321。
        """ + disguised
    /// A door, a name and a number in the field for the place.
    static let place = "幸福家园3栋2单元501室，找王小明 13700001111"
    static let answer = "已联系欧阳小芳女士（13812345678），灯已换好。物业师傅张建国 13611112222，咨询请打0719-8765432。"

    /// The same sort of things as people disguise them: full-width, spaced, dotted, in Chinese numerals, in
    /// circles.
    static let disguised = """
        路灯不亮。手机１３８１２３４５６７８，或138.1234.5678，或一三八一二三四五六七八，或1 3 8 1 2 3 4 5 6 7 8，\
        或①③⑧①②③④⑤⑥⑦⑧，或壹叁捌壹贰叁肆伍陆柒捌；身份证４２０１０１１９９００３０７１２３Ｘ，另一个420101 19900307 123X；\
        车牌鄂Ａ·１２３４５，鄂 A 1 2 3 4 5；家住幸福家园３栋２单元５０１室；联系人：王 小明；业主欧阳小芳女士
        """

    /// What may be read nowhere outside.
    static let secrets = [
        "欧阳小芳", "小芳，", "501", "一三八", "1234 5678", "12345678", "7654321", "19900307", "E1234", "0212",
        "3456 7890",
        "A·12345", "xiaofang", "李建国", "13987654321", "王小明", "13700001111", "张建国", "13611112222",
        "１２３４５", "1234.5678", "二三四五六七", "3 8 1 2 3", "A 1 2", "②③④⑤", "贰叁肆伍", "９９００", "５０１", "王 小明",
    ]

    /// The secrets that stand in what came back.
    static func leaks(_ text: String) -> [String] { secrets.filter { text.contains($0) } }
}
