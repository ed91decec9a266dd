"""Takes the pictures of README.md and README.zh-CN.md from the running program:

    .venv/bin/python Tests/BrowserTests/screenshots.py
"""

import os

from playwright.sync_api import sync_playwright

from house import ROOT, House
from pages import DISPATCHER, sign_in
from visitor import Visitor

FOLDER = ROOT / "Documentation/images"
MOST_BYTES = 150_000
TEXTS = {
    "zh": {
        "text": "小区东门的路灯三天没亮，老人晚上不敢出门。", "place": "和平路 3 号",
        "first": "已更换灯泡，今晚会亮。", "why": "晚上去看，还是不亮。",
    },
    "en": {
        "text": "The street lamp at the gate is dark. Old people dare not go out at night.",
        "place": "3 Heping Road", "first": "The bulb was changed. It will be lit tonight.",
        "why": "I went to look at night. It is still dark.",
    },
}


def shoot(page, name, height):
    page.set_viewport_size({"width": 1100, "height": height})
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    assert size < MOST_BYTES, f"{path.name} has {size} bytes"
    print(f"{path.relative_to(ROOT)}: {size // 1000} KB")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    house = House()
    try:
        house.run("demo", "--matters", "1000")
        house.start()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=os.environ.get("LIANXIN_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
            for language, words in TEXTS.items():
                take(house, chromium, language, words)
            chromium.close()
    finally:
        house.stop()


def take(house, chromium, language, words):
    def visitor():
        context = chromium.new_context(
            locale={"zh": "zh-CN", "en": "en-GB"}[language], viewport={"width": 1100, "height": 800},
            reduced_motion="reduce")
        return Visitor(context.new_page(), house, language).in_language()

    resident = visitor()
    resident.open("/")
    resident.field("matters.raise.text").fill(words["text"])
    shoot(resident.page, f"raise.{language}", 640)
    matter = house.raise_matter(words["text"], place=words["place"], area="980101001001")
    matter.registered()
    house.move("hu.lingjun", matter.number, "dispatch", unit="URBAN")
    house.move("lyu.linchun", matter.number, "accept")
    house.move("lyu.linchun", matter.number, "answer", answer=words["first"])
    matter.rated("no", "no", why=words["why"])
    resident.open(matter.path)
    shoot(resident.page, f"track.{language}", 980)
    officer = sign_in(visitor(), DISPATCHER)
    shoot(officer.page, f"workbench.{language}", 760)
    waiting = house.raise_matter(words["text"], place=words["place"], area="980101001001").registered()
    officer.opens(waiting.number)
    shoot(officer.page, f"matter.{language}", 860)


if __name__ == "__main__":
    main()
