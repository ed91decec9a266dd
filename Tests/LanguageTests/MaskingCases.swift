/// Private data as people write it, made up: each of some forms in each of some sentences.
struct MaskingCase: Sendable {
    let kind: String
    let text: String
    /// What must not be readable, as it is written in the text.
    let secret: String
}

/// Makes cases in an order that is always the same.
struct MaskingCases {
    private var state: UInt64 = 0x9E37_79B9

    mutating func number(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[number(choices.count)] }

    mutating func digits(_ count: Int) -> String {
        String((0..<count).map { _ in Character("\(number(10))") })
    }

    /// About 3,000 cases of all kinds.
    static func all() -> [MaskingCase] {
        var maker = MaskingCases()
        return (0..<500).flatMap { _ in
            [
                maker.mobile(), maker.landline(), maker.identity(), maker.bankCard(), maker.plate(),
                maker.account(),
                maker.door(), maker.name(), maker.passport(),
            ]
        }
    }

    private mutating func carried(_ kind: String, _ secret: String, _ carriers: [String]) -> MaskingCase {
        MaskingCase(
            kind: kind, text: pick(carriers).replacing("@", with: secret), secret: secret)
    }

    mutating func mobile() -> MaskingCase {
        let number = "1\(3 + self.number(7))" + digits(9)
        return carried(
            "phone", dressed(number, [[3, 4, 4], [3, 3, 5], [3, 8], [5, 6], [7, 4]]),
            [
                "请打@，谢谢", "我的电话是@", "电话：@。", "手机@找我", "联系方式@，夜里也行", "楼上漏水，@", "@", "可以打@联系我", "（@）", "师傅@说不管",
                "物业@不接", "2026年3月2日打过@没人接", "找老李@", "有事打\n@\n谢谢", "👉@👈", "请回@，12345转来的", "call @ please",
                "微信同号@",
            ])
    }

    mutating func landline() -> MaskingCase {
        let area = pick(["027", "010", "0719", "0731", "021", "0591"])
        let local = "\(2 + number(7))" + digits(area.count == 3 ? 7 : 6)
        let written = pick([
            "\(area)-\(local)", "\(area)\(local)", "(\(area))\(local)", "（\(area)）\(local)",
            "\(area) \(local)",
            "\(area)—\(local)", "\(area)-\(local.prefix(4))-\(local.dropFirst(4))",
            "+86 \(area.dropFirst()) \(local)",
            wide("\(area)-\(local)"), han("\(area)\(local)"), "\(area)-\(local)转802", "\(area)/\(local)",
            "\(area).\(local)",
        ])
        return carried(
            "phone", written,
            ["家里电话@", "我家座机：@", "请打@找我", "联系我@，白天在", "@是我妈的电话", "漏水了，@", "宅电@", "我的电话:@"])
    }

    mutating func identity() -> MaskingCase {
        let day = "19\(50 + number(50))" + pick(["0307", "1122", "0815", "1231", "0101", "0630"])
        let front = pick(["420101", "110108", "430103", "650102", "371311", "540121"])
        let whole = front + day + digits(3) + pick(["X", "x", "3", "8", "0"])
        let old = front + day.dropFirst(2) + digits(3)
        let written = pick([
            whole, whole, "\(front) \(day) \(whole.suffix(4))", "\(front)-\(day)-\(whole.suffix(4))",
            wide(whole), old,
            han(String(whole.prefix(17)) + "3"),
            "\(whole.prefix(6)) \(whole.dropFirst(6).prefix(4)) "
                + "\(whole.dropFirst(10).prefix(4)) \(whole.suffix(4))",
        ])
        return carried(
            "identity", written,
            ["身份证@", "身份证号：@", "身份证号码为@，请查", "本人（@）", "证件号@低保没有发", "我是户主，@", "@", "公民身份号码 @。", "ID card @"])
    }

    mutating func bankCard() -> MaskingCase {
        var number = pick(["622202", "621700", "622848", "623058"]) + digits(12)
        number += luhn(number)
        let written = pick([
            number, number, wide(number),
            stride(from: 0, to: number.count, by: 4).map { String(number.dropFirst($0).prefix(4)) }.joined(
                separator: " "),
            stride(from: 0, to: number.count, by: 4).map { String(number.dropFirst($0).prefix(4)) }.joined(
                separator: "-"),
        ])
        return carried("bankCard", written, ["卡号@", "工资打到@", "银行卡：@没到账", "补贴卡@", "账号@，开户行在城东", "存折 @", "@"])
    }

    mutating func plate() -> MaskingCase {
        let province = pick(["鄂", "京", "湘", "粤", "沪", "渝", "新", "藏"])
        let letter = pick(["A", "B", "C", "D", "a", "F"])
        let places = pick([
            digits(5), "D" + digits(5), "8" + pick(["K", "m", "P"]) + digits(3), digits(3) + "QX",
            "F" + digits(5),
        ])
        let written = pick([
            province + letter + places, "\(province)\(letter)·\(places)", "\(province)\(letter) \(places)",
            wide(province + letter + places), "\(province)\(letter)-\(places)",
            "\(province) \(letter) \(places)",
            "\(province)\(letter).\(places)", "\(province)\(letter)•\(places)",
        ])
        return carried("plate", written, ["车牌@", "@占了消防道", "一辆@的车", "我的车@被刮", "（@）乱停", "白色轿车，@，天天堵门", "@违停"])
    }

