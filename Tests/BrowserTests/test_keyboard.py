"""The whole loop by keyboard alone. What has the focus is always seen, and never lost."""

import pytest
from playwright.sync_api import expect

from pages import CLERK, DISPATCHER, HANDLER, ROLES
from test_pages import FOCUSED
from visitor import Visitor


def tab_to(page, wanted, most=120):
    """Presses Tab until it is there; everything on the way shows that it has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"focus cannot be seen on {focused}"
        assert focused["inView"], f"focus is out of sight on {focused}"
        if focused["tag"] != "BODY" and wanted(focused):
            return focused
    raise AssertionError("Tab does not lead there")


def holds_focus(page):
    assert page.evaluate("document.activeElement !== document.body"), "the focus is lost"


def choose(page, select, value):
    """Goes down a list until the value is chosen."""
    for _ in range(300):
        if page.evaluate("() => document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} cannot be chosen in {select}")


def press(page, name):
    tab_to(page, lambda it: it["tag"] == "BUTTON" and it["text"] == name)
    page.keyboard.press("Enter")


def sign_in_by_keys(visitor, role):
    unit, names = ROLES[role]
    visitor.open(f"/demo?unit={unit}")
    name = names[visitor.language]
    panel = "() => document.activeElement.closest('section, .panel, li, article')?.querySelector('h2, h3')?.textContent.trim()"
    for _ in range(120):
        tab_to(visitor.page, lambda it: it["tag"] == "BUTTON")
        if visitor.page.evaluate(panel) == name:
            break
    visitor.page.keyboard.press("Enter")
    expect(visitor.heading).to_have_text(visitor.words("matters.bench.title"))


def move_by_keys(visitor, number, move, **inputs):
    """Opens a matter and makes a move, from the page or from a page of the move's own."""
    page = visitor.page
    visitor.open(f"/matters/{number}")
    inside = f"() => Boolean(document.activeElement.closest('form[action$=\"/{move}\"]'))"
    if page.locator(f'form[action$="/{move}"]').count() == 0:
        tab_to(page, lambda it: it["href"].endswith(f"/moves/{move}"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/moves/{move}")
    for name, value in inputs.items():
        for _ in range(150):
            focused = tab_to(page, lambda it: it["name"] == name)
            if page.evaluate(inside):
                break
        if focused["tag"] == "SELECT":
            choose(page, name, value)
        else:
            page.keyboard.type(value)
    for _ in range(150):
        tab_to(page, lambda it: it["tag"] == "BUTTON" and it["text"].startswith(visitor.house.move_name(move, visitor.language)))
        if page.evaluate(inside):
            break
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_text(visitor.words("matters.notice.done")).first).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_concern_goes_in_and_comes_back_solved(house, browse, language):
    resident = Visitor(browse().new_page(), house, language).in_language()
    page = resident.page
    resident.open("/")
    tab_to(page, lambda it: it["text"] == resident.words("web.skip"))
    page.keyboard.press("Enter")
    tab_to(page, lambda it: it["name"] == "text")
    page.keyboard.type("楼道灯坏了，只用键盘写。")
    press(page, resident.words("matters.raise.send"))
    expect(resident.heading).to_have_text(resident.words("matters.raised.title"))
    tab_to(page, lambda it: it["href"].startswith("/track/"))
    link = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/track/**")
    number = house.get("/api/v1/tracks/" + link.split("/")[2]).json["number"]

    clerk = Visitor(browse().new_page(), house, language).in_language()
    sign_in_by_keys(clerk, CLERK)
    move_by_keys(clerk, number, "register", category="0201")
    dispatcher = Visitor(browse().new_page(), house, language).in_language()
    sign_in_by_keys(dispatcher, DISPATCHER)
    move_by_keys(dispatcher, number, "dispatch", unit="SANITATION")
    handler = Visitor(browse().new_page(), house, language).in_language()
    sign_in_by_keys(handler, HANDLER)
    move_by_keys(handler, number, "answer", answer="灯已换好。")

    resident.open(link)
    tab_to(page, lambda it: it["name"] == "solved")
    page.keyboard.press("Space")
    tab_to(page, lambda it: it["name"] == "satisfied")
    page.keyboard.press("Space")
    press(page, house.move_name("rate", language))
    expect(page.get_by_text(house.stage_name("solved", language)).first).to_be_visible()


def test_help_opens_in_front_and_gives_the_focus_back(house, browse):
    visitor = Visitor(browse().new_page(), house).in_language()
    visitor.open("/")
    page = visitor.page
    tab_to(page, lambda it: it["href"].startswith("/developers/help/"))
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    holds_focus(page)
    assert page.evaluate("Boolean(document.activeElement.closest('dialog'))"), "the focus stays behind the dialog"
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/developers/help/")


def test_the_desk_never_loses_the_focus(house, town, browse):
    visitor = Visitor(browse(viewport={"width": 1440, "height": 900}).new_page(), house).in_language()
    sign_in_by_keys(visitor, DISPATCHER)
    page = visitor.page
    page.wait_for_load_state()
    expect(page.locator(".row-link").nth(2)).to_be_visible()
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        holds_focus(page)
        assert page.evaluate("document.activeElement.matches('.row-link')")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    holds_focus(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('.row-link')"), "the focus does not come back to its row"
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.type("QS")
    holds_focus(page)
    page.keyboard.press("Escape")
    holds_focus(page)
    page.keyboard.press("o")
    page.wait_for_url("**open=**")
    expect(page.locator("#beside")).to_be_visible()
    page.keyboard.press("j")
    holds_focus(page)
    page.keyboard.press("o")
    expect(page.locator("#beside")).to_be_focused()
    page.keyboard.press("Escape")
    holds_focus(page)


def test_an_error_summary_takes_the_focus_and_leads_to_its_field(house, browse):
    visitor = Visitor(browse().new_page(), house).in_language()
    visitor.open("/")
    press(visitor.page, visitor.words("matters.raise.send"))
    expect(visitor.page.locator(".error-summary")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    expect(visitor.field("matters.raise.text")).to_be_focused()
