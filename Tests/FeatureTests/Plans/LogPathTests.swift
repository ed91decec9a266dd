import Core
import Desk
import Foundation
import Storage
import Testing

@testable import lianxin

@Suite("The log") struct LogPathTests {
    @Test(
        "is followed and sealed from where one stands, walking through no table that grows",
        arguments: TestEngine.present)
    func follows(engine: TestEngine) async throws {
        try await WalkedTown.with(engine) { town in
            let followers = Features.followers(town.town)
            let now = Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            try await FollowerRunner.settled(followers, on: town.database)
            for text in ["路灯坏了，晚上看不见路", "井盖丢了"] {
                _ = try await town.town.desk.file(Filing(text: text, channel: .web), by: .resident, at: now)
            }
            try await FollowerRunner.settled([], on: town.database)
            var seen = 0
            for follower in followers {
                town.database.watch("follower \(follower.name)")
                seen += try await FollowerRunner(database: town.database, followers: [follower]).advanceAll()
            }
            town.database.watch("seal")
            try await Anchors.take(day: "2100-01-01", now: now, on: town.database)
            town.database.watch(nil)
            #expect(seen >= 2 * followers.count)
            let sent = town.database.sent
            #expect(sent.contains { $0.request == "seal" })
            for complaint in try await RequestPathTests.complaints(sent, in: town.database) {
                Issue.record(Comment(rawValue: complaint))
            }
        }
    }
}
