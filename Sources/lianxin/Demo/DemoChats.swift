import Chats
import CityPack
import Core
import Desk
import Directory
import Slips
import Storage
import Web

/// What was said in some chat groups in the last days: small talk, matters, answers of stewards, and some
/// words that nobody reacted to in time.
enum DemoChats {
    private static let minute: Int64 = 60_000
    private static let day: Int64 = 86_400_000
    private static let talk = [
        "早上好", "今天核酸亭旁边有便民理发", "谁家的猫跑到三楼了", "谢谢管家", "收到", "快递放在门卫了，自己拿一下",
    ]

    static func fill(_ town: Town, _ directory: Directory, seed: UInt64, end: Moment) async throws {
        guard let taker = try await DemoSlips.officer(town, directory) else { return }
        var dice = Dice(seed: seed ^ 0xC4A7)
        let texts = try DemoTexts(pack: town.pack)
        for (index, group) in town.pack.chatGroups.prefix(24).enumerated() {
            for back in [5, 3, 2, 1, 0] where index < 8 || back == 1 {
                let before: Int64 = Int64(back) * day + 300 * minute
                let start = end + -before
                try await talk(in: group, from: start, town, taker, texts, &dice, end: end)
            }
        }
    }

    private static func talk(
        in group: ChatGroup, from start: Moment, _ town: Town, _ taker: Officer, _ texts: DemoTexts,
        _ dice: inout Dice, end: Moment
    ) async throws {
        var at = start
        func say(_ text: String, by author: String, _ name: String, replyTo: String? = nil) async throws
            -> String
        {
            at = min(at + 4 * minute, end + -minute)
            let id = "\(group.code)-\(at.milliseconds / 1000)"
            var new = NewMessage(group: group.code, id: id, at: at)
            (new.author, new.name, new.text, new.replyTo) = (author, name, text, replyTo)
            try await town.chats.hear(new, at: at)
            return id
        }
        let name = texts.contact(&dice).name ?? "邻居"
        let chatter = try await say(dice.pick(talk) ?? "早上好", by: "u\(dice.below(900))", name)
        let composed = texts.compose(in: group.area, of: town.pack.city, &dice)
        let author = "u\(dice.below(900))"
        let asked = try await say(composed.text, by: author, texts.contact(&dice).name ?? "邻居")
        let more = try await say("就在\(composed.place)，麻烦看看", by: author, "邻居")
        let messages = try await town.chats.messages(of: group.code, before: nil, limit: 5)
        func ids(_ names: [String]) -> [Int64] { messages.filter { names.contains($0.message) }.map(\.id) }
        let reacted = min(end, at + Int64(10 + dice.below(90)) * minute)
        try await town.chats.settle(ids([chatter]), of: group, as: .aside, at: reacted)
        if dice.hits(60) {
            _ = try await town.chats.make(
                ids([asked, more]), of: group, category: composed.category, by: taker, at: reacted)
        } else if dice.hits(60) {
            _ = try await say("我这就去看", by: group.stewardID, "管家", replyTo: asked)
            try await town.chats.settle(ids([more]), of: group, as: .answered, at: reacted)
        }
    }
}