    mutating func account() -> MaskingCase {
        let name = pick(["zhang.wei", "lili_88", "wang2000", "x1990", "abc-123", "liu_fang"])
        let mail = "\(name)\(number(90))@\(pick(["qq.com", "163.com", "example.cn", "mail.example.com"]))"
        if number(2) == 0 {
            return carried(
                "account", pick([mail, wide(mail), mail.replacing("@", with: " @ "), mail.uppercased()]),
                ["邮箱#", "我的邮箱是：#", "请发到#", "#", "回信 # 谢谢", "email: #"].map { $0.replacing("#", with: "@") })
        }
        return carried(
            "account", pick([name + "\(number(900))", "\(1 + number(9))" + digits(7 + number(3))]),
            ["微信@", "微信号：@", "我的微信是@", "加微信 @", "QQ：@", "qq号@", "扣扣@", "vx@，", "VX:@", "加V：@", "WeChat: @"])
    }

    mutating func door() -> MaskingCase {
        let (house, unit, room) = (1 + number(40), 1 + number(4), 101 + 100 * number(20) + number(4))
        let written = pick([
            "\(house)栋\(unit)单元\(room)室", "\(house)栋\(unit)单元\(room)", "\(house)号楼\(unit)单元\(room)室",
            "\(house)-\(unit)-\(room)",
            "\(house)幢\(room)室", "\(house)栋\(room)", "\(house)座\(unit)单元\(room)户", "\(house)栋\(unit)门\(room)",
            wide("\(house)栋\(unit)单元\(room)室"), "\(house)#\(unit)单元\(room)", "\(house)栋 \(unit)单元 \(room)室",
            "\(house)—\(unit)—\(room)室",
            "\(han("\(1 + house % 9)"))栋\(han("\(unit)"))单元\(han("\(room)"))室", "\(house)栋\(room)房",
            "\(house)號樓\(unit)單元\(room)室",
        ])
        if number(5) == 0 {
            return carried(
                "address", pick(["\(house)号", wide("\(house)号")]),
                ["云山村\(unit)组@", "桥头村三组@的路没修", "家住石坡村\(unit)组@", "向阳村@门前塌了"])
        }
        return carried(
            "address", written,
            ["幸福家园@漏水", "人民路88号@", "我住阳光小区@", "住址：和平路3号@，", "东方花园@天天装修", "安置小区@没有通气", "翠湖苑@", "金色城邦小区@的住户"])
    }

    mutating func name() -> MaskingCase {
        let family = pick([
            "王", "李", "张", "刘", "陈", "杨", "赵", "周", "吴", "徐", "欧阳", "司马", "谭", "彭", "邓", "肖", "聂", "覃",
        ])
        let given = pick([
            "伟", "芳", "建国", "小明", "秀英", "志强", "丽娟", "军", "红梅", "国栋", "雪", "玉兰", "海涛", "明", "家辉", "来福",
        ])
        return carried(
            "name", family + given,
            [
                "我叫@，住在城东", "我叫@。", "本人@，反映噪音", "联系人：@", "联系人：@，男", "业主@反映", "村民@的地被占", "我是@，", "申请人:@ 电话不变",
                "姓名：@", "投诉人@，", "@先生说不管", "找@女士签字", "邻居@家装修", "我丈夫@因病", "请@师傅来修", "户主@身份证在镇里", "举报人：@\n",
                "反映人：@（女）", "@，13812345678", "此致敬礼！\n@", "我母亲@，今年八十岁", "名叫@的人", "My name is Zhang Wei",
                "和@同志联系", "房东@不退押金",
            ].filter { $0.contains("@") })
    }

    mutating func passport() -> MaskingCase {
        let written = pick([
            "E\(digits(8))", "G\(digits(8))", "EA\(digits(7))", "e\(digits(8))", wide("E\(digits(8))"),
            "E \(digits(8))",
        ])
        return carried("passport", written, ["护照@", "护照号：@", "护照号码@被扣", "passport @", "持护照 @ 入境"])
    }

    // What a number may wear.

    mutating func dressed(_ number: String, _ shapes: [[Int]]) -> String {
        switch self.number(14) {
        case 0: return wide(number)
        case 1: return han(number)
        case 2: return number.map { "\($0)" }.joined(separator: " ")
        case 3: return pick(["+86", "+86 ", "0086", "86-", "(+86)", "（86）", "0"]) + number
        case 4: return number.map { "\($0)" }.joined(separator: "\u{200B}")
        case 5: return han(String(number.prefix(3))) + number.dropFirst(3)
        case 6: return capital(number)
        case 7...10:
            return parted(
                number, pick(shapes),
                pick(["-", " ", ".", "－", "—", "·", "*", "_", "/", "、", "，", "\n", " - "]))
        case 11: return number.replacing("0", with: "O")
        default: return number
        }
    }

    func parted(_ number: String, _ shape: [Int], _ separator: String) -> String {
        var (rest, parts) = (number[...], [Substring]())
        for size in shape {
            parts.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return parts.joined(separator: separator)
    }

    func wide(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    (33...126).contains($0.value) ? Unicode.Scalar($0.value + 0xFEE0) ?? $0 : $0
                }))
    }

    func han(_ number: String) -> String { swapped(number, Array("零一二三四五六七八九")) }
    func capital(_ number: String) -> String { swapped(number, Array("零壹贰叁肆伍陆柒捌玖")) }

    private func swapped(_ number: String, _ digits: [Character]) -> String {
        String(number.map { $0.isASCII ? $0.wholeNumberValue.map { digits[$0] } ?? $0 : $0 })
    }

    private func luhn(_ number: String) -> String {
        let sum = number.reversed().enumerated().reduce(0) { sum, place in
            let value = (place.element.wholeNumberValue ?? 0) * (place.offset % 2 == 0 ? 2 : 1)
            return sum + (value > 9 ? value - 9 : value)
        }
        return "\((10 - sum % 10) % 10)"
    }
}
