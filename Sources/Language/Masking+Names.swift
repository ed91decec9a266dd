extension MaskingPage {
    /// The name that follows `我叫`, `联系人：`, `我是` and the like: of it the family name stays, `张**`.
    func name(at index: Int) -> MaskingEdit? {
        if let start = end(ofAny: MaskingPage.firmLabels, at: index) {
            let from = skipFillers(start)
            // A bare noun needs its colon; a verb does not. What stands in quotation marks is a shop.
            let isVerb = MaskingPage.verbs.contains { has($0, at: index) }
            guard isVerb || from > start, !plain[start..<from].contains("\u{201C}") else { return nil }
            return personalName(at: from, isFirm: isVerb && (from > start || plain[start - 1] != "名"))
                ?? latinName(at: from)
        }
        if let start = end(ofAny: MaskingPage.looseLabels, at: index) {
            return personalName(at: skipFillers(start), isFirm: false)
        }
        if let start = end(ofAny: ["my name is ", "name: ", "contact: "], at: index), !isLatin(index - 1) {
            return latinName(at: start)
        }
        return nil
    }

    /// What a name follows for certain. `我是` is followed by anything.
    private static let verbs = ["我叫", "本人叫", "名叫", "名字叫", "我的名字是", "署名", "姓名"]
    private static let firmLabels =
        verbs + [
            "联系人", "联络人", "申请人", "反映人", "投诉人", "举报人", "当事人", "诉求人", "户主", "业主姓名", "来电人", "经办人",
            "报修人", "法定代表人", "负责人", "收件人", "患者", "父亲", "母亲", "丈夫", "妻子", "儿子", "女儿",
        ]
    private static let looseLabels = ["我是", "本人是", "我就是", "这里是", "本人"]

    private func personalName(at start: Int, isFirm: Bool) -> MaskingEdit? {
        guard isHan(start), isHan(start + 1) else { return nil }
        let isDouble = MaskingPage.doubleSurnames.contains { has($0, at: start) }
        let family = isDouble ? 2 : 1
        let isFamily = isDouble || MaskingPage.surnames.contains(scalars[start])
        guard isFamily || isFirm else { return nil }
        var end = start + family
        while isHan(end), end < start + family + 2, !MaskingPage.afterNames.contains(scalars[end]) {
            end += 1
        }
        guard end > start + family else { return nil }
        let name = scalars[start..<end]
        if MaskingPage.commonWords.contains(where: { has($0, at: start) }) { return nil }
        // People are also called by family name and title, which tells no more than the family name.
        if MaskingPage.titles.contains(where: { has($0, at: start + family) }) { return nil }
        if !isFamily || !isFirm {
            let isClosed = !isHan(end) || MaskingPage.afterNames.contains(scalars[end])
            guard isClosed, !(end < count && scalars[end] == "的" && !isFirm) else { return nil }
        }
        return MaskingEdit(
            range: start..<end, replacement: String(String.UnicodeScalarView(name.prefix(family))) + "**")
    }

    /// One to three capitalised words: of each the initial stays.
    private func latinName(at start: Int) -> MaskingEdit? {
        var (place, words, text, end) = (start, 0, "", start)
        // One letter is a place of a form or of an anonymous text: `A市`.
        while words < 3, isLatin(place), isLatin(place + 1), plain[place] != Letters.narrow(scalars[place]) {
            text += (words > 0 ? " " : "") + String(Character(Letters.narrow(scalars[place]))) + "**"
            while isLatin(place) || (place < count && plain[place] == "'") { place += 1 }
            (words, end) = (words + 1, place)
            if place < count, plain[place] == " " { place += 1 }
        }
        return words > 0 ? MaskingEdit(range: start..<end, replacement: text) : nil
    }

    /// Characters that follow a name and are seldom part of one.
    private static let afterNames = Set(
        "住家电是在今来的和要想反有女男手联本，岁于从到为与及我现系也就给向对把被请曾已没不自这那号同".unicodeScalars)

    private static let titles = [
        "先生", "女士", "师傅", "小姐", "老师", "阿姨", "大爷", "大妈", "经理", "主任", "医生", "某", "局长", "书记", "老板", "某某",
    ]

    /// Words that begin like a name of two or three characters and are none.
    private static let commonWords = [
        "房屋", "强烈", "高中", "高三", "高二", "高一", "高校", "高新", "高龄", "安徽", "江苏", "江西", "江南", "云南", "云州", "何人", "何时",
        "单亲", "单身", "单位", "温州", "常州", "钟点", "车主", "车间", "房东", "房主", "房客", "商户", "商家", "农民", "党员", "管理",
        "路人", "路过", "门卫", "水电", "文员", "武警", "武汉", "安保", "康复", "方便", "常住", "常年", "应届", "应聘", "成年", "平民",
        "金融", "时常", "万分", "万般", "孔雀", "白天", "黄金", "黄河", "马上", "马路", "国家", "家长", "花园", "司机", "向阳", "于此",
        "关于", "关心", "古稀", "胡同", "石油", "石材", "牛奶", "毛坯", "雷锋", "龙湖", "包工", "左右", "边上", "丁字", "盛世", "阳光",
        "和平", "宁愿", "乐于", "易怒", "季度", "童工", "任何", "解决", "施工", "贺州", "郑州", "徐州", "苏州", "杭州", "广州", "湖南",
        "湖北", "河南", "河北", "陕西", "山东", "山西", "四川", "重庆", "上海", "北京", "贵州", "海南", "金银", "叶子", "华为", "成都",
        "梅雨", "柳州", "史上", "支持", "经常", "老人", "外地", "本地", "人员", "电话", "不详", "匿名", "同上", "信息", "单独", "顾客",
        "程序", "范围", "余下", "周边", "周围", "周末", "连续", "连心", "谢谢", "全体", "明确", "明年", "符合", "计划", "尚未", "习惯",
    ]

    private static let doubleSurnames = [
        "欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "轩辕", "宇文", "长孙",
        "南宫", "呼延", "澹台", "淳于",
    ]

    private static let surnames = Set(
        ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
            + "邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂"
            + "丛焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯"
            + "阮桂闵解强丘华车冉房边辜吉饶刁瞿戚古池伏喻虞褚官全尚穆沙连来褐肖闫涂晏麻苟蒲冼邬凤符简路").unicodeScalars)
}
