import CoreMetrics
import Metrics
import Testing

@testable import Operation

@Suite("A figure")
struct FigureTests {
    @Test("is written as Prometheus reads it: help, kind, samples, in the order of names")
    func text() {
        let figures = [
            Figure("lianxin_b", .gauge, "Second.", 2.5),
            Figure("lianxin_a_total", .counter, "First.", [([.init("kind", "request")], 3), ([], 4)]),
            Figure("lianxin_none", .gauge, "Nothing to say.", []),
        ]
        #expect(
            FigureText.write(figures) == """
                # HELP lianxin_a_total First.
                # TYPE lianxin_a_total counter
                lianxin_a_total{kind="request"} 3
                lianxin_a_total 4
                # HELP lianxin_b Second.
                # TYPE lianxin_b gauge
                lianxin_b 2.5

                """)
    }

    @Test("keeps its line whatever stands in a label or its help")
    func escapes() {
        let evil = "a\\b\"c\nd 连心{}"
        let text = FigureText.write([Figure("x", .gauge, evil, [([.init("l", evil)], 1)])])
        #expect(
            text == """
                # HELP x a\\\\b"c\\nd 连心{}
                # TYPE x gauge
                x{l="a\\\\b\\"c\\nd 连心{}"} 1

                """)
    }

    @Test("has a name and labels that may stand there")
    func names() {
        #expect(FigureText.name("hb.http-requests") == "hb_http_requests")
        #expect(FigureText.name("9lives") == "_9lives" && FigureText.name("") == "_")
        #expect(FigureText.name("a:b") == "a:b" && FigureText.labelName("a:b") == "a_b")
        #expect(FigureText.name("连心") == "__")
    }

    @Test("writes numbers that are none as words")
    func numbers() {
        #expect(FigureText.number(.nan) == "NaN" && FigureText.number(.infinity) == "+Inf")
        #expect(FigureText.number(-.infinity) == "-Inf" && FigureText.number(0.0025) == "0.0025")
        #expect(FigureText.number(1e20) == "1e+20" && FigureText.number(-3) == "-3")
    }

    @Test("of times falls into one bucket and all larger ones")
    func spread() {
        let book = FigureBook(help: ["t_seconds": "Time."])
        let timer = CoreMetrics.Timer(label: "t_seconds", factory: book)
        timer.recordNanoseconds(4_000_000)
        timer.recordNanoseconds(60_000_000_000)
        let text = FigureText.write(book.figures)
        #expect(text.contains("# TYPE t_seconds histogram\n"))
        #expect(text.contains("t_seconds_bucket{le=\"0.0025\"} 0\nt_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text.contains("t_seconds_bucket{le=\"10\"} 1\nt_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("t_seconds_sum 60.004\nt_seconds_count 2\n"))
    }

    @Test("grows no further than its room, and counts the rest together")
    func bounded() {
        let book = FigureBook(help: [:], capacity: 3)
        for number in 0..<10 {
            Counter(label: "c_total", dimensions: [("route", "/\(number)")], factory: book).increment()
        }
        let samples = book.figures.flatMap(\.samples)
        #expect(samples.count == 4 && samples.map(\.value).reduce(0, +) == 10)
        #expect(samples.last?.labels == [.init("route", "other")] && samples.last?.value == 7)
    }

    @Test("has one kind: who takes its name for another is not heard")
    func conflict() {
        let book = FigureBook(help: [:])
        Counter(label: "x", factory: book).increment(by: 2)
        Gauge(label: "x", factory: book).record(9)
        Counter(label: "x", factory: book).increment(by: -5)
        #expect(FigureText.write(book.figures) == "# TYPE x counter\nx 2\n")
    }

    @Test("counted by many at once loses nothing")
    func together() async {
        let book = FigureBook(help: [:])
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        Counter(label: "n", dimensions: [("w", "\(worker % 2)")], factory: book).increment()
                    }
                }
            }
        }
        #expect(book.figures.flatMap(\.samples).map(\.value) == [2000, 2000])
    }
}
