extension MaskingPage {
    /// A number plate: province, letter, five places or the six of new-energy cars, with or without a dot.
    func plate(at index: Int) -> MaskingEdit? {
        var letter = index + 1
        if !MaskingPage.provinces.contains(scalars[index]) {
            // A plate without its province, after the word for it.
            guard isLatin(index), !isLatin(index - 1), !isNumeral(index - 1),
                follows(["车牌", "牌照", "车牌照", "plate"], at: index)
            else { return nil }
            letter = index
        }
        guard isLatin(letter), !isLatin(letter + 1) || !isLatin(letter + 2) || !isLatin(letter + 3) else {
            return nil
        }
        var place = letter + 1
        while place < count, place - letter < 3, MaskingPage.plateDots.contains(plain[place]) { place += 1 }
        let first = place
        var numerals = 0
        while place < count, place - first < 6, isDigit(place) || isLatin(place) {
            // A Chinese numeral ends the plate where it begins the next word: `京A12345一辆`.
            if place - first == 5, isDigit(place), !isNumeral(place), isNumeral(first) { break }
            numerals += isDigit(place) ? 1 : 0
            place += 1
        }
        if place - first == 4, place < count, "警学挂港澳领使".unicodeScalars.contains(scalars[place]) { place += 1 }
        guard place - first >= 5, numerals >= 2, !isLatin(place), !isNumeral(place) else { return nil }
        return MaskingEdit(
            range: letter + 1..<place, replacement: String(repeating: "*", count: place - first))
    }

    private static let provinces = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".unicodeScalars)
    private static let plateDots: Set<Unicode.Scalar> = ["·", ".", "-", "•", "・", " ", "。", "—"]

    /// A door within a building: `…号3栋2单元501室` becomes `…号**`. Street numbers and buildings alone stay,
    /// since most concerns happen at one.
    func room(at index: Int) -> MaskingEdit? {
        guard isPlaceNumber(index), !isPlaceNumber(index - 1), !isLatin(index - 1) else { return nil }
        if let edit = dashed(at: index) { return edit }
        var (place, pieces, hasDoor, last) = (index, 0, false, "")
        while let (next, unit) = piece(at: place) {
            if unit == "号", pieces == 0 { return nil }
            (place, pieces, last) = (next, pieces + 1, unit)
            hasDoor = hasDoor || ["室", "户", "房", "号房", "号室", "门"].contains(unit)
            while place < count, [" ", "-"].contains(plain[place]), piece(at: place + 1) != nil {
                place += 1
            }
        }
        // The door's number may stand without a word for it: `2单元501`.
        if pieces > 0, !hasDoor, !["层", "梯", "门"].contains(last) {
            var end = place
            while isNumeral(end) || isLatin(end) { end += 1 }
            let isCounted = end < count && "多余平米元个户人年月万亿名米块%.".unicodeScalars.contains(plain[end])
            if (3...5).contains(end - place), !isCounted { (place, hasDoor) = (end, true) }
        }
        guard pieces > 0, hasDoor, pieces > 1 || followsBuilding(index) else { return nil }
        return MaskingEdit(range: index..<place, replacement: "**")
    }

    /// A number and the part of a building it counts.
    private func piece(at index: Int) -> (end: Int, unit: String)? {
        var end = index
        while isPlaceNumber(end), end - index < 6 { end += 1 }
        guard end > index else { return nil }
        if end < count, plain[end] == " " { end += 1 }
        let units = ["号楼", "号院", "号房", "号室", "单元", "栋", "幢", "座", "楼", "层", "室", "户", "房", "号", "门", "梯"]
        guard let unit = units.first(where: { has($0, at: end) }) else { return nil }
        // Households and rooms are also counted: a door has three digits or more, and nobody after it.
        if ["户", "房"].contains(unit) {
            let counted = ["人", "东", "屋", "居民", "村民", "住户", "家庭", "群众"].contains { has($0, at: end + 1) }
            if counted || end - index < 3 || !(index..<end).allSatisfy(isDigit) { return nil }
        }
        return (end + unit.unicodeScalars.count, unit)
    }

