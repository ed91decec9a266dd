extension MaskingPage {
    /// Digits that belong together, with what separates them.
    struct NumberRun {
        /// One group for each unbroken row of digits of one script.
        var groups: [Group] = []

        struct Group {
            var digits: String
            var range: Range<Int>
            /// What stands between this group and the one before it.
            var separator: String
        }

        func digits(_ count: Int) -> String { groups.prefix(count).map(\.digits).joined() }
        func sizes(_ count: Int) -> [Int] { groups.prefix(count).map(\.digits.count) }

        /// Whether the first groups look like one number: a usual grouping, or one and the same separator.
        func isOneNumber(_ count: Int, shapes: [[Int]]) -> Bool {
            let sizes = sizes(count)
            if count == 1 || shapes.contains(sizes) { return true }
            let separators = Set(groups[1..<count].map(\.separator))
            return separators.count == 1 && (sizes[0] >= 3 || sizes.allSatisfy { $0 <= 2 })
        }
    }

    /// A telephone, identity or bank card number that begins with the group of digits at `index`.
    func number(at index: Int) -> MaskingEdit? {
        guard isDigit(index), !isDigit(index - 1) || isChinese(index) != isChinese(index - 1) else {
            return nil
        }
        let run = run(at: index)
        guard run.digits(run.groups.count).count >= 7, !isHarmless(index, run) else { return nil }
        // The most groups first: a card of nineteen digits begins like one of sixteen.
        for count in (1...run.groups.count).reversed() {
            let end = run.groups[count - 1].range.upperBound
            if let text = mobile(run, count) ?? card(run, count) ?? bankCard(run, count, index) {
                return MaskingEdit(range: index..<end, replacement: text)
            }
            if let text = landline(run, count, index) {
                return MaskingEdit(range: index..<afterExtension(end), replacement: text)
            }
        }
        return nil
    }

    private func isChinese(_ index: Int) -> Bool { isDigit(index) && !isNumeral(index) }

    private func run(at start: Int) -> NumberRun {
        var run = NumberRun()
        var (index, separator, total) = (start, "", 0)
        while index < count, total < 40 {
            let from = index
            var digits = ""
            while isDigit(index), isChinese(index) == isChinese(from), total < 40 {
                digits.append(String(self.digits[index]))
                (index, total) = (index + 1, total + 1)
            }
            // The check digit of an identity card may be the letter X.
            if index < count, plain[index] == "x" || scalars[index] == "×", !isLatin(index + 1),
                !isDigit(index + 1),
                run.digits(run.groups.count).count + digits.count == 17
            {
                digits.append("X")
                index += 1
            }
            run.groups.append(NumberRun.Group(digits: digits, range: from..<index, separator: separator))
            separator = ""
            var next = index
            while next < count, next - index < 3, let kind = MaskingPage.separator(plain[next]) {
                separator += kind
                next += 1
            }
            guard isDigit(next) else { break }
            index = next
        }
        return run
    }

    /// Spaces and marks people put between digits; invisible ones count as nothing.
    private static func separator(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case " ", "\t": " "
        case "-", "‐", "‑", "–", "—", "―", "－", "_", "~": "-"
        case ".", "·", "•", "。", "．", "・": "."
        case "(", ")", "（", "）", "*", "/", "\\", "|": String(scalar)
        default: Letters.sort(scalar) == .mark ? "" : nil
        }
    }

    /// Amounts, and numbers that say they are something else.
    private func isHarmless(_ index: Int, _ run: NumberRun) -> Bool {
        let end = run.groups[0].range.upperBound
        let counted = ["元", "万", "亿", "块", "人次", "人民币", "美元", "吨", "平方", "立方", "公里", "千瓦", "度"]
        if counted.contains(where: { has($0, at: end) }), run.groups[0].digits.count <= 13 { return true }
        if index > 0, "¥￥$€£".unicodeScalars.contains(plain[index - 1]) { return true }
        let own = [
            "单号", "编号", "流水", "工单", "订单", "文号", "序号", "票号", "编码", "代码", "案号", "受理号", "查询",
            "追踪", "网格", "number", "no.", "no", "id", "事项", "户号", "表号", "批次", "合同",
        ]
        return follows(own, at: index) && !follows(["身份证编", "身份证号"], at: index)
    }

    private func mobile(_ run: NumberRun, _ count: Int) -> String? {
        let shapes = [
            [3, 4, 4], [3, 3, 5], [3, 8], [4, 4, 3], [5, 6], [6, 5], [7, 4], [3, 4, 2, 2], [3, 2, 2, 2, 2],
        ]
        let all = run.digits(count)
        for prefix in ["0086", "86", "0", ""] where all.hasPrefix(prefix) {
            let number = all.dropFirst(prefix.count)
            guard PhoneNumber.isMobile(number) else { continue }
            let isOwnGroup = !prefix.isEmpty && run.groups[0].digits == prefix
            var rest = run
            if isOwnGroup { rest.groups.removeFirst() }
            let withPrefix = shapes.map { shape in
                isOwnGroup || prefix.isEmpty ? shape : [shape[0] + prefix.count] + shape.dropFirst()
            }
            guard rest.isOneNumber(count - (isOwnGroup ? 1 : 0), shapes: withPrefix) else { continue }
            return (prefix.isEmpty ? "" : prefix + " ") + "\(number.prefix(3))****\(number.suffix(4))"
        }
        return nil
    }

    /// Identity cards: 18 places with the date of birth in the middle, or the 15 of old ones.
    private func card(_ run: NumberRun, _ count: Int) -> String? {
        let text = run.digits(count)
        guard text.count == 18 || text.count == 15,
            run.isOneNumber(count, shapes: [[6, 8, 4], [6, 4, 4, 4], [6, 6, 3]])
        else { return nil }
        let digits = text.utf8.map { Int($0) - 48 }
        // The first two are the province: 11–65, 71, 81–83.
        guard
            (11...65).contains(digits[0] * 10 + digits[1])
                || [71, 81, 82, 83].contains(digits[0] * 10 + digits[1])
        else { return nil }
        let day = text.count == 18 ? 10 : 8
        if text.count == 18 {
            guard [18, 19, 20].contains(digits[6] * 10 + digits[7]) else { return nil }
        }
        let (month, date) = (digits[day] * 10 + digits[day + 1], digits[day + 2] * 10 + digits[day + 3])
        guard (1...12).contains(month), (1...31).contains(date) else { return nil }
        return text.prefix(3) + String(repeating: "*", count: text.count - 5) + text.suffix(2)
    }

    private func bankCard(_ run: NumberRun, _ count: Int, _ index: Int) -> String? {
        let text = run.digits(count)
        guard (12...19).contains(text.count), !text.contains("X") else { return nil }
        let isNamed = follows(["卡", "账", "账户", "帐", "帐户", "银行", "存折", "支付宝"], at: index)
        let groups = run.sizes(count)
        let isGrouped = count > 1 && groups.dropLast().allSatisfy { $0 == 4 }
        let isIssued =
            text.hasPrefix("62") || ["3", "4", "5", "6"].contains(text.prefix(1)) && text.count == 16
        guard count == 1 || isGrouped || run.isOneNumber(count, shapes: []) else { return nil }
        let isCard = text.count >= 16 && isIssued && (MaskingPage.passesLuhn(text) || isGrouped)
        guard isNamed || isCard else { return nil }
        return text.prefix(4) + String(repeating: "*", count: text.count - 8) + text.suffix(4)
    }

    /// The check of ISO/IEC 7812-1, annex B.
    private static func passesLuhn(_ digits: String) -> Bool {
        var sum = 0
        for (place, byte) in digits.utf8.reversed().enumerated() {
            let digit = Int(byte) - 48
            let doubled = digit * 2
            sum += place % 2 == 0 ? digit : (doubled > 9 ? doubled - 9 : doubled)
        }
        return sum % 10 == 0
    }

    private func landline(_ run: NumberRun, _ count: Int, _ index: Int) -> String? {
        let text = run.digits(count)
        if let (area, local) = PhoneNumber.landline(text) {
            let shape = [[area.count, local.count], [area.count, 4, 4], [area.count, 3, 4], [text.count]]
            return shape.contains(run.sizes(count)) ? "\(area)-****\(local.suffix(4))" : nil
        }
        let labels = ["电话", "座机", "固话", "联系方式", "致电", "来电", "tel", "拨打", "phone", "手机"]
        guard text.count == 7 || text.count == 8, let first = text.first, ("2"..."8").contains(first),
            [[7], [8], [3, 4], [4, 4]].contains(run.sizes(count)), count == run.groups.count,
            follows(labels, at: index)
        else { return nil }
        return "****\(text.suffix(4))"
    }

    /// Past `转802`, `-802` or `ext 802`, which are dropped with the number.
    private func afterExtension(_ index: Int) -> Int {
        let marks = ["转分机", "转", "分机", "-", "ext.", "ext", "x", " 转", " ext"]
        guard let start = end(ofAny: marks, at: index), isNumeral(start) else { return index }
        var end = start
        while isNumeral(end) { end += 1 }
        return end - start <= 6 ? end : index
    }
}
