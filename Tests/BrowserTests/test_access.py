"""What pages.py does not show: pages at twice the size, and on paper."""

from playwright.sync_api import expect

from pages import DISPATCHER, sign_in
from test_pages import OVERFLOW
from visitor import Visitor


def test_letters_can_be_twice_as_large(house, browse):
    """A zoom of 200 % on a small screen: everything is there and nothing is cut off."""
    visitor = Visitor(
        browse(viewport={"width": 640, "height": 450}, device_scale_factor=2).new_page(), house).in_language()
    visitor.open("/?letters=large")
    expect(visitor.field("matters.raise.text")).to_be_visible()
    expect(visitor.button("matters.raise.send")).to_be_visible()
    assert visitor.page.evaluate(OVERFLOW) <= 0


def test_a_printed_matter_has_no_navigation(house, town, browse):
    visitor = sign_in(Visitor(browse().new_page(), house).in_language(), DISPATCHER)
    visitor.open(f"/matters/{town.sent_back.number}")
    visitor.page.emulate_media(media="print")
    shown = visitor.page.locator("nav:visible").evaluate_all("each => each.map(nav => nav.outerHTML.slice(0, 120))")
    assert shown == []
    expect(visitor.page.locator("form:visible")).to_have_count(0)
    expect(visitor.page.get_by_text("还是不亮").first).to_be_visible()
