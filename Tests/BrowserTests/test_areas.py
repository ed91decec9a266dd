"""The map, the cards and the papers, as people use them: with a finger, with keys, without script, on paper."""

import re

AREA = "/areas/980101001"
CARD = "/areas/980101001005001/card"
PAPERS = ("low-income-aid", "add-a-lift", "report-a-lamp", "noise-at-night")


def open_page(chromium, house, path, **options):
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto(house.address + path)
    return page


def test_leaflet_comes_only_when_a_map_is_opened(chromium, house):
    context = chromium.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(house.address + "/areas", wait_until="networkidle")
    assert not any("leaflet" in url for url in asked)
    page.click("[data-do=open]")
    page.wait_for_selector(".map-area")
    assert any("leaflet" in url for url in asked)
    assert all(url.startswith(house.address) for url in asked)
    context.close()


def test_a_place_is_picked_with_keys_alone(chromium, house):
    page = open_page(chromium, house, "/areas", reduced_motion="reduce")
    page.focus("[data-do=open]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".map-area")
    # The middle of the map lies in the bay between the counties; the district is a little above it.
    for key in ("+", "ArrowUp"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_selector(".map-said:not(:empty)")
    assert float(page.input_value("[name=latitude]")) > 30
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")
    page.context.close()


def test_a_place_is_found_without_script(chromium, house):
    page = open_page(chromium, house, "/areas", java_script_enabled=False)
    assert not page.is_visible("[data-do=open]")
    page.click(".map-fields summary")
    page.fill("[name=latitude]", "30.602")
    page.fill("[name=longitude]", "110.204")
    page.click("form:has(.map) button[type=submit]")
    assert re.search(r"/areas/98\d+$", page.url)
    assert page.locator("h1").inner_text()
    page.context.close()


def test_the_points_of_the_map_are_those_of_the_list(chromium, house):
    page = open_page(chromium, house, AREA)
    page.locator(".map").scroll_into_view_if_needed()
    page.wait_for_selector(".map-area")
    rows = page.locator("#matters [data-place]").count()
    if rows:
        page.wait_for_selector(".map-point")
    assert page.locator(".map-point").count() == rows
    page.context.close()


def pages_of(page):
    return re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+)", page.pdf(prefer_css_page_size=True, format="A4"))


def test_a_card_prints_as_one_card_and_as_eight_on_a_sheet(chromium, house):
    for locale in ("zh-CN", "en"):
        one = pages_of(open_page(chromium, house, CARD, locale=locale))
        assert len(one) == 1 and float(one[0]) < 300, (locale, one)
        assert len(pages_of(open_page(chromium, house, CARD + "?sheet=8", locale=locale))) == 1


def test_a_paper_prints_on_one_page(chromium, house):
    for name in PAPERS:
        for locale in ("zh-CN", "en"):
            page = open_page(chromium, house, f"/papers/{name}", locale=locale)
            assert len(pages_of(page)) == 1, (name, locale)
            page.context.close()
