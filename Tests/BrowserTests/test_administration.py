"""Outlines by keyboard alone and on the map, and the pages of the city pack."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from house import CITY, House
from pages import ADMINISTRATOR, sign_in
from visitor import Visitor

OUTLINE = "/administration/areas/980101001001/outline"


@pytest.fixture(scope="module")
def own_house(tmp_path_factory):
    """A demo city whose pack may be changed."""
    city = tmp_path_factory.mktemp("city") / "pack"
    shutil.copytree(CITY, city)
    house = House()
    house.place[house.place.index("--city") + 1] = str(city)
    house.city = city
    try:
        house.run("demo", "--matters", "60")
        yield house.start()
    finally:
        house.stop()


@pytest.fixture(params=["zh", "en"])
def boss(request, own_house, browse):
    visitor = Visitor(browse().new_page(), own_house, request.param).in_language()
    return sign_in(visitor, ADMINISTRATOR)


def tab_to(page, selector, most=400):
    """Presses Tab until the element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def lines(page):
    return [line for line in page.locator("#outline").input_value().splitlines() if line.strip()]


def until(page, holds):
    """The answer to a key comes when it comes: the page that was there is whole until then."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def test_an_outline_is_changed_by_keyboard_alone(boss):
    page = boss.page
    boss.open(OUTLINE)
    before = lines(page)
    assert len(before) >= 3
    tab_to(page, "button[value='insert:0']")
    page.keyboard.press("Enter")
    until(page, lambda: len(lines(page)) == len(before) + 1)
    assert lines(page)[0] == before[0] and lines(page)[2] == before[1]
    tab_to(page, "button[value='remove:1']")
    page.keyboard.press("Enter")
    until(page, lambda: lines(page) == before)
    latitude = float(before[0].split(",")[0])
    tab_to(page, "#lat-0")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(f"{latitude + 0.00001:.7f}")
    tab_to(page, "#note")
    page.keyboard.type("量过了")
    tab_to(page, "button[value='save']")
    page.keyboard.press("Enter")
    saved = page.get_by_role("status").filter(has_text=boss.words("administration.outline.saved"))
    until(page, lambda: page.locator("#accepted").count() or saved.count())
    if page.locator("#accepted").count():
        expect(page.locator(".notice.warning")).to_be_visible()
        tab_to(page, "#accepted")
        page.keyboard.press("Space")
        tab_to(page, "button[value='save']")
        page.keyboard.press("Enter")
    expect(saved).to_be_visible()
    boss.open(OUTLINE)
    assert float(lines(page)[0].split(",")[0]) == pytest.approx(latitude + 0.00001, abs=1e-7)


def test_a_point_on_the_map_moves_by_arrow_keys_and_writes_the_text(boss):
    page = boss.page
    boss.open(OUTLINE)
    page.locator(".map").scroll_into_view_if_needed()
    corner = page.locator(".handle.corner").first
    expect(corner).to_be_visible()
    before = lines(page)
    corner.focus()
    page.keyboard.press("ArrowUp")
    after = lines(page)
    assert float(after[0].split(",")[0]) == pytest.approx(float(before[0].split(",")[0]) + 0.0001, abs=1e-6)
    assert after[1:] == before[1:]
    assert page.evaluate("document.activeElement.matches('.handle.corner')")
    page.keyboard.press("+")
    assert len(lines(page)) == len(before) + 1
    page.keyboard.press("Delete")
    assert len(lines(page)) == len(before)


def test_what_crosses_itself_is_refused_where_it_stands(boss):
    page = boss.page
    boss.open(OUTLINE)
    boss.field("administration.outline.text").fill("30.1, 110.1\n30.2, 110.2\n30.1, 110.2\n30.2, 110.1")
    boss.button("administration.outline.check").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#outline")).to_have_attribute("aria-invalid", "true")


def test_the_pack_on_disk_is_told_before_it_takes_effect(boss, own_house):
    page = boss.page
    roles, city = own_house.city / "roles.yaml", own_house.city / "city.yaml"
    kept = roles.read_text(encoding="utf-8"), city.read_text(encoding="utf-8")
    try:
        boss.open("/administration/pack")
        expect(page.get_by_text(boss.words("administration.pack.same"))).to_be_visible()
        roles.write_text(kept[0].replace("powers: [exchange, figures]", "powers: [figures]"), encoding="utf-8")
        boss.open("/administration/pack")
        change = page.locator(".difference").filter(has_text=boss.words("administration.part.roles"))
        expect(change).to_contain_text(boss.words("administration.power.exchange"))
        page.get_by_role("link", name=boss.words("administration.dryRun.do"), exact=True).click()
        expect(page.get_by_text(boss.words("administration.dryRun.may"))).to_be_visible()
        losses = page.get_by_role("listitem").filter(has_text=boss.words("administration.power.exchange"))
        expect(losses.first).to_be_visible()
        city.write_text(kept[1].replace("version:", "versio:"), encoding="utf-8")
        boss.open("/administration/pack")
        expect(page.get_by_text(boss.words("administration.pack.broken"))).to_be_visible()
        expect(page.locator("code", has_text=re.compile(r"city\.yaml:\d+")).first).to_be_visible()
    finally:
        roles.write_text(kept[0], encoding="utf-8")
        city.write_text(kept[1], encoding="utf-8")


def test_a_kind_is_drawn_and_told(boss):
    page = boss.page
    boss.open("/administration/kinds/request")
    drawing = page.locator(".drawing img")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("image => image.complete && image.naturalWidth > 300")
    assert page.locator("main table").count() >= 3


def test_a_list_in_gbk_is_read_from_a_file(boss, tmp_path):
    page = boss.page
    file = tmp_path / "people.csv"
    login = f"list.{boss.language}"
    file.write_bytes(f"登录名,姓名,角色,单位\n{login},李雷,接线员,HOTLINE\nbad one,坏,国王,HOTLINE\n".encode("gbk"))
    boss.open("/directory/import")
    page.locator("#inline-list").set_input_files(file)
    boss.button("directory.import.check").click()
    expect(page.get_by_text(boss.words("directory.import.gbk"))).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=login)).to_contain_text("李雷")
    boss.field("directory.reason").fill("新同事")
    boss.button("directory.import.do", count=1).click()
    expect(page.get_by_role("status")).to_be_visible()
    boss.open(f"/directory?q={login}")
    expect(page.get_by_role("link", name=re.compile("李雷"))).to_be_visible()


def test_pages_fit_a_phone(own_house, browse):
    context = browse(viewport={"width": 360, "height": 740})
    boss = sign_in(Visitor(context.new_page(), own_house, "zh").in_language(), ADMINISTRATOR)
    for path in ["", "/areas", OUTLINE.removeprefix("/administration"), "/units", "/posts", "/pack",
                 "/kinds/request", "/audit", "/verification"]:
        boss.open(f"/administration{path}")
        wide = boss.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide"
