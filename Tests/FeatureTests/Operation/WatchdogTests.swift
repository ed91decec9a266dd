import Core
import Testing

@testable import lianxin

@Suite("The watchdog")
struct WatchdogTests {
    @Test("restarts what stands still, but not where that would lose a deleted file")
    func alive() {
        let answers = HealthLimits.database(milliseconds: 1)
        let silent = HealthLimits.database(milliseconds: nil)
        let gone = HealthLimits.database(gone: "The database was moved or deleted.")
        let stands = HealthLine("beats", .fail, "fails")
        #expect([answers, HealthLine("beats", .ok, "regular")].isAlive)
        #expect(![answers, stands].isAlive)
        #expect(![silent, stands].isAlive)
        #expect([gone, stands].isAlive)
    }
}
