extension MaskingPage {
    /// A door within a building: `…号3栋2单元501室` becomes `…号**`. Street numbers and buildings alone stay,
    /// since most concerns happen at one, and so do the rooms of public buildings.
    func room(at index: Int) -> MaskingEdit? {
        guard isPlaceNumber(index), !isPlaceNumber(index - 1), !isLatin(index - 1) else { return nil }
        if let edit = dashed(at: index) ?? farmhouse(at: index) { return edit }
        guard let (end, pieces, hasDoor) = pieces(at: index), hasDoor else { return nil }
        guard pieces > 1 || followsBuilding(index), !isPublic(index),
            MaskingPage.shops.end(in: plain, at: end) == nil
        else { return nil }
        return MaskingEdit(.address, index..<end, "**")
    }

    /// What is open to everybody behind its door.
    private static let shops = MaskingWords("门面 面 门店 商铺 店铺 店面 铺面 窗口 档口 门市 柜台 商户 超市 号窗口")

    /// Numbers with the parts of a building they count, one after the other.
    private func pieces(at index: Int) -> (end: Int, pieces: Int, hasDoor: Bool)? {
        var (place, pieces, hasDoor, last) = (index, 0, false, Part.building)
        while pieces < 6, let (next, part) = piece(at: place) {
            if part == .number, pieces == 0 { return nil }
            (place, pieces, last) = (next, pieces + 1, part)
            hasDoor = hasDoor || part == .door || part == .gate && pieces > 1
            while place - next < 2, isPieceGap(at(place)), piece(at: place + 1) != nil || isNumeral(place + 1)
            {
                place += 1
            }
        }
        guard pieces > 0 else { return nil }
        // The door's number may stand without a word for it: `2单元501`.
        if pieces > 1 && last != .door && last != .number || !hasDoor && last == .building,
            let end = bareDoor(at: place)
        {
            return (end, pieces, true)
        }
        return (place, pieces, hasDoor)
    }

