"""A telephone four times slower than this machine, on a line of 400 kbit/s and 400 ms. Each figure is printed."""

import os

import pytest

from pages import DISPATCHER, PHONE, sign_in
from slow import Slow, median
from visitor import Visitor

KB = 1000
FIRST_PAINT_MS, FIRST_PAGE_BYTES, SHIFT, NEXT_PAINT_MS = 1000, 150 * KB, 0.05, 200


# What a quiet machine must reach is held by Benchmarks/run. Beside a build and other tests times are many times as
# long: here they only must not be wholly lost. Bytes and shifts are the same everywhere.
PATIENCE = 1 if os.environ.get("LIANXIN_STRICT_SPEED") == "1" else 15


def told(what, value, most):
    if what.endswith(", ms"):
        most *= PATIENCE
    print(f"\n    {what}: {value:.4g} (at most {most})", end="")
    assert value < most, f"{what}: {value}, at most {most}"


def test_the_first_page_of_a_first_visit(house, browse):
    weights = []

    def first_paint():
        slow = Slow(browse(viewport=PHONE).new_page()).open(house.address + "/")
        weights.append(slow.bytes)
        return slow.first_paint

    told("raise, first paint on a slow line, ms", median(first_paint), FIRST_PAINT_MS)
    told("raise, bytes of a first visit", max(weights), FIRST_PAGE_BYTES)


@pytest.mark.parametrize("name", ["raise", "track", "workbench", "matter", "list"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_nothing_jumps_while_a_page_comes(house, town, browse, name, size):
    role = None if name in ("raise", "track") else DISPATCHER
    viewport = PHONE if size == "phone" else {"width": 1440, "height": 900}
    visitor = Visitor(browse(viewport=viewport).new_page(), house).in_language()
    if role:
        sign_in(visitor, role)
    path = {
        "raise": "/", "track": town.asking.path, "workbench": "/matters/workbench", "list": "/matters",
        "matter": f"/matters/{town.registered.number}"}[name]
    slow = Slow(visitor.page.context.new_page()).open(house.address + path)
    print(f"\n    {slow.shifts}", end="")
    told(f"{name} on a {size}, layout shift", slow.shift, SHIFT)


@pytest.fixture(scope="module")
def bench(busy_house, chromium):
    """The workbench with 500 rows, on a processor four times slower."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_timeout(30_000)
    visitor = sign_in(Visitor(context.new_page(), busy_house).in_language(), DISPATCHER)
    slow = Slow(visitor.page, network=False).open(busy_house.address + "/matters/workbench?size=500")
    rows = slow.page.locator(".row").count()
    print(f"\n    rows on the workbench: {rows}", end="")
    assert rows >= 400, rows
    yield slow
    context.close()


def test_a_key_on_500_rows(bench):
    told(
        "workbench, 500 rows, next row by key, ms",
        median(lambda: bench.longest(lambda: [bench.page.keyboard.press("j") for _ in range(5)])), NEXT_PAINT_MS)
    told(
        "workbench, 500 rows, help sheet by key, ms",
        median(lambda: bench.longest(
            lambda: (bench.page.keyboard.press("?"), bench.settle(), bench.page.keyboard.press("Escape")))),
        NEXT_PAINT_MS)
    told(
        "workbench, 500 rows, palette and six letters, ms",
        median(lambda: bench.longest(
            lambda: (bench.page.keyboard.press("Control+k"), bench.settle(), bench.page.keyboard.type("QS2026"),
                     bench.settle(), bench.page.keyboard.press("Escape")))), NEXT_PAINT_MS)


def test_opening_a_row_of_500(bench, busy_house):
    """Pressing it answers at once; the matter itself comes over the network."""

    def open_row():
        bench.open(busy_house.address + "/matters/workbench?size=500")
        link = bench.page.locator(".row-link").nth(3)
        return bench.longest(lambda: (link.focus(), bench.page.keyboard.press("j")))

    told("workbench, 500 rows, to a row and on, ms", median(open_row), NEXT_PAINT_MS)


def test_ticking_and_filtering_a_long_list(busy_house, browse):
    visitor = sign_in(Visitor(browse().new_page(), busy_house).in_language(), DISPATCHER)
    slow = Slow(visitor.page, network=False).open(busy_house.address + "/matters?state=open&size=100")
    boxes = slow.page.locator(".row-tick input")
    told(
        "list, ticking three rows, ms",
        median(lambda: slow.longest(lambda: [boxes.nth(at).click() for at in range(3)])), NEXT_PAINT_MS)
    field = slow.page.locator('input[name="words"]').first
    told(
        "list, typing a word to filter by, ms",
        median(lambda: slow.longest(lambda: (field.click(), slow.page.keyboard.type("lamp")))), NEXT_PAINT_MS)
