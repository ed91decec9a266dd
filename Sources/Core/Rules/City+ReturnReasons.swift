extension City {
    /// Why units may send back now, in the order of the pack.
    public func returnReasons(at now: Moment) -> [RuleBook.Reason] {
        let today = calendar.date(of: now)
        return returnReasons.filter { $0.holds(on: today) }
    }

    /// The reason of this code, if it can be chosen now.
    public func returnReason(_ code: String, at now: Moment) -> RuleBook.Reason? {
        returnReasons(at: now).first { $0.code == code }
    }

    /// What a reason is called, also one that cannot be chosen any more; nil for one the city never had.
    public func nameOfReturnReason(_ code: String) -> LocalText? {
        returnReasons.first { $0.code == code }?.name
    }

    /// The reason for what a machine sends back without choosing one: the one its words begin with, else the
    /// first of the list.
    public func returnReason(for text: String, at now: Moment) -> RuleBook.Reason? {
        let reasons = returnReasons(at: now)
        let book = RuleBook(needsApproval: true, reasons: reasons, tossedFrom: 3, rulings: 1)
        let code = book.reason(of: text)
        return reasons.first { $0.code == code } ?? reasons.first
    }
}
