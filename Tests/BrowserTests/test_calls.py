"""A call from its first ring to the call-back, through the console."""

import re
import shutil
import time

import pytest
from playwright.sync_api import expect

from house import CITY, HANDLERS, House
from visitor import Visitor

ROLES = {"clerk": "接线员", "dispatcher": "派单员", "caller": "回访员"}


def taker(browse, house, script=True):
    clerk = Visitor(browse(java_script_enabled=script).new_page(), house, "zh").in_language()
    return clerk.signs_in(ROLES["clerk"], "HOTLINE")


def rings(clerk):
    """A call comes in at a press of the demo's button; its page stands open."""
    clerk.open("/calls")
    clerk.button("calls.demo").click()
    expect(clerk.page.get_by_text(clerk.words("calls.state.ringing"))).to_be_visible()
    return clerk.page.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_call_is_taken_filed_and_found_under_its_number(house, browse, script):
    clerk = taker(browse, house, script)
    rings(clerk)
    clerk.button("calls.pickUp").click()
    expect(clerk.page.get_by_text(clerk.words("calls.state.talking"))).to_be_visible()
    clerk.field("calls.field.text").fill("和平路的路灯灭了三天，晚上看不见。")
    clerk.button("calls.do.suggest").click()
    clerk.page.locator("#category").select_option("0201")
    clerk.button("calls.do.file").click()
    number = clerk.page.locator(".number-plate").first.inner_text().strip()
    assert re.fullmatch(r"[A-Z]+\d{13,}", number)
    clerk.button("calls.hangUp").click()
    expect(clerk.page.get_by_text(clerk.words("calls.state.over"))).to_be_visible()
    clerk.opens(number)
    expect(clerk.page.get_by_role("heading", name=clerk.words("calls.panel"), exact=True)).to_be_visible()
    clerk.open("/calls/list")
    expect(clerk.page.get_by_role("link", name=number, exact=True).first).to_be_visible()


def test_keys_choose_what_comes_of_a_call_and_drafts_are_kept(house, browse):
    clerk = taker(browse, house)
    address = rings(clerk)
    clerk.button("calls.pickUp").click()
    clerk.field("calls.field.text").fill("只是问一下几点下班")
    expect(clerk.page.locator("#call-suggestions")).not_to_be_empty()
    clerk.page.goto(address)
    expect(clerk.field("calls.field.text")).to_have_value("只是问一下几点下班")
    clerk.field("calls.field.answer").fill("五点半。")
    clerk.page.keyboard.press("Alt+1")
    expect(clerk.page.get_by_text(clerk.words("calls.notice.answered"))).to_be_visible()
    expect(clerk.page.locator("#call-form")).to_have_count(0)


def test_a_call_pops_up_where_its_taker_waits(house, browse):
    context = browse()
    clerk = Visitor(context.new_page(), house, "zh").in_language().signs_in(ROLES["clerk"], "HOTLINE")
    clerk.open("/calls/list")
    waiting = Visitor(context.new_page(), house, "zh")
    waiting.open("/calls")
    address = rings(clerk)
    waiting.page.wait_for_url(address)
    clerk.button("calls.pickUp").click()
    clerk.button("calls.do.silent").click()
    expect(clerk.page.get_by_text(clerk.words("calls.notice.ended"))).to_be_visible()


def test_a_small_service_and_a_silent_call_make_no_matter(house, browse):
    clerk = taker(browse, house)
    rings(clerk)
    clerk.button("calls.pickUp").click()
    clerk.button("calls.do.silent").click()
    expect(clerk.page.get_by_text(clerk.words("calls.notice.ended"))).to_be_visible()
    expect(clerk.page.locator(".number-plate")).to_have_count(0)


def test_figures_open_the_calls_they_count(house, browse):
    leader = Visitor(browse().new_page(), house, "zh").in_language().signs_in(ROLES["dispatcher"], "HOTLINE")
    leader.open("/calls/figures")
    expect(leader.page.get_by_text("GB/T 33358").first).to_be_visible()
    leader.page.locator('a[href*="grade=abandoned"]').first.click()
    listed = leader.page.get_by_role("cell", name=leader.words("calls.grade.abandoned"), exact=True)
    expect(listed.first).to_be_visible()


@pytest.fixture
def hasty_house(tmp_path):
    """A city whose water line has one minute to accept, and whose residents have seconds to say a word."""
    city = tmp_path / "city"
    shutil.copytree(CITY, city)

    def change(file, old, new):
        text = (city / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        (city / file).write_text(text.replace(old, new), encoding="utf-8")

    change("lines.csv", "一键对接,30,yes\nGAS", "一键对接,1,yes\nGAS")
    change("kinds/request.yaml", "time: 7d\n    runs: [asking]", "time: 3s\n    runs: [asking]")
    house = House(city=city)
    try:
        house.run("demo", "--matters", "20")
        yield house.start()
    finally:
        house.stop()


def test_a_call_goes_to_a_line_comes_back_and_is_called_back(hasty_house, browse):
    house = hasty_house
    clerk = taker(browse, house)
    rings(clerk)
    clerk.button("calls.pickUp").click()
    clerk.field("calls.field.text").fill("人民路8号楼下的水管爆了，水漫到了街上。")
    clerk.page.locator("#category").select_option("0301")
    partner = clerk.field("calls.field.partner")
    partner.select_option("WATER")
    clerk.button("calls.do.transfer").click()
    expect(clerk.page.get_by_text(clerk.words("calls.notice.transferred"))).to_be_visible()
    number = clerk.page.locator(".number-plate").first.inner_text().strip()
    clerk.button("calls.hangUp").click()

    # Nobody there accepts: it comes back by itself, and no matter was lost meanwhile.
    until = time.monotonic() + 120
    clerk.opens(number)
    expect(clerk.page.get_by_text(clerk.words("lines.state.sent"), exact=True)).to_be_visible()
    returned = clerk.page.get_by_text(clerk.words("lines.state.returned"), exact=True)
    while returned.count() == 0 and time.monotonic() < until:
        time.sleep(2)
        clerk.page.reload()
    expect(returned).to_be_visible()

    dispatcher = Visitor(browse().new_page(), house, "zh").in_language()
    dispatcher.signs_in(ROLES["dispatcher"], "HOTLINE")
    dispatcher.makes(number, "dispatch", unit="WATERCO")
    expect(dispatcher.page.get_by_text(house.stage_name("dispatched", "zh")).first).to_be_visible()
    house.move(HANDLERS["WATERCO"], number, "answer", answer="水管已经换好，街面已经清干净。")

    # The resident says nothing; somebody who did not do the work calls.
    caller = Visitor(browse().new_page(), house, "zh").in_language().signs_in(ROLES["caller"], "HOTLINE")
    until = time.monotonic() + 30
    listed = caller.page.get_by_role("link", name=number)
    while listed.count() == 0 and time.monotonic() < until:
        time.sleep(1)
        caller.open("/callbacks")
    caller.open(f"/callbacks/{number}")
    expect(caller.page.get_by_text("水管已经换好，街面已经清干净。").first).to_be_visible()
    caller.choose("callbacks.ask.solved", "callbacks.solved.yes")
    caller.choose("callbacks.ask.satisfied", "callbacks.satisfied.yes")
    caller.button("callbacks.save").click()
    expect(caller.page.get_by_text(caller.words("callbacks.saved"))).to_be_visible()
    caller.opens(number)
    expect(caller.page.get_by_text(house.stage_name("solved", "zh")).first).to_be_visible()
