"""The queue of what waits to be dispatched: one key confirms what is suggested, and buttons do without script."""

import re

import pytest
from playwright.sync_api import expect

from house import House
from pages import DESKTOP, DISPATCHER, PHONE, sign_in
from test_pages import COLOURS, SMALL, sticks_out, violations
from visitor import Visitor


@pytest.fixture(scope="module")
def queue_house():
    """A city of its own, so that nothing but this test takes from its queue."""
    house = House()
    try:
        house.run("demo", "--matters", "60")
        # The token first: a program that has just started is busy writing.
        token = house.token("hu.lingjun")
        house.start()
        # With a class given on the telephone the catalogue alone names the unit: there is always a suggestion.
        for count in range(6):
            answer = house.ask(
                "POST", "/api/v1/matters",
                {"text": f"新华路 {count + 1} 号门口的垃圾三天没有清运。", "channel": "hotline", "category": "0101"},
                {"Authorization": f"Bearer {token}"})
            assert answer.status == 201, answer.text
        yield house
    finally:
        house.stop()


def dispatcher_of(house, browse, script=True):
    visitor = sign_in(
        Visitor(browse(java_script_enabled=script).new_page(), house).in_language(), DISPATCHER)
    visitor.open("/triage")
    expect(visitor.heading).to_have_text(visitor.words("triage.title"))
    return visitor


def rows(visitor):
    return visitor.page.locator("[data-triage]")


def able(visitor):
    """Those in which a suggestion can be confirmed."""
    return rows(visitor).filter(has=visitor.page.locator("button[name=choice]"))


def number_of(row):
    return re.search(r"[A-Z]+\d{10,}", row.locator("p.muted").first.inner_text()).group()


def first_choice(row):
    """`1 0101 SANITATION`: its class and unit."""
    return row.locator("button[name=choice]").first.get_attribute("value").split(" ")[1:]


def index_with_focus(visitor):
    return visitor.page.evaluate(
        "[...document.querySelectorAll('[data-triage]')].findIndex(row => row.contains(document.activeElement))")


def went(house, number, category, unit):
    answer = house.get(f"/api/v1/matters/{number}", {"Authorization": f"Bearer {house.token('hu.lingjun')}"})
    assert answer.status == 200, answer.text
    found = answer.json
    assert found["status"] == "open"
    assert (found["category"]["code"], found["unit"]["code"]) == (category, unit)


def test_j_and_k_move_and_e_opens_the_matter(queue_house, browse):
    dispatcher = dispatcher_of(queue_house, browse)
    page, keys = dispatcher.page, dispatcher.page.keyboard
    assert rows(dispatcher).count() >= 3
    keys.press("j")
    assert index_with_focus(dispatcher) == 0
    keys.press("j")
    assert index_with_focus(dispatcher) == 1
    keys.press("k")
    assert index_with_focus(dispatcher) == 0
    keys.press("k")
    assert index_with_focus(dispatcher) == 0, "k on the first row stays there"

    # e opens the matter.
    number = number_of(rows(dispatcher).first)
    keys.press("e")
    page.wait_for_url(f"**/matters/{number}")


def test_without_script_a_button_confirms(queue_house, browse):
    dispatcher = dispatcher_of(queue_house, browse, script=False)
    row = able(dispatcher).first
    number, (category, unit) = number_of(row), first_choice(row)
    expect(dispatcher.page.get_by_text(dispatcher.words("triage.keys"))).to_be_hidden()
    row.locator("button[name=choice]").first.click()
    expect(dispatcher.page.get_by_text(dispatcher.words("triage.notice.dispatched"))).to_be_visible()
    went(queue_house, number, category, unit)


def test_what_was_dispatched_meanwhile_is_not_dispatched_again(queue_house, browse):
    early, late = (dispatcher_of(queue_house, browse) for _ in range(2))
    row = able(late).first
    number = number_of(row)
    rows(early).filter(has_text=number).locator("button[name=choice]").first.click()
    expect(early.page.get_by_text(early.words("triage.notice.dispatched"))).to_be_visible()
    row.locator("button[name=choice]").first.press("Enter")
    expect(late.page.get_by_text(number + " – ")).to_be_visible()
    expect(rows(late).filter(has_text=number)).to_have_count(0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_queue_has_nothing_to_complain_about(queue_house, browse, shots, language):
    page = dispatcher_of(queue_house, browse).page
    Visitor(page, queue_house, language).open(f"/triage?lang={language}")
    expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-CN", "en": "en"}[language])
    assert "⟦" not in page.content()
    wrong = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong += [f"{size['width']} px, {scheme}: {each}"
                      for each in violations(page, None if scheme == "light" else COLOURS)]
        wrong += [f"{size['width']} px, too small: {each}" for each in page.evaluate(SMALL)]
        if over := sticks_out(page):
            wrong.append(f"{size['width']} px, sticks out by {over}")
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    page.screenshot(path=shots / f"triage-{language}.png", full_page=True)
    assert wrong == [], "\n".join(wrong)
