extension MaskingPage {
    /// A number plate: province, letter, five places or the six of new-energy cars, with or without a dot.
    func plate(at index: Int) -> MaskingEdit? {
        var letter = index + 1
        if !MaskingPage.provinces.contains(plain[index]) {
            // A plate without its province, after the word for it.
            guard isLatin(index), !isLatin(index - 1), !isNumeral(index - 1),
                follows(MaskingPage.plateLabels, at: index)
            else { return nil }
            letter = index
        } else if at(letter) == " " {
            letter += 1
        }
        guard isLatin(letter), !isLatin(letter + 1) || !isLatin(letter + 2) || !isLatin(letter + 3) else {
            return nil
        }
        var first = letter + 1
        while first - letter < 3, MaskingPage.isPlateDot(at(first)) { first += 1 }
        let (end, places, numerals) = platePlaces(from: first)
        guard places >= 5, numerals >= 2, !isLatin(end), !isNumeral(end) else { return nil }
        return MaskingEdit(
            .plate, letter + 1..<end, String(repeating: "*", count: places))
    }

    /// The places after the letter and its dot; a space or a dot may stand once among them.
    private func platePlaces(from first: Int) -> (end: Int, places: Int, numerals: Int) {
        var (index, places, numerals, gaps) = (first, 0, 0, 0)
        while places < 6 {
            if isDigit(index) || isLatin(index) {
                // A Chinese numeral ends the plate where it begins the next word: `京A12345一辆`.
                if places == 5, isDigit(index), !isNumeral(index), isNumeral(first) { break }
                numerals += isDigit(index) ? 1 : 0
                places += 1
            } else if places > 0, places < 5, gaps < 5, MaskingPage.isPlateDot(at(index)),
                isNumeral(index + 1) || isLatin(index + 1)
            {
                gaps += 1
            } else {
                break
            }
            index += 1
        }
        if places == 4, index < count, "警学挂港澳领使临".unicodeScalars.contains(plain[index]) {
            return (index + 1, 5, numerals)
        }
        return (index, places, numerals)
    }

    private static let provinces = MaskingLetters("京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊")
    private static let plateLabels = MaskingWords("车牌 車牌 牌照 车牌照 plate 号牌 车号")

    private static func isPlateDot(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "·", ".", "-", "•", "・", " ", "。", "—", "–", "●", "_", "．", "▪", "‧", "∙": true
        default: false
        }
    }

    /// Passports and the permits of Hong Kong, Macao and Taiwan: a letter or two and seven to nine digits.
    func passport(at index: Int) -> MaskingEdit? {
        guard isLatin(index) || isNumeral(index), !isLatin(index - 1), !isNumeral(index - 1) else {
            return nil
        }
        var start = index
        while isLatin(start), start - index < 3 { start += 1 }
        var (end, places) = (start, 0)
        while places <= 10 {
            if isNumeral(end) {
                places += 1
            } else if !(at(end) == " " && isNumeral(end + 1)) {
                break
            }
            end += 1
        }
        guard (7...10).contains(places), !isLatin(end), start - index <= 2 else { return nil }
        let isUsual =
            places == 8 && ["e", "g"].contains(plain[index]) && start - index == 1 && end - start == 8
        let isNew = places == 7 && plain[index] == "e" && start - index == 2 && end - start == 7
        guard isUsual || isNew || follows(MaskingPage.passportLabels, at: index) else { return nil }
        let shown = String(String.UnicodeScalarView(scalars[index..<max(start, index + 1)]))
        return MaskingEdit(.passport, index..<end, shown + "******")
    }

    private static let passportLabels = MaskingWords(
        "护照 護照 通行证 回乡证 台胞证 居留证 居住证 军官证 士兵证 驾驶证 驾照 档案编号 学籍 准考证 社保卡 医保卡 残疾证 passport permit 证件")
}
