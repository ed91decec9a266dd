"""A slow telephone on a slow line, and what its user notices."""

import json
import statistics

# 4 times slower than this machine; 400 ms to the server and back, 400 kbit/s.
CPU, LATENCY_MS, BYTES_A_SECOND = 4, 400, 400_000 / 8
OBSERVE = """() => {
    window.seen = {shift: 0, events: [], shifts: []};
    new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) {
        seen.shift += e.value;
        seen.shifts.push(e.value.toFixed(3) + ' ' + e.sources.map(s => s.node?.outerHTML?.slice(0, 60)).join(' | '));
    } }).observe({type: 'layout-shift', buffered: true});
    new PerformanceObserver(list => { for (const e of list.getEntries()) if (e.interactionId)
        seen.events.push({name: e.name, ms: e.duration});
    }).observe({type: 'event', buffered: true, durationThreshold: 16});
}"""


class Slow:
    """A page whose network and processor are held back."""

    def __init__(self, page, network=True):
        self.page = page
        self.cdp = page.context.new_cdp_session(page)
        self.bytes = 0
        page.add_init_script(f"({OBSERVE})()")
        self.cdp.send("Network.enable")
        self.cdp.on("Network.loadingFinished", lambda event: self._count(event["encodedDataLength"]))
        if network:
            self.cdp.send("Network.emulateNetworkConditions", {
                "offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_A_SECOND,
                "uploadThroughput": BYTES_A_SECOND})
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": CPU})

    def _count(self, length):
        self.bytes += length

    def open(self, address):
        self.bytes = 0
        self.page.goto(address, wait_until="networkidle", timeout=60_000)
        return self

    @property
    def first_paint(self):
        """Milliseconds from the beginning to the first thing that can be read."""
        return self.page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 1e9")

    @property
    def shift(self):
        return self.page.evaluate("seen.shift")

    @property
    def shifts(self):
        return json.dumps(self.page.evaluate("seen.shifts"), ensure_ascii=False)

    def settle(self):
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 120)))")

    def longest(self, act):
        """The longest time from a press to the next picture while `act` is done, in milliseconds."""
        self.settle()
        self.page.evaluate("seen.events.length = 0")
        act()
        self.settle()
        # What takes less than 16 ms is not told.
        return max([event["ms"] for event in self.page.evaluate("seen.events")], default=8)


def median(measure, times=3):
    """A machine that does other things too is slow now and then."""
    return statistics.median(measure() for _ in range(times))
