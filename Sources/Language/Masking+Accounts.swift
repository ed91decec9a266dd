extension MaskingPage {
    /// E-mail addresses, and QQ or WeChat accounts that are named as such.
    func account(at index: Int) -> MaskingEdit? {
        guard isLatin(index) || isNumeral(index), !isMailbox(index - 1) else { return nil }
        var end = index
        var isNumber = true
        while isMailbox(end) {
            isNumber = isNumber && isNumeral(end)
            end += 1
        }
        if let edit = mail(index, end) { return edit }
        // `vx` may stand right before its number.
        if let label = MaskingPage.gluedLabels.end(in: plain, at: index), (5...20).contains(end - label),
            (label..<end).contains(where: isNumeral)
        {
            return MaskingEdit(.account, label..<end, "\(scalars[label])***")
        }
        while end > index, !isLatin(end - 1), !isNumeral(end - 1), plain[end - 1] != "_" { end -= 1 }
        let isAccount =
            isNumber
            ? (5...12).contains(end - index) && follows(MaskingPage.numberLabels, at: index)
            : (5...20).contains(end - index) && follows(MaskingPage.nameLabels, at: index)
                && MaskingPage.nameLabels.end(in: plain, at: index) == nil
        return isAccount ? MaskingEdit(.account, index..<end, "\(scalars[index])***") : nil
    }

    private static let gluedLabels = MaskingWords("vx wx qq wechat weixin")
    private static let numberLabels = MaskingWords(
        """
        wechat weixin whatsapp telegram wechat_id 微信id qq q扣 扣扣 q号 微信 薇信 威信 v信 企鹅 qq群 群 \
        抖音 支付宝 微博 微 加v 加q vx wx tg
        """)
    private static let nameLabels = MaskingWords(
        """
        扣扣 企鹅 q号 wechat_id 微信id 微信 wechat weixin vx wx qq v信 薇信 威信 加v 加微 微 抖音 微博 \
        支付宝 whatsapp telegram line skype 推特 快手 小红书 v
        """)

    private func isMailbox(_ index: Int) -> Bool {
        guard index >= 0, index < count else { return false }
        switch sorts[index] {
        case .latin, .numeral: return true
        case .other:
            switch plain[index] {
            case ".", "_", "-", "+", "%": return true
            default: return false
            }
        case .han, .mark: return false
        }
    }

    private func mail(_ start: Int, _ end: Int) -> MaskingEdit? {
        var at = end
        while at < count, at - end < 2, plain[at] == " " { at += 1 }
        guard let domain = MaskingPage.ats.end(in: plain, at: at) else { return nil }
        at = domain
        while at < count, at - domain < 2, plain[at] == " " { at += 1 }
        var (place, dot, last) = (at, false, at)
        while place < count, place - at < 64, isMailbox(place) || plain[place] == "。" {
            if isLatin(place) || isNumeral(place) { last = place + 1 } else if place > at { dot = true }
            // A full stop in Chinese width ends the sentence unless letters follow.
            if plain[place] == "。", !isLatin(place + 1) { break }
            place += 1
        }
        guard dot, last > at else { return nil }
        return MaskingEdit(.account, start..<end, "\(scalars[start])***")
    }

    private static let ats = MaskingWords("@ (at) [at] （at） 【at】 {at} #at# _at_ 艾特 (@)")
}
