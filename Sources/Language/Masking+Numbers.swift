extension MaskingPage {
    /// A telephone, identity or bank card number that begins with the group of digits at `index`.
    ///
    /// - Parameter follows: Whether a telephone number ended just before.
    func number(at index: Int, follows isNext: Bool = false) -> MaskingEdit? {
        guard isDigit(index), !isDigit(index - 1) || isNumeral(index) != isNumeral(index - 1) else {
            return nil
        }
        let run = run(at: index)
        guard run.count >= 7, !isHarmless(index, run) else { return nil }
        let isPhone = isNext || follows(MaskingPage.phoneLabels, at: index)
        // Asked once, not for each number of groups: of `3-3-3-` every digit begins a run of two dozen.
        let isCard = run.count >= 14 && follows(MaskingPage.cardLabels, at: index)
        let isBank = run.count >= 12 && follows(MaskingPage.bankLabels, at: index)
        // The most groups first: a card of nineteen digits begins like one of sixteen.
        for count in (1...run.groups).reversed() where run.total(count) >= 7 {
            let end = index + run.offset(count - 1)
            if let text = mobile(run, count) { return MaskingEdit(.phone, index..<end, text) }
            if let text = card(run, count, isCard) { return MaskingEdit(.identity, index..<end, text) }
            if let text = bankCard(run, count, isBank) { return MaskingEdit(.bankCard, index..<end, text) }
            if let text = landline(run, count, isPhone) {
                return isPublicLine(index) ? nil : MaskingEdit(.phone, index..<afterExtension(end), text)
            }
        }
        return isPhone ? misspelled(run, index) : nil
    }

    /// Whether the words before a landline say that it is an office's, for everybody to call.
    private func isPublicLine(_ index: Int) -> Bool {
        var (place, isPublic) = (index - 1, author == .unit)
        while place >= 0, index - place <= 18 {
            switch plain[place] {
            case "。", "!", "?", ";", "\n": return isPublic
            case "您", "你", "其", "他", "她",
                "人" where author == .unit && at(place - 1) != "系":
                return false
            case "我", "家", "民", "主", "友": return isPublic
            case ",": if index - place > 8 { return isPublic }
            default: break
            }
            isPublic =
                isPublic || MaskingPage.publicLines.end(in: plain, at: place).map { $0 <= index } ?? false
            place -= 1
        }
        return isPublic
    }

    private static let publicLines = MaskingWords(
        "咨询 热线 客服 举报 监督 投诉 服务 办公 值班 窗口 中心 局 科 处 站 所 公司 医院 学校 大厅 致电 查询 报修电话 政府 街道 社区 村委 居委 大队 支队 传真 客户 营业 "
            + "股 办 委员会 管理 hotline office service")

    /// Amounts, and numbers that say they are something else.
    private func isHarmless(_ index: Int, _ run: MaskingDigits) -> Bool {
        if run.size(0) <= 13, MaskingPage.units.end(in: plain, at: index + run.offset(0)) != nil {
            return true
        }
        if index > 0, "¥￥$€£".unicodeScalars.contains(plain[index - 1]) { return true }
        return follows(MaskingPage.ownNumbers, at: index) && !follows(MaskingPage.personNumbers, at: index)
    }

    static let phoneLabels = MaskingWords(
        "宅电 电话 座机 固话 联系方式 致电 来电 tel 拨打 phone 手机 mobile 热线 传真 fax 联系我 呼叫 号码 短信 ☎ 📞 📱 ☏")
    private static let units = MaskingWords("元 万 亿 块 人次 人民币 美元 吨 平方 立方 公里 千瓦 度 ㎡ 平米 米 公斤 千克 户 人 %")
    private static let ownNumbers = MaskingWords(
        "单号 编号 流水 流水号 工单 订单 文号 序号 票号 编码 代码 案号 受理号 查询码 查询号 追踪码 网格 事项 户号 表号 批次 合同 快递 运单 信访件 "
            + "no. no number id version 条码 设备号 机身号 条形码")
    private static let personNumbers = MaskingWords(
        """
        身份证编 身份证编号 证件编号 证件代码 phone_number phone_no tel_no mobile_no mobile_number \
        contact_number card_number id_number card_no phone_no. tel_no. 证件号 卡号 id_no id_no. cell_number \
        telephone_number personal_id identity_number
        """)

    private func mobile(_ run: MaskingDigits, _ count: Int) -> String? {
        let total = run.total(count)
        guard (11...15).contains(total) else { return nil }
        let skipped = total - 11
        guard run.values[skipped] == 1, (3...9).contains(run.values[skipped + 1]), !run.hasLetter(total),
            MaskingPage.prefixes.contains(where: { isPrefix($0, of: run) && $0.count == skipped }),
            run.isOneNumber(count, skipping: skipped, shapes: MaskingPage.mobileShapes)
        else { return nil }
        let prefix = skipped == 0 ? "" : run.text(0..<skipped) + " "
        return prefix + run.text(skipped..<skipped + 3) + "****" + run.text(total - 4..<total)
    }

    private func isPrefix(_ prefix: [UInt8], of run: MaskingDigits) -> Bool {
        prefix.indices.allSatisfy { run.values[$0] == prefix[$0] }
    }

    /// What may stand before a mobile number: nothing, the zero of long distance, the country.
    private static let prefixes: [[UInt8]] = [[], [0], [8, 6], [8, 6, 0], [0, 0, 8, 6]]
    private static let mobileShapes = [
        [3, 4, 4], [3, 3, 5], [3, 8], [4, 4, 3], [5, 6], [6, 5], [7, 4], [3, 4, 2, 2], [3, 2, 2, 2, 2],
        [3, 5, 3], [3, 3, 3, 2], [1, 3, 3, 4], [2, 3, 3, 3], [4, 3, 4], [3, 2, 3, 3], [1, 2, 4, 4],
        [2, 4, 5], [4, 7], [8, 3], [3, 1, 3, 4], [2, 3, 2, 4],
    ]

    /// Identity cards: 18 places with the date of birth in the middle, or the 15 of old ones. A number that
    /// is said to be one need not be right.
    private func card(_ run: MaskingDigits, _ count: Int, _ isLabelled: Bool) -> String? {
        let total = run.total(count)
        guard (14...20).contains(total) else { return nil }
        let isWhole = (total == 18 || total == 15) && isDated(run, total)
        guard isWhole || (count == 1 || total == 18) && isLabelled,
            run.isOneNumber(count, shapes: MaskingPage.cardShapes)
        else { return nil }
        return run.text(0..<3) + String(repeating: "*", count: total - 5) + run.text(total - 2..<total)
    }

    private static let cardShapes = [
        [6, 8, 4], [6, 4, 4, 4], [6, 6, 3], [3, 3, 4, 4, 4], [4, 4, 4, 4, 2], [14, 4], [6, 12], [10, 8],
        [6, 4, 2, 2, 4], [4, 4, 4, 6], [10, 4, 4], [8, 4, 6], [12, 6], [3, 3, 8, 4], [6, 9],
    ]
    private static let cardLabels = MaskingWords("身份证 身份證 身份号 证件 证件号 idcard id_card 社保卡 社保 医保卡 医保号 公民身份号")

    private func isDated(_ run: MaskingDigits, _ total: Int) -> Bool {
        let digits = run.values
        // The first two are the province: 11–65, 71, 81–83; 91 are companies.
        let province = digits[0] * 10 + digits[1]
        guard (11...65).contains(province) || [71, 81, 82, 83].contains(province) else { return false }
        if total == 18, !(18...20).contains(digits[6] * 10 + digits[7]) { return false }
        let day = total == 18 ? 10 : 8
        return (1...12).contains(digits[day] * 10 + digits[day + 1])
            && (1...31).contains(digits[day + 2] * 10 + digits[day + 3])
    }

    private func bankCard(_ run: MaskingDigits, _ count: Int, _ isLabelled: Bool) -> String? {
        let total = run.total(count)
        guard (12...19).contains(total), !run.hasLetter(total) else { return nil }
        let first = run.values[0]
        let isIssued = first == 6 && run.values[1] == 2 || (3...6).contains(first) && total == 16
        let isGrouped = count > 1 && (0..<count - 1).allSatisfy { run.size($0) == 4 }
        guard isLabelled || total >= 16 && isIssued && (isGrouped || MaskingPage.passesLuhn(run, total)),
            isGrouped || run.isOneNumber(count, shapes: MaskingPage.bankShapes)
        else { return nil }
        return run.text(0..<4) + String(repeating: "*", count: total - 8) + run.text(total - 4..<total)
    }

    private static let bankShapes = [
        [6, 13], [6, 10], [8, 8], [6, 4, 4, 5], [6, 6, 7], [4, 15], [4, 12],
    ]
    private static let bankLabels = MaskingWords("卡 账 账户 帐 帐户 银行 存折 支付宝 账号 帐号 卡号 card")

    /// The check of ISO/IEC 7812-1, annex B.
    private static func passesLuhn(_ run: MaskingDigits, _ total: Int) -> Bool {
        var (sum, isDoubled) = (0, false)
        for place in (0..<total).reversed() {
            let value = Int(run.values[place]) * (isDoubled ? 2 : 1)
            sum += value > 9 ? value - 9 : value
            isDoubled.toggle()
        }
        return sum % 10 == 0
    }

    private func landline(_ run: MaskingDigits, _ count: Int, _ isLabelled: Bool) -> String? {
        let total = run.total(count)
        guard (7...16).contains(total), !run.hasLetter(total) else { return nil }
        for prefix in MaskingPage.countries where total >= prefix.count + 9 && isPrefix(prefix, of: run) {
            // After the code of the country the zero of the area code is left out.
            let isWhole = run.values[prefix.count] == 0
            guard isWhole || !prefix.isEmpty, isLandlineLong(run, from: prefix.count, total, isWhole) else {
                continue
            }
            let text = (isWhole ? "" : "0") + run.text(prefix.count..<total)
            guard let (area, local) = PhoneNumber.landline(text) else { continue }
            var sizes = (0..<count).map(run.size)
            if sizes[0] == prefix.count { sizes.removeFirst() } else { sizes[0] -= prefix.count }
            let isLandline = isLandline(sizes, area: isWhole ? area.count : area.count - 1, local.count)
            return isLandline || run.isUnbroken(count) ? "\(area)-****\(local.suffix(4))" : nil
        }
        guard isLabelled, total == 7 || total == 8, (2...8).contains(run.values[0]),
            MaskingPage.localShapes.contains((0..<count).map(run.size))
        else { return nil }
        return "****" + run.text(total - 4..<total)
    }

    /// Whether the digits may be an area code of two or three after its zero, and seven or eight more: looked
    /// at before anything is made of them.
    private func isLandlineLong(_ run: MaskingDigits, from start: Int, _ total: Int, _ isWhole: Bool) -> Bool
    {
        let digits = total - start - (isWhole ? 1 : 0)
        return (9...11).contains(digits) && run.values[start + (isWhole ? 1 : 0)] > 0
    }

    private static let localShapes = [
        [7], [8], [3, 4], [4, 4], [4, 3], [2, 2, 2, 2], [3, 2, 2], [3, 3, 2], [2, 3, 2], [2, 3, 3],
    ]

    /// Whether the groups are those of an area code and a local number.
    private func isLandline(_ sizes: [Int], area: Int, _ local: Int) -> Bool {
        if sizes.allSatisfy({ $0 == 1 }) || sizes == [area + local] || sizes == [area + local - 4, 4] {
            return true
        }
        let rest = Array(sizes.dropFirst())
        return sizes.first == area && rest.reduce(0, +) == local && MaskingPage.localShapes.contains(rest)
    }

    private static let countries: [[UInt8]] = [[0, 0, 8, 6], [8, 6], []]

    /// A number after the word for telephone that has a digit too few or too many.
    private func misspelled(_ run: MaskingDigits, _ index: Int) -> MaskingEdit? {
        let total = run.size(0)
        guard (10...13).contains(total), run.values[0] == 1 && (3...9).contains(run.values[1]) else {
            return nil
        }
        return MaskingEdit(
            .phone, index..<index + run.offset(0), run.text(0..<3) + "****" + run.text(total - 3..<total))
    }

    /// Past `转802`, `-802` or `ext 802`, which are dropped with the number.
    private func afterExtension(_ index: Int) -> Int {
        guard let start = MaskingPage.extensions.end(in: plain, at: index), isNumeral(start) else {
            return index
        }
        var end = start
        while isNumeral(end), end - start <= 6 { end += 1 }
        return end - start <= 6 ? end : index
    }

    private static let extensions = MaskingWords("转分机 转 分机 - – — ext. ext x _转 _转分机 _ext # ,转 ，转 (转 （转")
}
