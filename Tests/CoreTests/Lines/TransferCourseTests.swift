import Core
import Testing

@Suite("A hand-over")
struct TransferCourseTests {
    /// All orders of some things.
    private func orders<T>(_ things: [T]) -> [[T]] {
        if things.count < 2 { return [things] }
        return things.indices.flatMap { index in
            var rest = things
            let first = rest.remove(at: index)
            return orders(rest).map { [first] + $0 }
        }
    }

    private static let stories: [(news: [TransferNews], end: TransferState)] = [
        ([.init(.accepted, sequence: 1)], .accepted),
        ([.init(.refused, sequence: 1)], .refused),
        ([.init(.accepted, sequence: 1), .init(.refused, sequence: 2)], .refused),
        ([.init(.progress, sequence: 1)], .accepted),
        (
            [
                .init(.accepted, sequence: 1), .init(.progress, sequence: 2), .init(.answered, sequence: 3),
                .init(.closed, sequence: 4),
            ], .closed
        ),
        (
            [
                .init(.accepted, sequence: 1), .init(.answered, sequence: 2), .init(.accepted, sequence: 3),
                .init(.progress, sequence: 4), .init(.answered, sequence: 5),
            ], .answered
        ),
        ([.init(.refused, sequence: 1), .init(.accepted, sequence: 1)], .refused),
    ]

    @Test("ends the same in whatever order news arrive, and however often")
    func anyOrder() {
        for (news, end) in Self.stories {
            for order in orders(news) {
                for repeated in [order, order + order, order.flatMap { [$0, $0] }] {
                    var course = TransferCourse()
                    for (index, each) in repeated.enumerated() {
                        if index == repeated.count / 2 { course.deliver() }
                        _ = course.take(each)
                    }
                    #expect(course.state == end, "\(order)")
                }
            }
        }
    }

    @Test("comes back exactly when nobody accepted it before the time was over, and stays back")
    func timeOut() {
        for (news, end) in Self.stories {
            for order in orders(news) {
                for moment in 0...order.count {
                    var course = TransferCourse()
                    for each in order.prefix(moment) { _ = course.take(each) }
                    let isBack = course.timeOut()
                    #expect(isBack == (moment == 0))
                    for each in order.dropFirst(moment) { _ = course.take(each) }
                    let again = course.timeOut()
                    #expect(!again)
                    #expect(course.state == (moment == 0 ? .returned : end))
                }
            }
        }
    }

    @Test("says whether news changed anything")
    func says() {
        var course = TransferCourse()
        let news = TransferNews(.accepted, sequence: 2)
        var said: [Bool] = []
        for each in [
            news, news, TransferNews(.refused, sequence: 1), TransferNews(.progress, sequence: 9),
            TransferNews(.answered, sequence: 3),
        ] {
            said.append(course.take(each))
        }
        #expect(said == [true, false, false, false, true])
        #expect(!course.state.isOpen && !course.state.cameBack)
    }
}
