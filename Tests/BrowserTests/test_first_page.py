"""What the first page costs, and what the site says of itself to programs."""

import re

import pytest
from openapi_spec_validator import validate
from playwright.sync_api import expect

from visitor import Visitor

KB = 1000


def test_the_first_page_is_light(house, browse):
    page = browse().new_page()
    done = []
    page.on("requestfinished", lambda request: done.append(request))
    page.goto(house.address + "/", wait_until="networkidle")
    weights = {"all": 0, "script": 0, "stylesheet": 0}
    for request in done:
        sizes = request.sizes()
        weight = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        weights["all"] += weight
        if request.resource_type in weights:
            weights[request.resource_type] += weight
    assert weights["all"] < 150 * KB, weights
    assert 0 < weights["script"] < 60 * KB, weights
    # A first visit has the stylesheet in the page; the next page asks for it once.
    assert weights["stylesheet"] == 0, weights
    sheets = []
    page.on("requestfinished", lambda request: sheets.append(request) if request.resource_type == "stylesheet" else None)
    page.goto(house.address + "/sign-in", wait_until="networkidle")
    assert sum(sheet.sizes()["responseBodySize"] for sheet in sheets) < 40 * KB
    strangers = [request.url for request in done if not request.url.startswith(house.address)]
    assert strangers == [], "the first page asks somebody else"


def test_what_never_changes_is_asked_for_once(house, browse):
    page = browse().new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(house.address + "/", wait_until="networkidle")
    assets = [answer for answer in answers if "/assets/" in answer.url]
    assert len(assets) >= 3
    for asset in assets:
        assert re.search(r"max-age=[1-9]", asset.headers.get("cache-control", "")), asset.url


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_description_of_the_api_is_valid(house, language):
    answer = house.get("/openapi.json", {"Accept-Language": language})
    assert answer.status == 200
    document = answer.json
    assert document["openapi"].startswith("3.1")
    validate(document)
    assert "/api/v1/matters" in document["paths"]


def test_the_browsers_language_is_the_first_choice(house, browse):
    for locale, language in (("zh-CN", "zh"), ("en-GB", "en")):
        visitor = Visitor(browse(locale=locale).new_page(), house, language)
        visitor.open("/")
        expect(visitor.heading).to_have_text(visitor.words("matters.raise.title"))


def test_the_private_link_stays_with_whoever_has_it(house, browse):
    matter = house.raise_matter("链接不能漏出去。")
    answer = browse().new_page().goto(house.address + matter.path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