    /// `小区3-2-501`.
    private func dashed(at index: Int) -> MaskingEdit? {
        guard followsBuilding(index) else { return nil }
        var (place, groups, length) = (index, 1, 0)
        while place < count {
            if isNumeral(place) || isLatin(place) {
                (place, length) = (place + 1, length + 1)
            } else if plain[place] == "-", isNumeral(place + 1) {
                (place, groups, length) = (place + 1, groups + 1, 0)
            } else {
                break
            }
        }
        guard groups >= 2, (3...4).contains(length), piece(at: place - length)?.unit != "号" else {
            return nil
        }
        return MaskingEdit(range: index..<place + (has("室", at: place) ? 1 : 0), replacement: "**")
    }

    private func isPlaceNumber(_ index: Int) -> Bool {
        isDigit(index) || isLatin(index)
            || (index >= 0 && index < count && ["十", "百", "#"].contains(scalars[index]))
    }

    private func followsBuilding(_ index: Int) -> Bool {
        let homes = [
            "小区", "花园", "公寓", "家园", "新村", "宿舍", "苑", "府", "城", "庭", "号", "栋", "幢", "座", "单元", "楼", "湾",
            "号院", "大厦", "里", "家属院", "社区",
        ]
        return homes.contains { has($0, at: index - $0.unicodeScalars.count) }
    }

    /// Where somebody says that they live: there the street number goes too.
    func home(at index: Int) -> MaskingEdit? {
        let labels = ["家庭住址", "家庭地址", "现住址", "住址", "家住", "我住", "住在", "我家在", "户籍地址", "详细地址"]
        guard let start = end(ofAny: labels, at: index) else { return nil }
        var place = start
        while place < min(count, start + 40), !MaskingPage.sentenceEnds.contains(scalars[place]) {
            if isDigit(place), !isDigit(place - 1), let (end, unit) = piece(at: place), unit == "号" {
                var last = end
                while let (next, _) = piece(at: last) { last = next }
                while last > end, isNumeral(last) { last += 1 }
                return MaskingEdit(range: place..<last, replacement: last > end ? "**号**" : "**号")
            }
            if room(at: place) != nil { return nil }
            place += 1
        }
        return nil
    }

    private static let sentenceEnds = Set("。！？；!?;\n，,".unicodeScalars)

    /// E-mail addresses, and QQ or WeChat accounts that are named as such.
    func account(at index: Int) -> MaskingEdit? {
        guard isLatin(index) || isNumeral(index), !isMailbox(index - 1) else { return nil }
        var end = index
        while isMailbox(end) { end += 1 }
        if let edit = mail(index, end) { return edit }
        let isNumber = (index..<end).allSatisfy(isNumeral)
        if isNumber
            ? (5...12).contains(end - index) && follows(["qq", "扣扣", "微信"], at: index)
            : (6...20).contains(end - index)
                && follows(["微信", "wechat", "weixin", "vx", "wx", "qq"], at: index)
        {
            return MaskingEdit(range: index..<end, replacement: "\(scalars[index])***")
        }
        return nil
    }

    private func isMailbox(_ index: Int) -> Bool {
        isLatin(index) || isNumeral(index)
            || (index >= 0 && index < count && [".", "_", "-", "+", "%"].contains(plain[index]))
    }

    private func mail(_ start: Int, _ end: Int) -> MaskingEdit? {
        var at = end
        while at < count, at - end < 2, plain[at] == " " { at += 1 }
        guard at < count, plain[at] == "@" else { return nil }
        at += 1
        while at < count, plain[at] == " " { at += 1 }
        var (place, dot, last) = (at, false, at)
        while place < count, isMailbox(place) || plain[place] == "．" || plain[place] == "。" {
            if isLatin(place) || isNumeral(place) { last = place + 1 } else if place > at { dot = true }
            // A full stop in Chinese width ends the sentence unless letters follow.
            if plain[place] == "。", !isLatin(place + 1) { break }
            place += 1
        }
        guard dot, last > at else { return nil }
        return MaskingEdit(range: start..<end, replacement: "\(scalars[start])***")
    }
}
