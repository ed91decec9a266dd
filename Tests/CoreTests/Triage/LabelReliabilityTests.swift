import Core
import Testing

@Suite("How well labels are found")
struct LabelReliabilityTests {
    private func trial(_ truth: String, _ given: String, _ probability: Double) -> Reliability.Trial {
        Reliability.Trial(truth: truth, given: given, probability: probability)
    }

    @Test("is counted for each label, also for one that was only given")
    func labels() {
        let labels = Reliability.labels([
            trial("a", "a", 0.9), trial("a", "b", 0.6), trial("b", "b", 0.8), trial("b", "c", 0.5),
        ])
        #expect(labels.map(\.label) == ["a", "b", "c"])
        #expect(labels.map(\.right) == [1, 1, 0])
        #expect(labels[0].precision == 1)
        #expect(labels[0].recall == 0.5)
        #expect(labels[1].f1 == 0.5)
        #expect(labels[2].recall == 0 && labels[2].f1 == 0)
        #expect(Reliability.labels([]).isEmpty)
    }

    @Test("says the most that can go by itself while enough of it is right")
    func widest() {
        let trials = [
            trial("a", "a", 0.99), trial("a", "a", 0.9), trial("a", "b", 0.8), trial("a", "a", 0.7),
        ]
        #expect(
            Reliability.widest(rightPercent: 100, trials)
                == Reliability.Point(confidence: 0.9, automatic: 2, right: 2))
        #expect(Reliability.widest(rightPercent: 75, trials)?.automatic == 4)
        #expect(Reliability.widest(rightPercent: 95, [trial("a", "b", 1)]) == nil)
        #expect(Reliability.widest(rightPercent: 95, []) == nil)
    }

    @Test("never lets one of two equally probable texts go and the other not")
    func ties() {
        let trials = [trial("a", "a", 0.9), trial("a", "b", 0.9)]
        #expect(Reliability.widest(rightPercent: 95, trials) == nil)
        #expect(Reliability.widest(rightPercent: 50, trials)?.automatic == 2)
    }

    @Test("is off by what probabilities promise and do not keep")
    func calibration() {
        let kept = (0..<150).map { trial("a", $0 % 2 == 0 ? "a" : "b", 0.5) }
        #expect(Reliability.evenCalibrationError(kept) < 0.11)
        let broken = (0..<150).map { _ in trial("a", "b", 0.9) }
        #expect(abs(Reliability.evenCalibrationError(broken) - 0.9) < 1e-9)
        #expect(Reliability.evenCalibrationError([]) == 0)
    }
}