    private func isPieceGap(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "-", "–", "—", ",", "，", "/", "·": true
        default: false
        }
    }

    private func bareDoor(at start: Int) -> Int? {
        var end = start
        while isDigit(end) || isLatin(end), end - start < 7 { end += 1 }
        guard (3...5).contains(end - start), isDigit(start), !MaskingPage.counted.contains(at(end)) else {
            return nil
        }
        return has("室", at: end) || has("房", at: end) ? end + 1 : end
    }

    private static let counted = MaskingLetters("套家间处条张多余平米元个户人年月万亿名米块%.:：㎡点分路次辆台件㎡度月日")

    /// What a number counts in an address.
    private enum Part { case building, floor, door, gate, number }

    /// A number and the part of a building it counts.
    private func piece(at index: Int) -> (end: Int, part: Part)? {
        var end = index
        while isPlaceNumber(end), end - index < 6 { end += 1 }
        guard end > index else { return nil }
        let length = end - index
        if at(end) == " " { end += 1 }
        guard let next = MaskingPage.parts.end(in: plain, at: end) else {
            // `3#501`: the mark for a building is its word.
            return plain[end - 1] == "#" && length > 1 && isDigit(end) ? (end, .building) : nil
        }
        switch plain[next - 1] {
        case "室", "户", "房":
            // Households and rooms are also counted: a door has three digits or more, and nobody after it.
            let isRoom = plain[next - 1] == "室" || length >= 3 && (index..<index + length).allSatisfy(isDigit)
            guard isRoom, MaskingPage.households.end(in: plain, at: next) == nil else { return nil }
            return (next, plain[next - 1] == "户" ? .gate : .door)
        case "层", "梯": return (next, .floor)
        case "门": return (next, .gate)
        case "号": return (next, .number)
        default: return (next, .building)
        }
    }

    private static let parts = MaskingWords(
        "号楼 号院 号房 号室 单元 栋 幢 座 楼 层 室 户 房 号 门 梯 號樓 號 單元 棟 #楼 #栋 号栋 号单元 门栋")
    private static let households = MaskingWords(
        "人 东 屋 居民 村民 住户 家庭 群众 主 型 内 地产 产 价 租 两厅 一厅 二厅 改 间 以上 左右 业主 拆迁 的业主")

    private func has(_ scalar: Unicode.Scalar, at index: Int) -> Bool { at(index) == scalar }

    /// `小区3-2-501`, and three numbers behind anything that is no date.
    private func dashed(at index: Int) -> MaskingEdit? {
        var (place, groups, length, longest) = (index, 1, 0, 0)
        while place - index < 16 {
            if isDigit(place) || isLatin(place) {
                (place, length) = (place + 1, length + 1)
            } else if MaskingPage.isDoorDash(at(place)), isDigit(place + 1), length > 0 {
                longest = max(longest, length)
                (place, groups, length) = (place + 1, groups + 1, 0)
            } else {
                break
            }
        }
        guard groups >= 2, groups <= 4, (3...4).contains(length), longest <= (groups > 2 ? 2 : 3),
            !isPublic(index)
        else {
            return nil
        }
        let isAddress =
            (groups >= 3 ? isHan(index - 1) : followsBuilding(index))
            && !follows(MaskingPage.noDoors, at: index)
        guard isAddress, !MaskingPage.counted.contains(at(place)), at(place) != "号", at(place) != "-" else {
            return nil
        }
        return MaskingEdit(
            .address, index..<place + (has("室", at: place) || has("房", at: place) ? 1 : 0), "**")
    }

    private static let noDoors = MaskingWords("第 年 月 日 时间 从 到 至 电话 热线 编号 号码 规范 标准 条 版 型号 图 文号 热线电话 宗地 地块")

    private static func isDoorDash(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", "–", "—", "−", "‐", "‑", "#", "/", "~": true
        default: false
        }
    }

    private func isPlaceNumber(_ index: Int) -> Bool {
        guard index >= 0, index < count else { return false }
        return digits[index] >= 0 || sorts[index] == .latin || ["十", "百", "#"].contains(plain[index])
    }

    private func followsBuilding(_ index: Int) -> Bool { MaskingPage.homes.ends(in: plain, before: index) }

    private static let homes = MaskingWords(
        "小区 小區 花园 公寓 家园 新村 宿舍 苑 府 城 庭 号 栋 幢 座 单元 楼 湾 号院 大厦 里 家属院 社区 園 园 居 阁 轩 郡 墅 邸 院 寓 岸 坊 都 "
            + "广场 国际 # 期 大院 区 公馆 名邸 华庭 山庄 嘉园 安置房 廉租房 公租房 棟")

    /// Whether the building is named as a public one.
    private func isPublic(_ index: Int) -> Bool {
        let from = max(0, index - 10)
        return (from..<index).contains {
            MaskingPage.publicBuildings.end(in: plain, at: $0).map { $0 <= index } ?? false
        }
    }

    private static let publicBuildings = MaskingWords(
        "政府 大厅 医院 办公 法院 派出所 学校 中心 教室 会议室 办事处 机关 局 委员会 检察院 图书馆 学院 银行 大学 中学 小学 仲裁 车站 机场 地铁 门诊")

    /// The number of a house in a village, which is a household: `村3组45号` becomes `村3组**号`.
    private func farmhouse(at index: Int) -> MaskingEdit? {
        var end = index
        while isPlaceNumber(end), end - index < 5 { end += 1 }
        guard has("号", at: end), MaskingPage.parts.end(in: plain, at: end) == end + 1,
            MaskingPage.hamlets.ends(in: plain, before: index) || isVillage(before: index),
            MaskingPage.noFarms.end(in: plain, at: end + 1) == nil
        else { return nil }
        return MaskingEdit(.address, index..<end, "**")
    }

    private func isVillage(before index: Int) -> Bool {
        at(index - 1) == "村" && isHan(index - 2) && !MaskingPage.estates.ends(in: plain, before: index)
    }

    private static let hamlets = MaskingWords("组 村民小组 小组 屯 队 生产队 大队 自然村 社 庄 村附 組")
    private static let estates = MaskingWords("新村 公村 一村 二村 三村 四村 五村 六村 七村 八村 九村 十村 城中村 农民新村 度假村 工人村")
    private static let noFarms = MaskingWords("线 路 桥 楼 栋 井 杆 台区 公交 地块 鱼塘 煤矿 文件 门面 机组 变压器 泵 闸 库 坝 至 -")

    /// Where somebody says that they live: there the street number goes too.
    func home(at index: Int) -> MaskingEdit? {
        guard let start = MaskingPage.homeLabels.end(in: plain, at: index) else { return nil }
        var place = start
        while place < min(count, start + 40), !MaskingPage.isSentenceEnd(plain[place]) {
            if isDigit(place), !isDigit(place - 1), let (end, part) = piece(at: place), part == .number,
                MaskingPage.noFarms.end(in: plain, at: end) == nil,
                !MaskingPage.brackets.contains(at(place - 1))
            {
                let last = pieces(at: end)?.end ?? bareDoor(at: end) ?? end
                return MaskingEdit(.address, place..<last, last > end ? "**号**" : "**号")
            }
            if isDigit(place), !isDigit(place - 1), room(at: place) != nil { return nil }
            place += 1
        }
        return nil
    }

    /// What stands before the number of a paper: `〔2018〕12号`.
    private static let brackets = MaskingLetters(")]〕】〉》第")
    private static let homeLabels = MaskingWords(
        "家庭住址 家庭地址 现住址 住址 家住 我住 住在 我家在 户籍地址 居住地址 收货地址 居住在 家里在 租住在 租住 现居 户籍所在地")

    private static func isSentenceEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "。", "!", "?", ";", "！", "？", "；", "\n", "，", ",": true
        default: false
        }
    }
}
